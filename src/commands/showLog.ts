import type { TenantCommand } from './deps.ts';

export const showLog: TenantCommand = {
  id: 'falconAdmin.log.show',
  run: (deps) => deps.showLog(),
};
