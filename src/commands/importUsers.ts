import type { TenantCommand } from './parts/deps.ts';
import { placeTarget } from './parts/placeTarget.ts';

export const importUsers: TenantCommand = {
  id: 'falconAdmin.users.import',
  async run(deps, given) {
    const place = await placeTarget(deps, given, deps.l10n.t('New Users from File'));
    // The panel asks for the file, takes one that is dropped, and has a template for those who have none.
    if (place) await deps.panels.importUsers(place.connection.id, place.cid, undefined);
  },
};
