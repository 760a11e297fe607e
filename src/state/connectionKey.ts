/** Under which keys of SecretStorage connections are kept: each kind has its own. */
import type { AnyConnection, EntryKind } from './entryStore.ts';

type Keys = Pick<EntryKind<AnyConnection, AnyConnection>, 'keyOf' | 'idOfKey'>;

export function keysOf(kind: 'connection' | 'cylance'): Keys {
  const prefix = `falconAdmin.${kind}.`;
  return {
    keyOf: (id) => prefix + id,
    idOfKey: (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : undefined),
  };
}
