import type { TenantCommand } from './parts/deps.ts';
import { eachUser, userTargets } from './parts/userTargets.ts';

/** More panels than this are asked about first. */
const mostUnasked = 10;

export const editUser: TenantCommand = {
  id: 'falconAdmin.user.edit',
  async run(deps, given) {
    const { prompts, panels, l10n } = deps;
    const targets = eachUser(await userTargets(deps, given, l10n.t('Edit User')));
    const question = { message: l10n.t('Edit {0} users, each in a panel of its own?', targets.length), action: l10n.t('Open') };
    if (targets.length > mostUnasked && !(await prompts.confirm(question))) return;
    for (const { connection, user } of targets) await panels.editUser(connection.id, user);
  },
};
