import { asConnectionId, parseCid } from '../core/ids.ts';
import { connectionNode } from '../state/nodes.ts';
import { loadTenants } from './parts/anyTenant.ts';
import { closeUnusedDemo } from './parts/demoSession.ts';
import type { TenantCommand } from './parts/deps.ts';

/** Always the same, so that what was unfolded is so the next time as well. */
const demoId = asConnectionId('demo');
const demoCylanceId = asConnectionId('demo-cylance');

export const openDemo: TenantCommand = {
  id: 'falconAdmin.demo.open',
  async run(deps) {
    const { store, cylance, demo, view, l10n } = deps;
    await loadTenants(deps);
    if (!store.get(demoId) || !cylance.store.get(demoCylanceId)) {
      const opened = await view.run(async (signal) => {
        const running = await demo.open();
        if (signal.aborted) await closeUnusedDemo(deps);
        signal.throwIfAborted();
        return running;
      });
      if (!cylance.store.get(demoCylanceId)) {
        const { url: baseUrl, tenantId, applicationId, applicationSecret } = opened.cylance;
        const name = l10n.t('Demo Cylance');
        await cylance.store.put({ id: demoCylanceId, kind: 'cylance', name, baseUrl, tenantId, applicationId, applicationSecret, demo: true });
      }
      if (!store.get(demoId)) {
        const { url: baseUrl, clientId, clientSecret, parentCid } = opened;
        await store.put({
          id: demoId,
          kind: 'falcon',
          name: l10n.t('Demo Tenant'),
          baseUrl,
          clientId,
          clientSecret,
          memberCid: undefined,
          cid: parseCid(parentCid),
          missingScopes: [],
          canChange: false,
          demo: true,
        });
      }
    }
    const connection = store.get(demoId);
    if (connection) await view.reveal(connectionNode(connection), { expand: true });
  },
};
