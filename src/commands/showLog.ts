import type { TenantCommand } from './parts/deps.ts';

export const showLog: TenantCommand = {
  id: 'falconAdmin.log.show',
  run: (deps) => deps.showLog(),
};
