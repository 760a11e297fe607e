import { anyConnection, isNameTaken, tenantTargets } from './parts/anyTenant.ts';
import type { TenantCommand } from './parts/deps.ts';

export const rename: TenantCommand = {
  id: 'falconAdmin.connection.rename',
  async run(deps, given) {
    const { store, cylance, prompts, l10n } = deps;
    const title = l10n.t('Rename Connection');
    const [one] = await tenantTargets(deps, given, { title, fits: (each) => !anyConnection(each).demo, none: l10n.t('A demo tenant keeps its name.') });
    if (!one) return;
    const { id, name: present } = anyConnection(one);
    const typed = await prompts.input({
      title,
      placeholder: present,
      prompt: l10n.t('Only the name in this editor changes, nothing in the tenant'),
      value: present,
      validate: (value) => {
        if (value.trim() === '') return l10n.t('Give the tenant a name.');
        return isNameTaken(deps, value, id) ? l10n.t('Another connection has this name.') : undefined;
      },
    });
    if (typed === undefined) return;
    const name = typed.trim();
    await (one.kind === 'falcon' ? store.change(id, { name }) : cylance.store.change(id, { name }));
  },
};
