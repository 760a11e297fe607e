import type { TenantCommand } from './parts/deps.ts';

export const refreshTemporary: TenantCommand = {
  id: 'falconAdmin.temporary.refresh',
  run: ({ temporary }) => temporary.refresh(),
};
