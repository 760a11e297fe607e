/** Taking up what a run left to be done: after failures, and after it was cut short. */
import { hasRest } from '../state/activityFacts.ts';
import { activityTargets } from './parts/activityTargets.ts';
import { continueRecords } from './parts/continueRecords.ts';
import type { TenantCommand } from './parts/deps.ts';

export const activityRetryFailed: TenantCommand = {
  id: 'falconAdmin.activity.retryFailed',
  async run(deps, given) {
    const { l10n } = deps;
    const entries = await activityTargets(deps, given, {
      title: l10n.t('Retry Failed Changes'),
      fits: hasRest,
      none: l10n.t('No activity has failed changes.'),
      unfit: l10n.t('There is nothing to retry: it was taken up or undone before, is not over yet, or every row is done.'),
    });
    await continueRecords(deps, entries);
  },
};

export const activityFinish: TenantCommand = {
  id: 'falconAdmin.activity.finish',
  async run(deps, given) {
    const { l10n } = deps;
    const entries = await activityTargets(deps, given, {
      title: l10n.t('Finish Interrupted Changes'),
      fits: ({ state }) => state === 'interrupted',
      none: l10n.t('Nothing was left half-way.'),
      unfit: l10n.t('This was not left half-way, or somebody has decided about it since.'),
    });
    await continueRecords(deps, entries);
  },
};
