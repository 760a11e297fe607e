import type { TenantCommand } from './parts/deps.ts';

export const activityRefresh: TenantCommand = {
  id: 'falconAdmin.activity.refresh',
  // The view reads the list again when it is told that something has moved; other windows tell it nothing.
  run: ({ activity }) => activity.moved(),
};
