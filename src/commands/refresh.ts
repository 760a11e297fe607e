import { TenantError } from '../core/errors.ts';
import { isNode } from '../state/nodes.ts';
import type { TenantNode } from '../state/nodes.ts';
import type { TenantCommand } from './parts/deps.ts';
import { nodesGiven } from './parts/targets.ts';

/** Those that stand under none of the others. */
const topmost = (nodes: readonly TenantNode[]): TenantNode[] => nodes.filter((node) => !nodes.some((other) => node.id.startsWith(`${other.id}/`)));

function rootOf(node: TenantNode): TenantNode {
  let at = node;
  while (at.parent) at = at.parent;
  return at;
}

/** What shows a node's refresh: in a Cylance tenant the same users stand below its lists, its zones and its roles. */
const shownBy = (node: TenantNode): TenantNode => ('tenant' in node && node.kind !== 'cylanceUser' ? rootOf(node) : node);

export const refresh: TenantCommand = {
  id: 'falconAdmin.tree.refresh',
  async run(deps, given) {
    const { tree, view, store, documents } = deps;
    const nodes = topmost(nodesGiven(deps, given));
    if (nodes.length === 0) {
      await store.load();
      await Promise.all((await tree.roots()).map((root) => tree.forget(root)));
      view.refresh();
      documents.refresh();
      return;
    }
    for (const node of nodes) {
      try {
        await view.run((signal) => tree.forget(node, signal));
      } catch (error) {
        // A user who is gone: the list above tells so.
        if (error instanceof TenantError && error.kind === 'notFound') view.refresh('tenant' in node ? rootOf(node) : node.parent);
        throw error;
      }
      view.refresh(shownBy(node));
      if (isNode(node, 'connection', 'cylance')) documents.refresh(node.id);
    }
  },
};
