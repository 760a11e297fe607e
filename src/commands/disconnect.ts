import { anyConnection, tenantTargets } from './parts/anyTenant.ts';
import type { AnyTenant } from './parts/anyTenant.ts';
import { closeUnusedDemo } from './parts/demoSession.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';

async function isMeant({ prompts, l10n }: CommandDeps, tenants: readonly AnyTenant[]): Promise<boolean> {
  const connections = tenants.map(anyConnection);
  const [first] = connections;
  if (!first) return false;
  if (connections.every(({ demo }) => demo)) return true;
  return prompts.confirm({
    message:
      connections.length === 1
        ? l10n.t('Disconnect {0}?', first.name)
        : l10n.t('Disconnect {0} tenants: {1}?', connections.length, connections.map(({ name }) => name).join(', ')),
    detail: l10n.t('The session is ended and the secret is deleted from this editor. Nothing changes in the tenant.'),
    action: l10n.t('Disconnect'),
  });
}

async function end({ store, sessions, cylance, documents }: CommandDeps, one: AnyTenant): Promise<void> {
  const { id } = anyConnection(one);
  // Gone meanwhile, for example through another window.
  if (!(one.kind === 'falcon' ? store : cylance.store).get(id)) return;
  if (one.kind === 'cylance') {
    // Its session ends with it: there is no token to be revoked.
    await cylance.store.remove(id);
    return documents.close(id);
  }
  // The secret goes first: whatever happens to the token, it ends by itself.
  const ended = sessions.end(id);
  await store.remove(id);
  await Promise.all([ended, documents.close(id)]);
}

export const disconnect: TenantCommand = {
  id: 'falconAdmin.connection.disconnect',
  async run(deps, given) {
    const tenants = await tenantTargets(deps, given, { title: deps.l10n.t('Disconnect Tenant') });
    if (!(await isMeant(deps, tenants))) return;
    for (const one of tenants) {
      await end(deps, one);
      if (anyConnection(one).demo) await closeUnusedDemo(deps);
    }
  },
};
