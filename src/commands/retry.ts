import type { TenantCommand } from './parts/deps.ts';
import { nodesGiven, ofKind } from './parts/targets.ts';

export const retry: TenantCommand = {
  id: 'falconAdmin.tree.retry',
  run(deps, given) {
    // What failed was not kept, so showing the parent anew reads it again.
    for (const { parent } of ofKind(nodesGiven(deps, given), 'failed')) deps.view.refresh(parent);
  },
};
