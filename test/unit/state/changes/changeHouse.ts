/** A runner with its journal on the disk, over real HTTP against a demo tenant. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Clock } from '../../../../src/api/clock.ts';
import { systemClock } from '../../../../src/api/clock.ts';
import { FalconClient } from '../../../../src/api/falcon/client.ts';
import { TokenSource } from '../../../../src/api/falcon/tokens.ts';
import { RateBudget } from '../../../../src/api/rateBudget.ts';
import type { Transport } from '../../../../src/api/transport.ts';
import { UndiciTransport } from '../../../../src/api/undiciTransport.ts';
import type { Change, ChangeSet, Follows } from '../../../../src/core/changes/change.ts';
import { buildChangeSet } from '../../../../src/core/changes/buildChangeSet.ts';
import { nothingKnown } from '../../../../src/core/guards/guard.ts';
import { startDemoTenant } from '../../../../src/demo/demoTenant.ts';
import type { DemoTenant, DemoTenantOptions } from '../../../../src/demo/demoTenant.ts';
import { ChangeRunner } from '../../../../src/state/changes/changeRunner.ts';
import type { RunOptions, RunReport } from '../../../../src/state/changes/changeRunner.ts';
import { Journal } from '../../../../src/state/changes/journal.ts';
import { diskFiles } from '../../../../src/state/changes/journalFiles.ts';
import type { Connection } from '../../../../src/state/connection.ts';
import { anEntry } from '../entries.ts';

export interface ChangeHouse {
  readonly demo: DemoTenant;
  readonly clock: Clock;
  readonly client: FalconClient;
  readonly journal: Journal;
  /** Where the journal is. */
  readonly folder: string;
  readonly runner: ChangeRunner;
  /** What the runner sees; a test may lock the tenant or disconnect it. */
  readonly seen: { connection: Connection | undefined; client: FalconClient };
  readonly set: (changes: readonly Change[], follows?: Follows) => ChangeSet;
  /** Runs a set that no guard refuses. */
  readonly run: (set: ChangeSet, options?: Partial<RunOptions>) => Promise<RunReport>;
}

export interface HouseOptions extends DemoTenantOptions {
  readonly clock?: Clock;
}

type Ending = Pick<TestContext, 'after'>;

export async function temporaryFolder(t: Ending): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'changes-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A client on sockets of its own. */
export function openTestClient(t: Ending, { url, clientId, clientSecret }: Pick<DemoTenant, 'url' | 'clientId' | 'clientSecret'>, clock: Clock): FalconClient {
  const sockets = new UndiciTransport({ timeoutMs: 20_000 });
  t.after(() => sockets.close());
  const transport: Transport = {
    // Node dates its answers by the wall's clock, which is not the one of this house.
    exchange: async (request) => {
      const { headers, ...answer } = await sockets.exchange(request);
      return { ...answer, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'date')) };
    },
    close: () => sockets.close(),
  };
  const userAgent = 'test';
  const tokens = new TokenSource({ transport, baseUrl: url, credentials: { clientId, clientSecret, memberCid: undefined }, clock, userAgent });
  const log = { debug: () => undefined, warn: () => undefined };
  return new FalconClient({ transport, baseUrl: url, tokens, budget: new RateBudget(clock), clock, userAgent, log });
}

export async function changeHouse(t: Ending, { clock = systemClock, ...options }: HouseOptions = {}): Promise<ChangeHouse> {
  const demo = await startDemoTenant({ now: () => clock.now(), ...options });
  t.after(() => demo.close());
  const client = openTestClient(t, demo, clock);
  const folder = await temporaryFolder(t);
  const journal = new Journal({ files: diskFiles(folder), now: () => clock.now() });
  const { clientSecret: _, ...connection } = anEntry({ canChange: true });
  const seen: ChangeHouse['seen'] = { connection, client };
  const runner = new ChangeRunner({ journal, clock, client: async () => seen.client, connection: () => seen.connection });
  let sets = 0;
  return {
    demo,
    clock,
    client,
    journal,
    folder,
    runner,
    seen,
    set: (changes, follows) => {
      const id = `set-${++sets}`;
      return buildChangeSet({ id, connectionId: connection.id, tenantName: connection.name, origin: 'test', changes, createdAt: clock.now(), follows });
    },
    run: async (set, over = {}) => {
      const result = await runner.run(set, { facts: { ...nothingKnown, removalCap: Number.POSITIVE_INFINITY }, ...over });
      if (result.kind === 'refused') throw new Error(result.findings.map(({ sentence }) => sentence).join(' '));
      return result.report;
    },
  };
}
