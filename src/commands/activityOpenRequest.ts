/** Opens requests that were sent by hand as documents again, to be looked at, changed and sent another time. */
import type { KeptRequest } from '../state/requests/sentRequest.ts';
import { requestOperation } from '../state/requests/requestOperations.ts';
import { requestTemplate } from '../state/requests/requestTemplate.ts';
import { requestTargets } from './parts/requestTargets.ts';
import type { TenantCommand } from './parts/deps.ts';

/** Where nothing of the document was kept, one to begin with for the same operation and tenant. */
function documentText({ operation, tenant, text }: KeptRequest): string | undefined {
  const row = requestOperation(operation);
  return text ?? (row && requestTemplate(row, tenant));
}

export const activityOpenRequest: TenantCommand = {
  id: 'falconAdmin.activity.openRequest',
  async run(deps, given) {
    for (const sent of await requestTargets(deps, given, deps.l10n.t('Open Request'))) {
      const text = documentText(sent);
      if (text !== undefined) await deps.requests.open(text);
    }
  },
};
