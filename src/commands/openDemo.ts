import { asConnectionId, parseCid } from '../core/ids.ts';
import { connectionNode } from '../state/nodes.ts';
import type { TenantCommand } from './parts/deps.ts';

/** Always the same, so that what was unfolded is so the next time as well. */
const demoId = asConnectionId('demo');

export const openDemo: TenantCommand = {
  id: 'falconAdmin.demo.open',
  async run({ store, demo, view, l10n }) {
    await store.load();
    if (!store.get(demoId)) {
      const { url, clientId, clientSecret, parentCid } = await view.run(async (signal) => {
        const opened = await demo.open();
        if (signal.aborted) await demo.close();
        signal.throwIfAborted();
        return opened;
      });
      await store.put({
        id: demoId,
        kind: 'falcon',
        name: l10n.t('Demo Tenant'),
        baseUrl: url,
        clientId,
        clientSecret,
        memberCid: undefined,
        cid: parseCid(parentCid),
        missingScopes: [],
        canChange: false,
        demo: true,
      });
    }
    const connection = store.get(demoId);
    if (connection) await view.reveal(connectionNode(connection), { expand: true });
  },
};
