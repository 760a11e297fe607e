import type { TenantCommand } from './parts/deps.ts';
import { placeTarget } from './parts/placeTarget.ts';

export const importUsers: TenantCommand = {
  id: 'falconAdmin.users.import',
  async run(deps, given) {
    const { files, panels, l10n } = deps;
    const place = await placeTarget(deps, given, l10n.t('New Users from File'));
    if (!place) return;
    const { connection, cid } = place;
    const file = await files.open(l10n.t('New Users in {0}', connection.name), { CSV: ['csv', 'txt'], JSON: ['json'] });
    if (file) await panels.importUsers(connection.id, cid, file);
  },
};
