/** How this machine reaches the network: the editor's settings, the environment and a certificate file put together. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { TenantError } from '../core/errors.ts';
import type { Log } from './log.ts';
import type { NetworkSettings } from './settingValues.ts';

const wrongFile = (message: string, nextStep: string, cause?: unknown): TenantError =>
  new TenantError({ kind: 'network', reason: 'certificate', message, nextStep, cause });

/** A window has no folder that a relative path could start from. `~` is the home folder. */
function fullPath(file: string): string {
  const path = /^~([\\/]|$)/.test(file) ? join(homedir(), file.slice(1)) : file;
  if (isAbsolute(path)) return path;
  throw wrongFile(
    'The path of the file with the additional certificate authority does not say where it starts.',
    'Write it in full, or starting with “~”, in the setting “falconAdmin.network.certificateFile”.',
  );
}

async function readCertificates(file: string | undefined): Promise<readonly Uint8Array[]> {
  if (file === undefined) return [];
  const path = fullPath(file);
  try {
    return [await readFile(path)];
  } catch (cause) {
    throw wrongFile('The file with the additional certificate authority cannot be read.', 'Check the setting “falconAdmin.network.certificateFile”.', cause);
  }
}

/** Read when the first request is about to leave, not at activation. */
export async function readNetwork(
  { proxy, certificateFile, timeoutMs, useEditorFetch }: NetworkSettings,
  environment: Readonly<Record<string, string | undefined>>,
  log: Pick<Log, 'warn'>,
) {
  if (!proxy.strictTls) log.warn('The setting “http.proxyStrictSSL” is off: certificates are not checked, so others may read what is sent, secrets included.');
  return {
    proxyUrl: proxy.url,
    proxyOff: proxy.support === 'off',
    noProxy: proxy.noProxy,
    strictTls: proxy.strictTls,
    proxyAuthorization: proxy.authorization,
    systemCertificates: proxy.systemCertificates,
    // The editor's own fetch trusts what the editor trusts.
    extraCertificates: await readCertificates(useEditorFetch ? undefined : certificateFile),
    timeoutMs,
    environment,
  };
}
