import { plainView } from '../state/userView.ts';
import { anyUserLists } from './parts/anyUserLists.ts';
import { showCylanceUsers } from './parts/cylanceUserLists.ts';
import type { TenantCommand } from './parts/deps.ts';
import { showUsers } from './parts/userLists.ts';

export const clearFilter: TenantCommand = {
  id: 'falconAdmin.users.clearFilter',
  async run(deps, given) {
    const lists = await anyUserLists(deps, given, deps.l10n.t('Clear User Filter'));
    const { filter, members } = plainView;
    await showUsers(deps, lists.falcon, (view) => ({ ...view, filter, members }));
    await showCylanceUsers(deps, lists.cylance, (view) => ({ ...view, filter }));
  },
};
