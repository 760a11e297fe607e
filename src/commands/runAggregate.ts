import type { TenantCommand } from './parts/deps.ts';
import { queryTarget } from './parts/queryTarget.ts';

export const runAggregate: TenantCommand = {
  id: 'falconAdmin.aggregate.run',
  async run(deps, given) {
    const address = queryTarget(deps, given);
    // The builder shows how it goes and what is answered.
    await deps.queryFiles.showBuilder(address);
    await deps.panels.runQueries(address);
  },
};
