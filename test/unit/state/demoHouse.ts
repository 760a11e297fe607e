/** Everything below the editor, over real HTTP against a demo tenant of its own. */
import type { TestContext } from 'node:test';
import { startDemoTenant } from '../../../src/demo/demoTenant.ts';
import type { DemoTenant, DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { Connection, ConnectionEntry } from '../../../src/state/connection.ts';
import { ConnectionStore } from '../../../src/state/connectionStore.ts';
import { CylanceDirectories } from '../../../src/state/cylance/cylanceDirectories.ts';
import { CylanceSessions } from '../../../src/state/cylance/cylanceSessions.ts';
import { CylanceStore } from '../../../src/state/cylance/cylanceStore.ts';
import { CylanceTree } from '../../../src/state/cylance/cylanceTree.ts';
import type { CylanceConnection, CylanceEntry } from '../../../src/state/cylance/cylanceConnection.ts';
import { Directories } from '../../../src/state/directories.ts';
import { Sessions } from '../../../src/state/sessions.ts';
import { TenantTree } from '../../../src/state/tenantTree.ts';
import { aCylanceEntry, anEntry } from './entries.ts';
import { MemorySecrets } from './memorySecrets.ts';

export interface House {
  readonly demo: DemoTenant;
  readonly secrets: MemorySecrets;
  readonly store: ConnectionStore;
  readonly sessions: Sessions;
  readonly directories: Directories;
  readonly tree: TenantTree;
  readonly cylance: {
    readonly store: CylanceStore;
    readonly sessions: CylanceSessions;
    readonly directories: CylanceDirectories;
    readonly tree: CylanceTree;
  };
  /** Connects the demo tenant. */
  readonly connect: (over?: Partial<ConnectionEntry>) => Promise<Connection>;
  /** Connects the Cylance tenant that the same server speaks for. */
  readonly connectCylance: (over?: Partial<CylanceEntry>) => Promise<CylanceConnection>;
}

export async function demoHouse(t: Pick<TestContext, 'after'>, options: DemoTenantOptions = {}): Promise<House> {
  const demo = await startDemoTenant(options);
  const secrets = new MemorySecrets();
  const store = new ConnectionStore(secrets);
  const log = { debug: () => undefined, warn: () => undefined };
  const sessions = new Sessions({
    store,
    userAgent: 'test',
    log,
    settings: { network: async () => ({}), useEditorFetch: () => false, rateShare: () => 0.9 },
  });
  const directories = new Directories(store, sessions);
  const cylanceStore = new CylanceStore(secrets);
  const cylanceParts = { store: cylanceStore, transport: sessions.transport, userAgent: 'test', log, rateShare: () => 0.9 };
  const cylanceSessions = new CylanceSessions(cylanceParts);
  const cylanceDirectories = new CylanceDirectories(cylanceStore, cylanceSessions);
  const cylanceTree = new CylanceTree(cylanceStore, cylanceDirectories);
  const cylance = { store: cylanceStore, sessions: cylanceSessions, directories: cylanceDirectories, tree: cylanceTree };
  // Counts are told when they come, so that tests can tell the two apart.
  const tree = new TenantTree(store, directories, { cylance: cylanceTree, patienceMs: 0 });
  t.after(async () => {
    cylanceSessions.dispose();
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
  const connectCylance = async (over: Partial<CylanceEntry> = {}): Promise<CylanceConnection> => {
    await cylanceStore.load();
    const { url: baseUrl, tenantId, applicationId, applicationSecret } = demo.cylance;
    const entry = aCylanceEntry({ baseUrl, tenantId, applicationId, applicationSecret, ...over });
    await cylanceStore.put(entry);
    const connection = cylanceStore.get(entry.id);
    if (!connection) throw new Error('not connected');
    return connection;
  };
  return { demo, secrets, store, sessions, directories, tree, cylance, connect, connectCylance };
}
