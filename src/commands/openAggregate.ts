import type { TenantCommand } from './parts/deps.ts';
import { queryTarget } from './parts/queryTarget.ts';

export const openAggregateBuilder: TenantCommand = {
  id: 'falconAdmin.aggregate.openBuilder',
  run: (deps, given) => deps.queryFiles.showBuilder(queryTarget(deps, given)),
};

export const openAggregateText: TenantCommand = {
  id: 'falconAdmin.aggregate.openText',
  run: (deps, given) => deps.queryFiles.showText(queryTarget(deps, given)),
};
