/** What CIDs are called, as far as it has been read already: for words that are worth no request. */
import type { CidName } from '../core/changes/describe.ts';
import type { ConnectionId } from '../core/ids.ts';
import type { ConnectionStore } from './connectionStore.ts';
import type { Directories } from './directories.ts';

export interface CidNameSources {
  readonly store: Pick<ConnectionStore, 'get'>;
  readonly directories: Pick<Directories, 'known'>;
}

export function knownCidName({ store, directories }: CidNameSources, id: ConnectionId): CidName {
  const connection = store.get(id);
  const children = directories.known(id)?.children.items ?? [];
  return (cid) => (connection?.cid === cid ? connection.name : children.find(({ child_cid: one }) => one === cid)?.name || undefined);
}
