import type { TenantCommand } from './parts/deps.ts';

export const cancelLoading: TenantCommand = {
  id: 'falconAdmin.tree.cancel',
  run: ({ view }) => view.cancel(),
};
