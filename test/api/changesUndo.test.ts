/** A set and then its undo, against a server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGrants } from '../../src/api/falcon/grants.ts';
import { checkNewUser } from '../../src/api/falcon/writes.ts';
import { asNewUserKey, namesOf, snapshotOf } from '../../src/core/changes/change.ts';
import type { Change } from '../../src/core/changes/change.ts';
import { planGrant, planRevoke } from '../../src/core/changes/planRoles.ts';
import { undoOf } from '../../src/core/changes/undo.ts';
import { isInherited } from '../../src/core/grant.ts';
import { asCid, asRoleId } from '../../src/core/ids.ts';
import { changeHouse } from '../unit/state/changes/changeHouse.ts';
import { allUsers } from '../unit/state/changes/manyChanges.ts';

test('roles, their ends and names are as they were after the undo, and the new user is gone', async (t) => {
  const { client, demo, clock, set, run, journal } = await changeHouse(t, { users: 60, cids: 3 });
  const cid = asCid(demo.parentCid);
  const users = await allUsers(client);
  const [one, other] = users.filter((user) => user.cid === cid && user.first_name);
  assert.ok(one && other);
  const role = (id: string) => ({ id: asRoleId(id), name: id });
  const inHours = (hours: number): string => new Date(clock.now() + hours * 3_600_000).toISOString();
  const grantsOf = (user: typeof one) => readGrants(client, { userUuid: user.uuid, cid });
  // A role that ends by itself, so that its end has to be put back.
  const temporary = planGrant({ to: snapshotOf(one), cid, roles: [role('image_viewer')], expiresAt: inHours(30), known: await grantsOf(one) });
  assert.ok(temporary);
  assert.equal((await run(set([temporary]))).counts.done, 1);

  const state = async (): Promise<unknown> => ({
    grants: await Promise.all([one, other].map(grantsOf)),
    names: (await allUsers(client)).map((user) => [user.uid, namesOf(user)]),
  });
  const before = await state();
  const known = await grantsOf(one);
  const direct = known.filter((grant) => !isInherited(grant)).map(({ role_id }) => role(role_id));
  const newcomer = { key: asNewUserKey('n'), uid: 'Newcomer@demo.example', cid };
  const changes: (Change | undefined)[] = [
    planRevoke({ user: snapshotOf(one), cid, roles: direct, known }),
    planGrant({ to: snapshotOf(other), cid, roles: [role('binarly_user'), role('image_admin')], expiresAt: inHours(5), known: await grantsOf(other) }),
    { kind: 'renameUser', user: snapshotOf(one), before: namesOf(one), after: { first: 'Žofie', last: 'مريم' } },
    { kind: 'createUser', ...newcomer, names: { first: 'New', last: 'Comer' } },
    { kind: 'grant', to: newcomer, cid, roles: [role('help_desk')] },
  ];
  const made = set(changes.filter((change) => change !== undefined));
  const report = await run(made);
  assert.equal(report.counts.done, made.changes.length, JSON.stringify(report.outcomes));
  assert.notDeepEqual(await state(), before);

  const undo = undoOf(made, report.outcomes, clock.now());
  const undone = await run(set(undo.changes, { set: made.id, as: 'undo' }));
  assert.equal(undone.how, 'finished');
  assert.equal(undone.counts.done, undone.outcomes.length, JSON.stringify(undone.outcomes));
  await journal.mark(made.id, 'undone', undone.set.id);
  const seconds = (text: string): string => text.replaceAll(/\.\d+Z/g, 'Z');
  assert.equal(seconds(JSON.stringify(await state())), seconds(JSON.stringify(before)));
  assert.match(undo.notes.map(({ sentence }) => sentence).join(' '), /Newcomer@demo\.example is deleted for good/);
});

test('a check for a new user makes nobody, and gives the reason of the server', async (t) => {
  const { client } = await changeHouse(t, { users: 20 });
  const users = await allUsers(client);
  const names = { first: 'A', last: 'B' };
  await checkNewUser(client, { uid: 'free@demo.example', names });
  await assert.rejects(checkNewUser(client, { uid: users[0]?.uid ?? '', names }), /already exists/);
  assert.equal((await allUsers(client)).length, users.length);
});
