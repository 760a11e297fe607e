/** Everything below the editor, over real HTTP against a demo tenant of its own. */
import type { TestContext } from 'node:test';
import { startDemoTenant } from '../../../src/demo/demoTenant.ts';
import type { DemoTenant, DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { Connection, ConnectionEntry } from '../../../src/state/connection.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import { Directories } from '../../../src/state/directories.ts';
import { Sessions } from '../../../src/state/sessions.ts';
import { TenantTree } from '../../../src/state/tenantTree.ts';
import { anEntry } from './entries.ts';
import { MemorySecrets } from './memorySecrets.ts';

export interface House {
  readonly demo: DemoTenant;
  readonly secrets: MemorySecrets;
  readonly store: ConnectionStore;
  readonly sessions: Sessions;
  readonly directories: Directories;
  readonly tree: TenantTree;
  /** Connects the demo tenant. */
  readonly connect: (over?: Partial<ConnectionEntry>) => Promise<Connection>;
}

export async function demoHouse(t: Pick<TestContext, 'after'>, options: DemoTenantOptions = {}): Promise<House> {
  const demo = await startDemoTenant(options);
  const secrets = new MemorySecrets();
  const store = new ConnectionStore(secrets);
  const sessions = new Sessions({
    store,
    userAgent: 'test',
    log: { debug: () => undefined, warn: () => undefined },
    settings: { network: async () => ({}), useEditorFetch: () => false, rateShare: () => 0.9 },
  });
  const directories = new Directories(store, sessions);
  // Counts are told when they come, so that tests can tell the two apart.
  const tree = new TenantTree(store, directories, 0);
  t.after(async () => {
    await sessions.dispose();
    await demo.close();
  });
  const connect = async (over: Partial<ConnectionEntry> = {}): Promise<Connection> => {
    await store.load();
    const { url: baseUrl, clientId, clientSecret } = demo;
    const entry = anEntry({ baseUrl, clientId, clientSecret, ...over });
    await store.put(entry);
    const connection = store.get(entry.id);
    if (!connection) throw new Error('not connected');
    return connection;
  };
  return { demo, secrets, store, sessions, directories, tree, connect };
}
