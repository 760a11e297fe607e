/** Where a record stands, written as the URI of the document that shows it. */

export const recordScheme = 'falcon';

export interface RecordAddress {
  /** The connection's id. */
  readonly connection: string;
  /** `user`, `role`, `cid` …: what the id is an id of. */
  readonly kind: string;
  readonly id: string;
  /** For the tab's label alone; two records may share it. */
  readonly name: string;
}

/** Characters that would split the path or that some editor surfaces refuse in a file's name. */
const unfit = /[\\/:*?"<>|\s\p{Cc}]+/gu;

/** `/connection/kind/id/Ada Lovelace.json`, ids encoded so that none of them can hold a slash. */
export function recordPath({ connection, kind, id, name }: RecordAddress): string {
  const readable = name.replace(unfit, ' ').trim() || kind;
  return `/${[connection, kind, id].map(encodeURIComponent).join('/')}/${readable}.json`;
}

/** @returns undefined when the path is not one that `recordPath` makes. */
export function parseRecordPath(path: string): RecordAddress | undefined {
  const [, connection, kind, id, readable] = /^\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
  if (!connection || !kind || !id || !readable) return undefined;
  try {
    return { connection: decodeURIComponent(connection), kind: decodeURIComponent(kind), id: decodeURIComponent(id), name: readable };
  } catch {
    return undefined;
  }
}
