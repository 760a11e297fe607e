import { TenantError } from '../core/errors.ts';
import type { TenantCommand } from './parts/deps.ts';
import { askCid, connectionTargets } from './parts/targets.ts';

export const findCid: TenantCommand = {
  id: 'falconAdmin.cid.find',
  async run(deps, given) {
    const { view, directories, l10n } = deps;
    const [connection] = await connectionTargets(deps, given, { title: l10n.t('Find CID') });
    if (!connection) return;
    const directory = await directories.of(connection.id);
    const { hasChildren } = await view.run((signal) => directory.shape(signal));
    if (!hasChildren) {
      throw new TenantError({
        kind: 'notFound',
        message: l10n.t('{0} shows no child CIDs.', connection.name),
        nextStep: connection.missingScopes.includes('mssp:read') ? l10n.t('Its API client lacks the scope Flight Control: Read.') : undefined,
      });
    }
    const found = await askCid(deps, connection, l10n.t('Find CID in {0}', connection.name));
    if (found) await view.reveal(found, { expand: true });
  },
};
