import type { TenantCommand } from './parts/deps.ts';

export const deleteStoredGrants: TenantCommand = {
  id: 'falconAdmin.grants.deleteStored',
  async run({ storedGrants, prompts, mention, l10n, locale }) {
    const count = await storedGrants.count();
    if (count === 0) return mention(l10n.t('No grants are stored on this machine.'));
    const isMeant = await prompts.confirm({
      message: count === 1 ? l10n.t('Delete the stored grants of 1 tenant?') : l10n.t('Delete the stored grants of {0} tenants?', count.toLocaleString(locale)),
      detail: l10n.t('What was read about grants and kept on this machine is deleted. Nothing changes in the tenants, and it can be read again.'),
      action: l10n.t('Delete'),
    });
    if (!isMeant) return;
    await storedGrants.clear();
    mention(l10n.t('The stored grants are deleted.'));
  },
};
