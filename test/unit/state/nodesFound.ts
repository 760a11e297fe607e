import assert from 'node:assert/strict';
import { isNode } from '../../../src/state/nodes.ts';
import type { NodeOf, TenantNode } from '../../../src/state/nodes.ts';
import type { TenantTree } from '../../../src/state/tenantTree.ts';

/** The first node of a kind. */
export function first<K extends TenantNode['kind']>(nodes: readonly TenantNode[], kind: K): NodeOf<K> {
  const node = nodes.find((one) => isNode(one, kind));
  assert.ok(node && isNode(node, kind), `no ${kind} among ${nodes.map((one) => one.kind).join()}`);
  return node;
}

export const ofKind = <K extends TenantNode['kind']>(nodes: readonly TenantNode[], kind: K): NodeOf<K>[] =>
  nodes.filter((node): node is NodeOf<K> => isNode(node, kind));

/** Unfolds the first node of each kind in turn and answers with what stands below the last. */
export async function below(tree: TenantTree, root: TenantNode, ...kinds: readonly TenantNode['kind'][]): Promise<TenantNode[]> {
  let found = await tree.children(root);
  for (const kind of kinds) found = await tree.children(first(found, kind));
  return found;
}

export const kindsOf = (nodes: readonly TenantNode[]): string[] => [...new Set(nodes.map(({ kind }) => kind))];
