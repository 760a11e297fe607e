/**
 * Fills the index of a whole tenant in a process of its own and reports what it takes to keep and to ask:
 * `node --expose-gc grantsAnswers.ts URL ID SECRET`.
 */
import { systemClock } from '../../src/api/clock.ts';
import { openClient } from '../../src/api/falcon/openClient.ts';
import { RateBudget } from '../../src/api/rateBudget.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';
import { asConnectionId } from '../../src/core/ids.ts';
import { falconAdministrator } from '../../src/core/role.ts';
import type { Connection } from '../../src/state/connection.ts';
import type { GrantsStorage } from '../../src/state/grants/grantsStorage.ts';
import { TenantDirectory } from '../../src/state/tenantDirectory.ts';

const [baseUrl = '', clientId = '', clientSecret = ''] = process.argv.slice(2);
const collect = (globalThis as { gc?: () => void }).gc;
if (!collect) throw new Error('Start with --expose-gc.');

const transport = new UndiciTransport();
const client = openClient({
  ...{ baseUrl, credentials: { clientId, clientSecret }, transport, budget: new RateBudget(systemClock) },
  userAgent: 'bench',
  log: { debug: () => undefined, warn: () => undefined },
});
const connection: Connection = {
  ...{ id: asConnectionId('bench'), kind: 'falcon', name: 'Bench', baseUrl, clientId },
  ...{ memberCid: undefined, cid: undefined, missingScopes: [], canChange: false, demo: false },
};

let copy = '';
const storage: GrantsStorage = {
  read: async () => (copy ? (JSON.parse(copy) as unknown) : undefined),
  write: async (_, value) => void (copy = JSON.stringify(value)),
  remove: async () => undefined,
};
const open = (): TenantDirectory =>
  new TenantDirectory(
    () => Promise.resolve(client),
    () => connection,
    { kept: { id: connection.id, storage } },
  );

/** The quickest and the slowest of some runs, in milliseconds. */
function timed(ask: () => { readonly items: readonly unknown[] }): { readonly items: number; readonly ms: number; readonly mostMs: number } {
  let items = 0;
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    items = ask().items.length;
    return Number((performance.now() - started).toFixed(2));
  }).sort((left, right) => left - right);
  return { items, ms: times[4] ?? Number.NaN, mostMs: times.at(-1) ?? Number.NaN };
}

async function taking(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}

const directory = open();
const { index } = directory;
collect();
const before = process.memoryUsage().heapUsed;
const fillMs = await taking(() => index.fill({}, { priority: 'foreground' }));
collect();
const heldBytes = process.memoryUsage().heapUsed - before;
const { coverage, items } = index.holders(falconAdministrator);
const [holder] = items;
if (!holder?.grant.cid) throw new Error('Nobody is an administrator.');
const { cid } = holder.grant;
const strong = new Set([falconAdministrator]);
const answers = {
  holdersEverywhere: timed(() => index.holders(falconAdministrator)),
  holdersInCid: timed(() => index.holders(falconAdministrator, cid)),
  grantsOf: timed(() => index.grantsOf(holder.user.uuid)),
  accessTo: timed(() => index.accessTo(cid)),
  temporary: timed(() => index.temporary()),
  strongWithoutSafety: timed(() => index.strongWithoutSafety(strong)),
};
const copyMs = await taking(() => index.flush());
const loadMs = await taking(() => open().index.load());
const figures = { pairs: coverage.pairsRead, isWhole: coverage.isWhole, fillMs, heldBytes, answers, copyBytes: copy.length, copyMs, loadMs };
process.stdout.write(`${JSON.stringify(figures)}\n`);
await client.end();
await transport.close();
