import type { Connection } from '../state/connection.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { connectionTargets } from './parts/targets.ts';

async function isMeant({ prompts, l10n }: CommandDeps, connections: readonly Connection[]): Promise<boolean> {
  const [first] = connections;
  if (!first) return false;
  if (connections.length === 1 && first.demo) return true;
  return prompts.confirm({
    message:
      connections.length === 1
        ? l10n.t('Disconnect {0}?', first.name)
        : l10n.t('Disconnect {0} tenants: {1}?', connections.length, connections.map(({ name }) => name).join(', ')),
    detail: l10n.t('The session is ended and the client secret is deleted from this editor. Nothing changes in the tenant.'),
    action: l10n.t('Disconnect'),
  });
}

export const disconnect: TenantCommand = {
  id: 'falconAdmin.connection.disconnect',
  async run(deps, given) {
    const { store, sessions, documents, demo, l10n } = deps;
    const connections = await connectionTargets(deps, given, { title: l10n.t('Disconnect Tenant') });
    if (!(await isMeant(deps, connections))) return;
    for (const { id, demo: isDemo } of connections) {
      // Gone meanwhile, for example through another window.
      if (!store.get(id)) continue;
      // The secret goes first: whatever happens to the token, it ends by itself.
      const ended = sessions.end(id);
      await store.remove(id);
      await Promise.all([ended, documents.close(id)]);
      if (isDemo) await demo.close();
    }
  },
};
