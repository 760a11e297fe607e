import type { Connection } from '../state/connection.ts';
import type { TenantCommand } from './parts/deps.ts';
import { connectionTargets } from './parts/targets.ts';

const names = (connections: readonly Connection[]): string => connections.map(({ name }) => name).join(', ');

export const allowChanges: TenantCommand = {
  id: 'falconAdmin.connection.allowChanges',
  async run(deps, given) {
    const { store, prompts, l10n } = deps;
    const connections = await connectionTargets(deps, given, {
      title: l10n.t('Allow Changes'),
      fits: ({ canChange }) => !canChange,
      none: l10n.t('Every connected tenant allows changes already.'),
    });
    if (connections.length === 0) return;
    const unable = connections.filter(({ missingScopes }) => missingScopes.includes('usermgmt:write'));
    const detail = [
      l10n.t('Users and roles can then be changed from this editor. Every change is shown and asked about before it is made.'),
      unable.length > 0 && l10n.t('The API client of {0} lacks the scope User Management: Write: the server will refuse every change.', names(unable)),
    ];
    const isMeant = await prompts.confirm({
      message: l10n.t('Allow changes to {0}?', names(connections)),
      detail: detail.filter(Boolean).join('\n\n'),
      action: l10n.t('Allow Changes'),
    });
    if (!isMeant) return;
    for (const { id } of connections) if (store.get(id)) await store.change(id, { canChange: true });
  },
};
