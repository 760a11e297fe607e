import { anyConnection, tenantTargets } from './parts/anyTenant.ts';
import { replaceCylanceSecret } from './parts/cylanceSecret.ts';
import type { TenantCommand } from './parts/deps.ts';
import { replaceFalconSecret } from './parts/falconSecret.ts';

export const replaceSecret: TenantCommand = {
  id: 'falconAdmin.connection.replaceSecret',
  async run(deps, given) {
    const { prompts, l10n } = deps;
    const [one] = await tenantTargets(deps, given, {
      title: l10n.t('Replace Secret'),
      fits: (each) => !anyConnection(each).demo,
      none: l10n.t('A demo tenant makes its own credentials.'),
    });
    if (!one) return;
    const message = await (one.kind === 'falcon' ? replaceFalconSecret(deps, one.connection) : replaceCylanceSecret(deps, one.tenant));
    if (message !== undefined) void prompts.notify({ severity: 'information', message });
  },
};
