/** How this machine reaches the network: the editor's settings, the environment and a certificate file put together. */
import { readFile } from 'node:fs/promises';
import { TenantError } from '../core/errors.ts';
import type { NetworkSettings } from './settingValues.ts';

async function certificatesOf(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return [];
  try {
    return [await readFile(file, 'utf8')];
  } catch (cause) {
    throw new TenantError({
      kind: 'network',
      reason: 'certificate',
      message: 'The file with the additional certificate authority cannot be read.',
      nextStep: 'Check the setting “falconAdmin.network.certificateFile”.',
      cause,
    });
  }
}

/** Read when the first request is about to leave, not at activation. */
export async function readNetwork({ proxy, certificateFile, timeoutMs }: NetworkSettings, environment: Readonly<Record<string, string | undefined>>) {
  return {
    proxyUrl: proxy.url,
    proxyOff: proxy.support === 'off',
    noProxy: proxy.noProxy,
    strictTls: proxy.strictTls,
    proxyAuthorization: proxy.authorization,
    systemCertificates: proxy.systemCertificates,
    extraCertificates: await certificatesOf(certificateFile),
    timeoutMs,
    environment,
  };
}
