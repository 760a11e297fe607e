import { TenantError } from '../core/errors.ts';
import { recordIdOf } from '../state/activityTree.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { stampOf } from './parts/recordText.ts';
import { requestIdsOf } from './parts/requestTargets.ts';

/** As they are on the disk, records before requests: those that were clicked, or all. */
async function linesOf({ activity, apiRequests }: CommandDeps, given: readonly unknown[]): Promise<string> {
  const { kept } = apiRequests;
  if (given.length === 0) return (await activity.export()) + (await kept.export());
  const records = [...new Set(given.map(recordIdOf))].filter((id) => id !== undefined);
  const requests = requestIdsOf(given);
  const texts = await Promise.all(records.map((id) => activity.export(id)));
  return [...texts, requests.length > 0 ? await kept.export(requests) : ''].join('');
}

export const activityExport: TenantCommand = {
  id: 'falconAdmin.activity.export',
  async run(deps, given) {
    const { files, mention, l10n } = deps;
    const text = await linesOf(deps, given);
    if (text === '') throw new TenantError({ kind: 'notFound', message: l10n.t('There is no activity to export.') });
    const name = await files.save(l10n.t('Export Activity'), { [l10n.t('JSON Lines')]: ['jsonl'] }, `falcon activity ${stampOf(Date.now())}.jsonl`, text);
    if (name !== undefined) mention(l10n.t('Saved as {0}.', name));
  },
};
