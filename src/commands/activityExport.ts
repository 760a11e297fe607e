import { TenantError } from '../core/errors.ts';
import { recordIdOf } from '../state/activityTree.ts';
import type { TenantCommand } from './parts/deps.ts';
import { stampOf } from './parts/recordText.ts';

/** As they are on the disk: of the records that were clicked, or of all. */
export const activityExport: TenantCommand = {
  id: 'falconAdmin.activity.export',
  async run({ activity, files, mention, l10n }, given) {
    const ids = [...new Set(given.map(recordIdOf))].filter((id) => id !== undefined);
    const texts = given.length === 0 ? [await activity.export()] : await Promise.all(ids.map((id) => activity.export(id)));
    const text = texts.join('');
    if (text === '') throw new TenantError({ kind: 'notFound', message: l10n.t('There is no activity to export.') });
    const name = await files.save(l10n.t('Export Activity'), { [l10n.t('JSON Lines')]: ['jsonl'] }, `falcon activity ${stampOf(Date.now())}.jsonl`, text);
    if (name !== undefined) mention(l10n.t('Saved as {0}.', name));
  },
};
