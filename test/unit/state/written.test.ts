/** What a directory makes of changes that this window has carried out, also while the server still shows the state before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { readUserPage } from '../../../src/api/falcon/users.ts';
import { sendChange } from '../../../src/api/falcon/writes.ts';
import { asNewUserKey, namesOf, personOf, snapshotOf } from '../../../src/core/changes/change.ts';
import type { Change } from '../../../src/core/changes/change.ts';
import type { Cid, UserUuid } from '../../../src/core/ids.ts';
import { asRoleId } from '../../../src/core/ids.ts';
import type { User } from '../../../src/core/user.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { demoHouse } from './demoHouse.ts';
import { TenantDirectory } from '../../../src/state/tenantDirectory.ts';

const lagMs = 60_000;
const helpDesk = { id: asRoleId('help_desk'), name: 'Help Desk Analyst' };

async function known(t: TestContext, options: DemoTenantOptions = {}) {
  let now = Date.now();
  const house = await demoHouse(t, { cids: 3, users: 1_300, now: () => now, ...options });
  const connection = await house.connect({ canChange: true });
  const directory = new TenantDirectory(
    () => house.sessions.client(connection.id),
    () => connection,
    { now: () => now },
  );
  const { cid } = await directory.shape();
  assert.ok(cid);
  const list = directory.users(cid);
  await list.load();
  const client = await house.sessions.client(connection.id);
  /** Sends a change and tells the directory, as the runner does. */
  const write = async (change: Change): Promise<UserUuid> => {
    const person = personOf(change);
    const uuid = person && 'uuid' in person ? person.uuid : undefined;
    const { user } = await sendChange(client, change, { uuid });
    const about = user?.uuid ?? uuid;
    assert.ok(about);
    directory.wrote(change, about);
    return about;
  };
  const pass = (ms: number): void => void (now += ms);
  return { ...house, directory, cid, list, client, write, pass };
}

const without = async (directory: TenantDirectory, users: readonly User[], cid: Cid): Promise<User> => {
  for (const user of users) {
    const grants = await directory.grants(user.uuid, cid);
    if (!grants.some(({ role_id: id }) => id === helpDesk.id) && (await directory.grantable(user.uuid, cid)).has(helpDesk.id)) return user;
  }
  return assert.fail('everybody has the role');
};

test('a role that was granted shows at once and stays, though the server shows the state before for a minute', async (t) => {
  const { directory, cid, list, write, pass } = await known(t, { lagMs });
  const user = await without(directory, list.items, cid);
  await write({ kind: 'grant', to: snapshotOf(user), cid, roles: [helpDesk] });
  const holds = async (): Promise<boolean> => (await directory.grants(user.uuid, cid)).some(({ role_id: id }) => id === helpDesk.id);
  assert.equal(await holds(), true);
  directory.forgetGrants(user.uuid);
  assert.equal(await holds(), true, 'read again while the server lags');
  pass(2 * lagMs);
  directory.forgetGrants(user.uuid);
  assert.equal(await holds(), true, 'read again when the server has caught up');
});

test('a role that was revoked is gone at once and stays gone', async (t) => {
  const { directory, cid, list, write, pass } = await known(t, { lagMs });
  const user = await without(directory, list.items, cid);
  await write({ kind: 'grant', to: snapshotOf(user), cid, roles: [helpDesk] });
  pass(2 * lagMs);
  await write({ kind: 'revoke', user: snapshotOf(user), cid, roles: [helpDesk] });
  for (const ms of [0, 2 * lagMs]) {
    pass(ms);
    directory.forgetGrants(user.uuid);
    assert.ok(!(await directory.grants(user.uuid, cid)).some(({ role_id: id }) => id === helpDesk.id));
  }
});

test('a user that was made stands in the list of the home CID and counts', async (t) => {
  const { directory, cid, list, write } = await known(t);
  const total = list.total ?? 0;
  const uuid = await write({ kind: 'createUser', key: asNewUserKey('k'), uid: 'Zoe@Example.test', cid, names: { first: 'Zoe', last: 'Zimmer' } });
  assert.equal(list.total, total + 1);
  assert.equal(list.remaining, 0, 'there is nothing more to load');
  assert.equal(list.find(uuid)?.uid, 'zoe@example.test');
  assert.deepEqual([...(await directory.usersWithEmails(['ZOE@example.test', 'nobody@example.test']))].map(([uid, user]) => [uid, user?.uuid]), [
    ['zoe@example.test', uuid],
    ['nobody@example.test', undefined],
  ]);
});

test('deleting users of the first page leaves nobody out of the next one', async (t) => {
  const { directory, cid, write } = await known(t, { cids: 1 });
  const list = directory.users(cid);
  await list.load();
  const gone = list.items.slice(10, 13);
  for (const user of gone) await write({ kind: 'deleteUser', user: snapshotOf(user), grants: undefined });
  while (list.remaining > 0) await list.loadMore();
  assert.equal(list.total, 1_297);
  assert.equal(list.items.length, 1_297);
  assert.ok(gone.every(({ uuid }) => list.find(uuid) === undefined));
});

test('a rename shows in every list that has the user', async (t) => {
  const { list, write } = await known(t);
  const [user] = list.items;
  assert.ok(user);
  await write({ kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after: { first: 'Ada', last: 'Lovelace' } });
  assert.equal(list.find(user.uuid)?.last_name, 'Lovelace');
});

test('the access of a user is read in every CID where anything is held, and in no other', async (t) => {
  const { directory, client, demo } = await known(t, { users: 60 });
  const { users } = await readUserPage(client, {}, { offset: 0, limit: 60 });
  for (const user of users) {
    const before = demo.requests.length;
    const grants = await directory.accessOf(user);
    const held = new Set(grants.map(({ cid }) => cid));
    const asked = demo.requests.slice(before).filter(({ operation }) => operation === 'CombinedUserRolesV2').length;
    assert.ok(asked <= held.size + 1, `${asked} reads for ${held.size} CIDs`);
    if (held.size > 1) return;
  }
  assert.fail('nobody holds anything in two CIDs');
});
