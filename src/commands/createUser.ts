import type { TenantCommand } from './parts/deps.ts';
import { placeTarget } from './parts/placeTarget.ts';

export const createUser: TenantCommand = {
  id: 'falconAdmin.user.create',
  async run(deps, given) {
    const { panels, l10n } = deps;
    const place = await placeTarget(deps, given, l10n.t('New User'));
    if (place) await panels.createUser(place.connection.id, place.cid);
  },
};
