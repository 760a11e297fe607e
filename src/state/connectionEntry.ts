/** How a connection is written into SecretStorage, and read back with suspicion. */
import * as v from 'valibot';
import { parseBaseUrl } from '../api/baseUrl.ts';
import { asConnectionId, parseCid } from '../core/ids.ts';
import type { ConnectionEntry } from './connection.ts';

const cid = v.optional(v.pipe(v.string(), v.transform(parseCid)));
const text = v.pipe(v.string(), v.nonEmpty());

const storedEntry = v.object({
  version: v.literal(1),
  kind: v.literal('falcon'),
  name: text,
  baseUrl: v.pipe(
    text,
    v.check((url) => 'url' in parseBaseUrl(url)),
  ),
  clientId: text,
  clientSecret: text,
  memberCid: cid,
  cid,
  missingScopes: v.fallback(v.array(v.picklist(['usermgmt:read', 'usermgmt:write', 'mssp:read', 'sensor-installers:read'])), []),
  canChange: v.fallback(v.boolean(), false),
});

export function writeEntry({ id: _, demo: __, ...entry }: ConnectionEntry): string {
  return JSON.stringify({ version: 1, ...entry });
}

/** @returns undefined for anything that this extension did not write: a broken entry is no connection */
export function readEntry(id: string, written: string | undefined): ConnectionEntry | undefined {
  if (written === undefined) return undefined;
  try {
    const parsed = v.safeParse(storedEntry, JSON.parse(written));
    if (!parsed.success) return undefined;
    const { version: _, ...entry } = parsed.output;
    return { ...entry, memberCid: entry.memberCid, cid: entry.cid, id: asConnectionId(id), demo: false };
  } catch {
    return undefined;
  }
}
