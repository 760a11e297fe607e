import type { TenantCommand } from './parts/deps.ts';
import { askUser, connectionTargets } from './parts/targets.ts';

export const findUser: TenantCommand = {
  id: 'falconAdmin.user.find',
  async run(deps, given) {
    const { tree, view, l10n } = deps;
    const [connection] = await connectionTargets(deps, given, { title: l10n.t('Find User') });
    const user = connection && (await askUser(deps, connection, l10n.t('Find User in {0}', connection.name)));
    if (!user) return;
    await view.reveal(await view.run((signal) => tree.pathToUser(connection, user, signal)), { expand: true });
  },
};
