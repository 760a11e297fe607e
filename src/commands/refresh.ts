import { TenantError } from '../core/errors.ts';
import type { TenantNode } from '../state/nodes.ts';
import type { TenantCommand } from './parts/deps.ts';
import { nodesGiven } from './parts/targets.ts';

/** Those that stand under none of the others. */
const topmost = (nodes: readonly TenantNode[]): TenantNode[] => nodes.filter((node) => !nodes.some((other) => node.id.startsWith(`${other.id}/`)));

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
        if (error instanceof TenantError && error.kind === 'notFound') view.refresh(node.parent);
        throw error;
      }
      view.refresh(node);
      if (node.kind === 'connection') documents.refresh(node.connection.id);
    }
  },
};
