import { back } from '../host/prompts.ts';
import { loadTenants } from './parts/anyTenant.ts';
import { CylanceFlow } from './parts/cylanceFlow.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { FalconFlow } from './parts/falconFlow.ts';

type Kind = 'falcon' | 'cylance';

function askKind({ prompts, l10n }: CommandDeps, before: Kind): Promise<Kind | undefined> {
  return prompts.pick({
    title: l10n.t('Connect Tenant'),
    placeholder: l10n.t('What kind of tenant?'),
    items: [
      {
        label: 'CrowdStrike Falcon',
        detail: l10n.t('CIDs, users, roles and grants; read-only until you allow changes'),
        icon: 'lock',
        picked: before === 'falcon',
        value: 'falcon',
      },
      {
        label: l10n.t('Cylance (CylancePROTECT, Aurora)'),
        detail: l10n.t('Users, zones and roles, read-only'),
        icon: 'globe',
        picked: before === 'cylance',
        value: 'cylance',
      },
    ],
  });
}

export const connect: TenantCommand = {
  id: 'falconAdmin.connection.connect',
  async run(deps) {
    await loadTenants(deps);
    const flows = { falcon: new FalconFlow(deps), cylance: new CylanceFlow(deps) };
    for (let before: Kind = 'falcon'; ; ) {
      const kind: Kind | undefined = await askKind(deps, before);
      if (kind === undefined) return;
      // The name is the same question for both.
      flows[kind].typed.name = flows[before].typed.name;
      before = kind;
      if ((await flows[kind].connect()) !== back) return;
    }
  },
};
