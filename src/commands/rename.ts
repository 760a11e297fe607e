import type { TenantCommand } from './parts/deps.ts';
import { connectionTargets } from './parts/targets.ts';

export const rename: TenantCommand = {
  id: 'falconAdmin.connection.rename',
  async run(deps, given) {
    const { store, prompts, l10n } = deps;
    const title = l10n.t('Rename Connection');
    const [connection] = await connectionTargets(deps, given, { title, fits: ({ demo }) => !demo, none: l10n.t('The demo tenant keeps its name.') });
    if (!connection) return;
    const name = await prompts.input({
      title,
      placeholder: connection.name,
      prompt: l10n.t('Only the name in this editor changes, nothing in the tenant'),
      value: connection.name,
      validate: (value) => {
        if (value.trim() === '') return l10n.t('Give the tenant a name.');
        return store.isNameTaken(value, connection.id) ? l10n.t('Another connection has this name.') : undefined;
      },
    });
    if (name !== undefined) await store.change(connection.id, { name: name.trim() });
  },
};
