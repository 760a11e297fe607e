/** Reads files of certificate authorities, of which the TLS library ignores what it does not understand. */
import { X509Certificate } from 'node:crypto';
import { TenantError } from '../core/errors.ts';

const pemBlocks = /-----BEGIN ((?:TRUSTED |X509 )?CERTIFICATE)-----[\s\S]*?-----END \1-----/g;

/**
 * The certificates of a file, as PEM texts: one or several in PEM, whatever stands between them, or one in DER.
 * @throws TenantError with reason `certificate` when there is none, or one that cannot be read
 */
export function certificatesIn(file: string | Uint8Array): readonly string[] {
  // PEM is ASCII; any other byte only has to stay apart from it.
  const text = typeof file === 'string' ? file : Buffer.from(file).toString('latin1');
  const blocks: readonly (string | Uint8Array)[] = text.match(pemBlocks) ?? [file];
  try {
    return blocks.map((block) => new X509Certificate(block).toString());
  } catch (cause) {
    throw new TenantError({
      kind: 'network',
      reason: 'certificate',
      message: 'The file with the additional certificate authority holds no certificate that can be read.',
      nextStep: 'Name a file in the PEM or DER form in the setting “falconAdmin.network.certificateFile”.',
      cause,
    });
  }
}
