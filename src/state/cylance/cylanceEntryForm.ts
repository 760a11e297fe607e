/** How a Cylance connection is written into SecretStorage, and read back with suspicion. */
import * as v from 'valibot';
import { parseBaseUrl } from '../../api/baseUrl.ts';
import { asConnectionId } from '../../core/ids.ts';
import type { CylanceEntry } from './cylanceConnection.ts';

const text = v.pipe(v.string(), v.nonEmpty());

const storedEntry = v.object({
  version: v.literal(1),
  kind: v.literal('cylance'),
  name: text,
  baseUrl: v.pipe(
    text,
    v.check((url) => 'url' in parseBaseUrl(url)),
  ),
  tenantId: text,
  applicationId: text,
  applicationSecret: text,
});

export function writeEntry({ id: _, demo: __, ...entry }: CylanceEntry): string {
  return JSON.stringify({ version: 1, ...entry });
}

/** @returns undefined for anything that this extension did not write: a broken entry is no connection */
export function readEntry(id: string, written: string | undefined): CylanceEntry | undefined {
  if (written === undefined) return undefined;
  try {
    const parsed = v.safeParse(storedEntry, JSON.parse(written));
    if (!parsed.success) return undefined;
    const { version: _, ...entry } = parsed.output;
    return { ...entry, id: asConnectionId(id), demo: false };
  } catch {
    return undefined;
  }
}
