/** What stands at the top of the tree: the connections of every kind among each other. */
import { toTenantError } from '../core/errors.ts';
import { byName } from './entryStore.ts';
import type { AnyConnection } from './entryStore.ts';
import { cylanceTenantOf, connectionOf, failedNode } from './nodes.ts';
import type { TenantNode } from './nodes.ts';

interface Store<C extends AnyConnection> {
  load(): Promise<void>;
  readonly all: readonly C[];
  readonly failures: readonly unknown[];
}

/** The connections of one kind; a failure to read them, or some of them, is a node that says so. */
export async function rootsOf<C extends AnyConnection>(store: Store<C>, nodeOf: (connection: C) => TenantNode): Promise<TenantNode[]> {
  try {
    await store.load();
    const [failure] = store.failures;
    const failed = failure === undefined ? [] : [failedNode(undefined, toTenantError(failure))];
    return [...store.all.map(nodeOf), ...failed];
  } catch (thrown) {
    return [failedNode(undefined, toTenantError(thrown))];
  }
}

/** By name, whatever their kind; what failed stands last. */
export function inOrder(roots: readonly TenantNode[]): TenantNode[] {
  const named = roots.flatMap((node) => {
    const connection = cylanceTenantOf(node) ?? connectionOf(node);
    return connection ? [{ node, connection }] : [];
  });
  named.sort((left, right) => byName(left.connection, right.connection));
  // When nothing can be read, the reason is the same for all kinds.
  return [...named.map(({ node }) => node), ...roots.filter(({ kind }) => kind === 'failed').slice(0, 1)];
}
