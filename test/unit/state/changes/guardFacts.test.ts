import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { sendChange } from '../../../../src/api/falcon/writes.ts';
import { asNewUserKey, namesOf, snapshotOf } from '../../../../src/core/changes/change.ts';
import type { Change } from '../../../../src/core/changes/change.ts';
import { asCid, asRoleId, asUserUuid } from '../../../../src/core/ids.ts';
import { falconAdministrator } from '../../../../src/core/role.ts';
import type { DemoTenantOptions } from '../../../../src/demo/demoTenant.ts';
import { readFacts } from '../../../../src/state/changes/guardFacts.ts';
import { demoHouse } from '../demoHouse.ts';

const settings = { myEmail: undefined, removalCap: 25, tenantName: 'Acme' };
const role = { id: asRoleId('help_desk'), name: 'Help Desk Analyst' };

async function opened(t: TestContext, options: DemoTenantOptions = {}) {
  const house = await demoHouse(t, { cids: 3, users: 40, ...options });
  const connection = await house.connect({ canChange: true });
  const directory = await house.directories.of(connection.id);
  const { cid } = await directory.shape();
  assert.ok(cid);
  await directory.users(cid).load();
  const [user] = directory.users(cid).items;
  assert.ok(user);
  const asked = (): string[] => house.demo.requests.map(({ operation }) => operation ?? '');
  return { ...house, connection, directory, cid, user, asked };
}

test('only what the set touches is read, and each of it once', async (t) => {
  const { directory, cid, user, asked } = await opened(t);
  const before = asked().length;
  const grant: Change = { kind: 'grant', to: snapshotOf(user), cid, roles: [role] };
  const revoke: Change = { kind: 'revoke', user: snapshotOf(user), cid, roles: [{ id: asRoleId('event_viewer'), name: 'Event Viewer' }] };
  const facts = await readFacts(directory, [grant, revoke], settings);
  const read = asked().slice(before);
  assert.equal(read.filter((id) => id === 'CombinedUserRolesV2').length, 1);
  assert.equal(read.filter((id) => id === 'queriesRolesV1').length, 2, 'the roles of the CID, and those that may be granted');
  assert.ok(facts.grants(user.uuid, cid));
  assert.ok(facts.grantable(user.uuid, cid));
  assert.equal(facts.role(role.id, cid)?.display_name, 'Help Desk Analyst');
});

test('what was read before is read again: somebody else may have changed it', async (t) => {
  const { directory, cid, user, asked } = await opened(t);
  await directory.grants(user.uuid, cid);
  const before = asked().filter((id) => id === 'CombinedUserRolesV2').length;
  await readFacts(directory, [{ kind: 'revoke', user: snapshotOf(user), cid, roles: [role] }], settings);
  assert.equal(asked().filter((id) => id === 'CombinedUserRolesV2').length, before + 1);
});

test('who else administers a CID is not taken from what was counted long ago: one who still does is looked for', async (t) => {
  const { directory, cid, asked, sessions, connection } = await opened(t, { users: 400 });
  const client = await sessions.client(connection.id);
  await directory.index.fill({ cids: [cid] });
  const known = [...(directory.knownAdministrators(cid) ?? [])];
  const [leaving, ...others] = known;
  assert.ok(leaving && others.length > 0);
  const admin = { id: falconAdministrator, name: 'Falcon Administrator' };
  const revoke: Change = { kind: 'revoke', user: { uuid: leaving, uid: 'leaving@example.test' }, cid, roles: [admin] };
  const reads = (): number => asked().filter((id) => id === 'CombinedUserRolesV2').length;
  const before = reads();
  const facts = await readFacts(directory, [revoke], settings);
  assert.deepEqual([reads() - before, facts.administrators(cid)?.size], [2, known.length], 'that of the user, and one more');
  // Somebody else takes it from all others, or deletes them.
  for (const uuid of others) await client.call('deleteUserV1', { user_uuid: uuid });
  const later = await readFacts(directory, [revoke], settings);
  assert.deepEqual([...(later.administrators(cid) ?? [])], [leaving]);
});

test('addresses are looked up a hundred at a time, in any spelling', async (t) => {
  const { directory, user, asked } = await opened(t);
  const uids = [...Array.from({ length: 149 }, (_, at) => `new${at}@example.test`), (user.uid ?? '').toUpperCase()];
  const creates = uids.map((uid): Change => ({ kind: 'createUser', key: asNewUserKey(uid), uid, cid: undefined, names: { first: '', last: '' } }));
  const before = asked().length;
  const facts = await readFacts(directory, creates, settings);
  assert.equal(asked().slice(before).filter((id) => id === 'queryUserV1').length, 2);
  assert.equal(facts.userWithEmail(user.uid ?? ''), user.uuid);
  assert.equal(facts.userWithEmail('new7@example.test'), null);
  assert.equal(facts.userWithEmail('somebody@example.test'), undefined);
});

test('CIDs of the tenant are told from strange ones, and have names', async (t) => {
  const { directory, cid } = await opened(t);
  const facts = await readFacts(directory, [], settings);
  const [child] = await directory.allChildren();
  assert.ok(child);
  assert.deepEqual([facts.hasCid(cid), facts.hasCid(child.child_cid), facts.hasCid(asCid('f'.repeat(32)))], [true, true, false]);
  assert.deepEqual([facts.cidName(cid), facts.cidName(child.child_cid)], ['Acme', child.name]);
});

test('every CID of the tenant is named', async (t) => {
  const { directory, cid } = await opened(t);
  const facts = await readFacts(directory, [], settings);
  const children = await directory.allChildren();
  assert.deepEqual(new Set(facts.tenantCids), new Set([cid, ...children.map((child) => child.child_cid)]));
});

test('the names of whoever is renamed are read anew, those of a doubtful rename are not', async (t) => {
  const { directory, sessions, connection, user, asked } = await opened(t);
  const now = { first: 'Somebody', last: 'Else' };
  const rename: Change = { kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after: now };
  await sendChange(await sessions.client(connection.id), rename, { uuid: user.uuid });
  assert.deepEqual((await readFacts(directory, [rename], settings)).namesNow(user.uuid), now);
  const before = asked().filter((id) => id === 'retrieveUsersGETV1').length;
  assert.ok(before > 0);
  assert.equal((await readFacts(directory, [{ ...rename, doubtfulSince: 1 }], settings)).namesNow(user.uuid), undefined);
  assert.equal(asked().filter((id) => id === 'retrieveUsersGETV1').length, before);
  const ghost = { ...rename, user: { ...rename.user, uuid: asUserUuid('00000000-0000-4000-8000-000000000000') } };
  assert.equal((await readFacts(directory, [ghost], settings)).namesNow(ghost.user.uuid), undefined);
});

test('what the server does not know is not known, and no failure', async (t) => {
  const { directory, cid } = await opened(t);
  const ghost = { uuid: asUserUuid('00000000-0000-4000-8000-000000000000'), uid: 'ghost@example.test', cid, first_name: '', last_name: '' };
  const facts = await readFacts(directory, [{ kind: 'grant', to: ghost, cid, roles: [role] }], settings);
  assert.equal(facts.grants(ghost.uuid, cid), undefined);
});

test('a set that is given up is no longer read for', async (t) => {
  const { directory, cid, user } = await opened(t);
  const abort = new AbortController();
  abort.abort();
  await assert.rejects(readFacts(directory, [{ kind: 'revoke', user: snapshotOf(user), cid, roles: [role] }], { ...settings, signal: abort.signal }));
});
