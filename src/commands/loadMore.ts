import type { TenantCommand } from './parts/deps.ts';
import { nodesGiven, ofKind } from './parts/targets.ts';

export const loadMore: TenantCommand = {
  id: 'falconAdmin.tree.loadMore',
  async run(deps, given) {
    const { tree, view } = deps;
    for (const { parent } of ofKind(nodesGiven(deps, given), 'loadMore')) {
      await view.run((signal) => tree.loadMore(parent, signal));
      view.refresh(parent);
    }
  },
};
