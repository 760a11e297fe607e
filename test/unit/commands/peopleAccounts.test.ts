/** Resetting and deleting users: what is proposed for them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteUser } from '../../../src/commands/deleteUser.ts';
import { resetFactors } from '../../../src/commands/resetFactors.ts';
import { resetPassword } from '../../../src/commands/resetPassword.ts';
import { sendChange } from '../../../src/api/falcon/writes.ts';
import { snapshotOf } from '../../../src/core/changes/change.ts';
import { recreate } from '../../../src/core/changes/undo.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { isInherited } from '../../../src/core/grant.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { Cid } from '../../../src/core/ids.ts';
import { firstOf, idsOf, peopleHouse, secondTenant } from './peopleHouse.ts';
import type { PeopleHouse } from './peopleHouse.ts';

for (const [command, kind, note] of [
  [resetPassword, 'resetPassword', /mail to set a new password.*single sign-on no mail.*cannot be undone/s],
  [resetFactors, 'resetFactors', /second factors anew at the next login.*cannot be undone/s],
] as const) {
  test(`${kind} of a selection is one proposal a tenant, with word of what happens`, async (t) => {
    const house = await peopleHouse(t);
    const { connection, users, proposed, run } = house;
    const other = await secondTenant(house);
    const chosen = users.slice(0, 2);
    const [eve] = firstOf(other.users);
    await run(command, idsOf([...chosen, eve]));
    assert.deepEqual(
      proposed.map(({ connectionId, origin, changes }) => ({ connectionId, origin, changes })),
      [
        { connectionId: connection.id, origin: kind, changes: chosen.map(({ user }) => ({ kind, user: snapshotOf(user) })) },
        { connectionId: other.connection.id, origin: kind, changes: [{ kind, user: snapshotOf(eve.user) }] },
      ],
    );
    for (const { notes = [] } of proposed) assert.match(notes.join('\n'), note);
    assert.match(proposed[0]?.notes?.[0] ?? '', /^Each/);
    assert.match(proposed[1]?.notes?.[0] ?? '', /^The user/);
  });
}

/** What the road was asked to delete. */
const deletions = ({ proposed }: PeopleHouse) => proposed.flatMap(({ changes }) => changes.filter((change) => change.kind === 'deleteUser'));

test('a deletion carries what the users hold everywhere, so that they can be made again', async (t) => {
  const house = await peopleHouse(t);
  const { connection, directory, users, run } = house;
  await run(deleteUser, idsOf(users.slice(0, 20)));
  const found = deletions(house);
  assert.deepEqual(found.map(({ user }) => user), users.slice(0, 20).map(({ user }) => snapshotOf(user)));
  for (const { user, grants } of found) assert.deepEqual(grants, await directory.accessOf(user));
  const cids = new Set(found.flatMap(({ grants = [] }) => grants.map(({ cid }) => cid)));
  assert.ok(cids.size > 1);
  const direct = found.map(({ grants = [] }) => grants.filter((grant) => !isInherited(grant) && !grant.expires_at));
  assert.deepEqual(found.map((change) => recreate(change).length), direct.map(({ length }) => length + 1));
  const [{ connectionId, notes = [] } = { connectionId: undefined }] = house.proposed;
  assert.equal(connectionId, connection.id);
  assert.match(notes.join('\n'), /permanent.*another UUID.*no roles/);
  assert.equal(notes.length, 1);
  for (const { grantsAreWhole } of found) assert.equal(grantsAreWhole, undefined);
});

test('what was read of a user before is read again: somebody may have taken it away', async (t) => {
  const house = await peopleHouse(t);
  const { connection, directory, sessions, users, run } = house;
  const held = await Promise.all(users.slice(0, 20).map(async (node) => ({ node, grants: await directory.accessOf(node.user) })));
  const found = held.flatMap(({ node, grants }) => grants.flatMap((grant) => (isInherited(grant) || !grant.cid ? [] : [{ node, grant, cid: grant.cid }])))[0];
  assert.ok(found);
  const { node, grant, cid } = found;
  const roles = [{ id: grant.role_id, name: grant.role_name ?? '' }];
  await sendChange(await sessions.client(connection.id), { kind: 'revoke', user: snapshotOf(node.user), cid, roles }, { uuid: node.user.uuid });
  await run(deleteUser, [node.id]);
  const [{ grants = [] } = {}] = deletions(house);
  assert.deepEqual(grants.filter((one) => one.role_id === grant.role_id && one.cid === cid && !isInherited(one)), []);
});

test('of many users only what they hold at home is read, one request each', async (t) => {
  const house = await peopleHouse(t);
  const { users, demo, deps } = house;
  const chosen = users.slice(0, 25);
  assert.equal(chosen.length, 25);
  const before = demo.requests.length;
  const shares: (number | undefined)[] = [];
  const progress: typeof deps.progress = (_title, work) => work(new AbortController().signal, ({ share }) => void shares.push(share));
  await deleteUser.run({ ...deps, progress }, idsOf(chosen));
  assert.equal(demo.requests.length - before, 25);
  assert.equal(shares.length, 25);
  assert.equal(shares.at(-1), 1);
  for (const { user, grants = [] } of deletions(house)) assert.ok(grants.every(({ cid }) => cid === user.cid));
  assert.ok(deletions(house).some(({ grants = [] }) => grants.length > 0));
  for (const { grantsAreWhole } of deletions(house)) assert.equal(grantsAreWhole, false);
  assert.match(house.proposed[0]?.notes?.join('\n') ?? '', /only the roles in their home CIDs/);
});

test('in a session of a child CID what many users hold there is read, wherever they are at home', async (t) => {
  const house = await peopleHouse(t);
  const [child] = await house.directory.allChildren();
  assert.ok(child);
  const member = await house.connect({ id: asConnectionId('member'), name: 'Member', memberCid: child.child_cid });
  const here = await house.directories.of(member.id);
  const asked: (Cid | undefined)[] = [];
  const grants = here.grants.bind(here);
  t.mock.method(here, 'grants', async (...args: Parameters<typeof grants>) => {
    asked.push(args[1]);
    return grants(...args);
  });
  const nodes = house.users.slice(0, 25).map((node) => ({ ...node, id: `member:${node.id}`, connection: member }));
  assert.ok(nodes.every(({ user }) => user.cid !== child.child_cid));
  await house.run(deleteUser, house.show(...nodes));
  assert.deepEqual(new Set(asked), new Set([child.child_cid]));
  assert.equal(asked.length, 25);
  for (const { grantsAreWhole } of deletions(house)) assert.equal(grantsAreWhole, undefined);
  assert.doesNotMatch(house.proposed[0]?.notes?.join('\n') ?? '', /home CIDs/);
});

test('a user whose grants cannot be read can be deleted all the same, and the question says so', async (t) => {
  const house = await peopleHouse(t);
  const { directory, users, run } = house;
  const [ada, ben] = firstOf(users);
  const accessOf = directory.accessOf.bind(directory);
  t.mock.method(directory, 'accessOf', async (...args: Parameters<typeof accessOf>) => {
    if (args[0].uuid === ada.user.uuid) throw new TenantError({ kind: 'server', message: 'The server failed.' });
    return accessOf(...args);
  });
  await run(deleteUser, idsOf([ada, ben]));
  const [first, second] = deletions(house);
  assert.equal(first?.grants, undefined);
  assert.deepEqual(second?.grants, await accessOf(ben.user));
  assert.match(house.proposed[0]?.notes?.join('\n') ?? '', /1 of them .* could not be read/);
});

test('cancelling while the grants are read ends without a question', async (t) => {
  const { users, deps, proposed } = await peopleHouse(t);
  const progress: typeof deps.progress = (_title, work) => {
    const cancel = new AbortController();
    const working = work(cancel.signal, () => undefined);
    cancel.abort();
    return working;
  };
  await assert.rejects(async () => deleteUser.run({ ...deps, progress }, idsOf(users.slice(0, 3))), { name: 'TenantError', kind: 'cancelled' });
  assert.deepEqual(proposed, []);
});

test('saying no for one tenant leaves the question for the other', async (t) => {
  const house = await peopleHouse(t);
  const { road, users, run, proposed } = house;
  const other = await secondTenant(house);
  road.outcome = 'refused';
  await run(deleteUser, idsOf([firstOf(users)[0], firstOf(other.users)[0]]));
  assert.equal(proposed.length, 2);
});
