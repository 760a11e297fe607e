/** Which requests of the activity a command is about: those that were clicked or selected, or one that the person chooses. */
import { TenantError } from '../../core/errors.ts';
import type { PickItem } from '../../host/prompts.ts';
import { requestIdOf } from '../../state/activityTree.ts';
import type { KeptRequest } from '../../state/requests/sentRequest.ts';
import { momentOf } from './activityTargets.ts';
import type { CommandDeps } from './deps.ts';

/** Not yet whether they are still kept. */
export const requestIdsOf = (given: readonly unknown[]): string[] => [...new Set(given.map(requestIdOf))].filter((id) => id !== undefined);

export function requestItem(sent: KeptRequest, locale: string): PickItem<KeptRequest> {
  const { operation, tenant, at, ended } = sent;
  return { label: operation, description: `${tenant} · ${momentOf(at, locale)}`, detail: ended, icon: 'search', value: sent };
}

/**
 * Newest first.
 * @throws TenantError when there is nothing to work on
 */
export async function requestTargets(deps: CommandDeps, given: readonly unknown[], title: string): Promise<readonly KeptRequest[]> {
  const { apiRequests, prompts, l10n, locale } = deps;
  const reads = await apiRequests.kept.reads();
  const ids = requestIdsOf(given);
  const found = given.length === 0 ? reads : reads.filter(({ id }) => ids.includes(id));
  if (found.length === 0) {
    const none = l10n.t('No request is kept. Changes are listed as activity records.');
    throw new TenantError({ kind: 'notFound', message: given.length === 0 ? none : l10n.t('This activity is not on the disk any more.') });
  }
  if (given.length > 0) return found;
  const items = found.map((sent) => requestItem(sent, locale));
  const chosen = await prompts.pick({ title, placeholder: l10n.t('Which request?'), items });
  return chosen ? [chosen] : [];
}
