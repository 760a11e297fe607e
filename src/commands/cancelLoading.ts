import type { TenantCommand } from './deps.ts';

export const cancelLoading: TenantCommand = {
  id: 'falconAdmin.tree.cancel',
  run: ({ view }) => view.cancel(),
};
