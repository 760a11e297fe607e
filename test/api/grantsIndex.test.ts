/** The grants index over real HTTP: what it reads, what it does not read, and what a bad network makes of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/api/clock.ts';
import type { CallOptions, FalconClient } from '../../src/api/falcon/client.ts';
import { readGrants } from '../../src/api/falcon/grants.ts';
import { sendChange } from '../../src/api/falcon/writes.ts';
import { snapshotOf } from '../../src/core/changes/change.ts';
import type { GrantRoles } from '../../src/core/changes/change.ts';
import { toTenantError } from '../../src/core/errors.ts';
import { grantKey, isInherited, isTemporary } from '../../src/core/grant.ts';
import type { Grant } from '../../src/core/grant.ts';
import { asCid, asRoleId } from '../../src/core/ids.ts';
import type { Cid } from '../../src/core/ids.ts';
import { falconAdministrator } from '../../src/core/role.ts';
import type { User } from '../../src/core/user.ts';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import type { DemoTenant } from '../../src/demo/demoTenant.ts';
import { TenantDirectory } from '../../src/state/tenantDirectory.ts';
import { openTestClient } from '../unit/state/changes/changeHouse.ts';
import type { HouseOptions } from '../unit/state/changes/changeHouse.ts';
import { fastClock } from '../unit/state/changes/fastClock.ts';
import { anEntry } from '../unit/state/entries.ts';

interface House {
  readonly demo: DemoTenant;
  readonly client: FalconClient;
  readonly directory: TenantDirectory;
}

function directoryOver(client: FalconClient, now: () => number): TenantDirectory {
  const { clientSecret: _, ...connection } = anEntry();
  return new TenantDirectory(
    () => Promise.resolve(client),
    () => connection,
    { now },
  );
}

async function house(t: TestContext, { clock = systemClock, ...options }: HouseOptions = {}): Promise<House> {
  const demo = await startDemoTenant({ users: 120, cids: 8, ratePerMinute: 60_000, now: () => clock.now(), ...options });
  t.after(() => demo.close());
  const client = openTestClient(t, demo, clock);
  return { demo, client, directory: directoryOver(client, () => clock.now()) };
}

const grantReads = ({ requests }: DemoTenant): readonly URLSearchParams[] =>
  requests.flatMap(({ operation, query, status }) => (operation === 'CombinedUserRolesV2' && status === 200 ? new URLSearchParams(query) : []));
const pairs = (demo: DemoTenant): string[] => grantReads(demo).map((query) => `${query.get('user_uuid')}|${query.get('cid')}`);
const keys = (grants: readonly Grant[]): string[] => grants.map(grantKey).sort();

/** Every grant of the tenant, by asking for every user in every CID. */
async function allGrants({ demo, client, directory }: House): Promise<{ readonly grants: readonly Grant[]; readonly cids: readonly Cid[] }> {
  const users = await directory.allUsers({});
  const cids = [asCid(demo.parentCid), ...(await directory.allChildren()).map((child) => child.child_cid)];
  const reads = users.flatMap((user) => cids.map((cid) => readGrants(client, { userUuid: user.uuid, cid })));
  return { grants: (await Promise.all(reads)).flat(), cids };
}

const heldIn = ({ index }: TenantDirectory, cids: readonly Cid[]): Grant[] => cids.flatMap((cid) => index.accessTo(cid).items.map(({ grant }) => grant));

test('a fill reads exactly the pairs that exist, and knows what every user holds in every CID', async (t) => {
  const opened = await house(t, { users: 250, cids: 9 });
  const { demo, directory } = opened;
  const plan = await directory.index.plan({});
  const report = await directory.index.fill({});
  const read = pairs(demo);
  assert.deepEqual([report.pairs, read.length, new Set(read).size], [plan.pairs, plan.pairs, plan.pairs]);
  assert.deepEqual([report.failed, report.cidsFailed, report.everyPair], [[], [], false]);

  const { grants, cids } = await allGrants(opened);
  const existing = new Set(grants.map(({ uuid, cid }) => `${uuid}|${cid}`));
  assert.deepEqual(read.filter((pair) => !existing.has(pair)), [], 'pairs that do not exist');
  assert.equal(existing.size, read.length);
  assert.deepEqual(keys(heldIn(directory, cids)), keys(grants));
  assert.ok(grants.some(isInherited) && grants.some(isTemporary));
  assert.deepEqual(keys(directory.index.temporary().items.map(({ grant }) => grant)), keys(grants.filter(isTemporary)));
  const administrators = grants.filter((grant) => grant.role_id === falconAdministrator);
  const { items, coverage } = directory.index.holders(falconAdministrator);
  assert.deepEqual([keys(items.map(({ grant }) => grant)), coverage.isWhole], [keys(administrators), true]);
  assert.ok(items.every(({ user }) => user.uid !== undefined), 'everybody is known by name');
  for (const cid of cids) {
    assert.deepEqual(directory.knownAdministrators(cid), new Set(administrators.filter((grant) => grant.cid === cid).map(({ uuid }) => uuid)));
  }
});

test('one role, one CID or one user costs only what these need', async (t) => {
  const { demo, directory } = await house(t);
  const own = asCid(demo.parentCid);
  await directory.index.fill({ cids: [own] });
  assert.ok(grantReads(demo).every((query) => query.get('cid') === own));
  assert.deepEqual([directory.index.accessTo(own).coverage.isWhole, directory.index.holders(falconAdministrator).coverage.isWhole], [true, false]);
  const before = pairs(demo).length;
  const [user] = directory.index.accessTo(own).items.map(({ user: one }) => one);
  assert.ok(user);
  const grants = await directory.accessOf(user);
  await directory.index.fill({ users: [user.uuid] });
  assert.equal(pairs(demo).length - before, new Set(grants.map(({ cid }) => cid)).size - 1, 'what is held in the one CID was known');
  assert.deepEqual([directory.index.grantsOf(user.uuid).coverage.isWhole, keys(directory.index.grantsOf(user.uuid).items)], [true, keys(grants)]);
});

test('a fill through 429s, resets, 500s and cut answers misses nothing and reads nothing in vain', async (t) => {
  const faults = { 429: 0.02, reset: 0.05, 500: 0.05, truncate: 0.02 };
  const { demo, directory } = await house(t, { clock: fastClock(50), faults, faultsOnTokens: true, users: 300, cids: 12 });
  const report = await directory.index.fill({});
  assert.deepEqual([report.failed, report.cidsFailed], [[], []]);
  const { coverage, items } = directory.index.holders(falconAdministrator);
  assert.deepEqual([coverage.isWhole, coverage.pairsRead], [true, report.pairs]);
  assert.ok(items.length > 0);
  assert.ok(demo.requests.some(({ status }) => status === 429) && demo.requests.some(({ status }) => status === 500));
  assert.equal(new Set(pairs(demo)).size, report.pairs);
});

test('a fill that was cancelled keeps all, and going on costs only the rest', async (t) => {
  const { demo, directory } = await house(t, { users: 400, cids: 20 });
  const { index } = directory;
  const abort = new AbortController();
  const onProgress = ({ stage, done }: { readonly stage: string; readonly done: number }): void => {
    if (stage === 'grants' && done > 200) abort.abort();
  };
  const ended = await index.fill({}, { signal: abort.signal, onProgress }).then(() => undefined, toTenantError);
  assert.equal(ended?.kind, 'cancelled');
  const { pairsRead, pairsKnown } = index.holders(falconAdministrator).coverage;
  assert.ok(pairsRead > 200 && pairsRead < pairsKnown, `${pairsRead} of ${pairsKnown}`);
  const plan = await index.plan({});
  assert.ok(plan.requests <= pairsKnown - pairsRead + 1);
  const report = await index.fill({});
  assert.equal(report.requests, plan.requests);
  const twice = pairs(demo).length - pairsKnown;
  assert.ok(twice <= 64, `${twice} pairs were read again: more than were under way`);
  assert.equal(index.holders(falconAdministrator).coverage.isWhole, true);
});

/** A server that does not look at the filter by CID. */
function ignoringCids(client: FalconClient): FalconClient {
  type Call = (operation: string, parameters: { readonly filter?: string }, options?: CallOptions) => Promise<unknown>;
  const ask = (client.call as unknown as Call).bind(client);
  const call: Call = (operation, parameters, options) =>
    ask(operation, parameters.filter?.includes('assigned_cids') ? { ...parameters, filter: undefined } : parameters, options);
  return { call } as unknown as FalconClient;
}

test('a server that does not look at the filter by CID is found out, and nothing costly is begun unasked', async (t) => {
  const { demo, client } = await house(t, { users: 40, cids: 4 });
  const { index } = directoryOver(ignoringCids(client), Date.now);
  const plan = await index.plan({});
  assert.deepEqual([plan.requests, plan.pairs], [160, 160]);
  assert.equal(index.holders(falconAdministrator).coverage.everyPair, true);
  await assert.rejects(index.fill({}), { kind: 'invalid' });
  assert.equal(pairs(demo).length, 0);
  const report = await index.fill({}, { mostRequests: plan.requests });
  assert.deepEqual([report.everyPair, pairs(demo).length, index.holders(falconAdministrator).coverage.isWhole], [true, 160, true]);
});

const helpDesk = { id: asRoleId('help_desk'), name: 'Help Desk Analyst' };

test('a grant made while reads lag 90 s behind shows in every answer at once, and no fill takes it away', async (t) => {
  let now = Date.now();
  const clock = { ...systemClock, now: () => now };
  const { directory, client, demo } = await house(t, { clock, lagMs: 90_000, users: 60, cids: 4 });
  const { index } = directory;
  const cids = (await directory.allChildren()).map((child) => child.child_cid);
  const users = await directory.allUsers({});
  await index.fill({});
  // Somebody who holds nothing in a CID: the pair does not exist until the grant makes it.
  const place = cids.flatMap((cid) => users.flatMap((user) => (index.knownCids(user.uuid)?.includes(cid) ? [] : { cid, user }))).at(0);
  assert.ok(place);
  const { cid, user } = place;
  const change: GrantRoles = { kind: 'grant', to: snapshotOf(user), cid, roles: [helpDesk] };
  await sendChange(client, change, { uuid: user.uuid });
  directory.wrote(change, user.uuid);
  const isIt = (grant: Grant): boolean => grant.uuid === user.uuid && grant.cid === cid && grant.role_id === helpDesk.id;
  const isShown = (): boolean[] => [
    ...[index.holders(helpDesk.id), index.holders(helpDesk.id, cid), index.accessTo(cid)].map(({ items }) => items.some(({ grant }) => isIt(grant))),
    ...[index.grantsOf(user.uuid).items, directory.allKnownGrants(user.uuid)].map((grants) => grants.some(isIt)),
  ];
  const yes = [true, true, true, true, true];
  assert.deepEqual(isShown(), yes);
  for (const ms of [1, 45_000, 44_990, 30_000, 120_000]) {
    now += ms;
    await index.fill({}, { olderThan: now });
    assert.deepEqual(isShown(), yes, `after ${ms} ms more`);
    assert.ok((await directory.grants(user.uuid, cid)).some((grant) => grant.role_id === helpDesk.id));
  }
  assert.deepEqual([index.holders(helpDesk.id).coverage.everyPair, index.holders(helpDesk.id).coverage.isWhole], [false, true]);
  assert.ok(pairs(demo).includes(`${user.uuid}|${cid}`));
});

test('what a person clicks on while a fill waits for the rate limit is read at once, and once', async (t) => {
  const { demo, directory } = await house(t, { ratePerMinute: 600, users: 400, cids: 6 });
  const { index } = directory;
  const { users } = await directory.findUsers('example');
  const abort = new AbortController();
  const filled = index.fill({}, { signal: abort.signal }).catch(toTenantError);
  const own = asCid(demo.parentCid);
  const waiting = await new Promise<User>((resolve) => {
    const listening = index.onDidChange(() => {
      // The burst is over, and the last of all is far from its turn.
      const { coverage } = index.accessTo(own);
      const last = users.findLast(({ uuid }) => index.knownCids(uuid)?.includes(own) && index.known(uuid, own) === undefined);
      if (coverage.pairsRead < 15 || !last) return;
      listening.dispose();
      resolve(last);
    });
  });
  const before = pairs(demo).length;
  const grants = await index.grants(waiting.uuid, own);
  assert.ok(grants.length > 0);
  const since = pairs(demo).slice(before);
  const place = since.indexOf(`${waiting.uuid}|${own}`);
  assert.ok(place >= 0 && place <= 8, `${place} reads of the fill went first`);
  abort.abort();
  await filled;
  assert.equal(pairs(demo).filter((pair) => pair === `${waiting.uuid}|${own}`).length, 1);
});
