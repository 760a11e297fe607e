/** What is left of a set when the person leaves out what was refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remainder } from '../../../src/commands/parts/road/askRefused.ts';
import { asNewUserKey } from '../../../src/core/changes/change.ts';
import type { Change, UserSnapshot } from '../../../src/core/changes/change.ts';
import { asCid, asRoleId, asUserUuid } from '../../../src/core/ids.ts';
import { falconAdministrator } from '../../../src/core/role.ts';

const cid = asCid('a'.repeat(32));
const user = (name: string): UserSnapshot => ({ uuid: asUserUuid(name), uid: `${name}@acme.test`, cid, first_name: name, last_name: '' });
const role = (id: string) => ({ id: asRoleId(id), name: id });
const admin = { id: falconAdministrator, name: 'Falcon Administrator' };
const grant = (to: UserSnapshot, what = role('b')): Change => ({ kind: 'grant', to, cid, roles: [what] });
const revoke = (from: UserSnapshot, what = role('a')): Change => ({ kind: 'revoke', user: from, cid, roles: [what] });
const [ada, bob] = [user('ada'), user('bob')];

const left = (changes: readonly Change[], ...rows: readonly number[]): readonly number[] | undefined =>
  remainder(changes, [{ rule: 'r', severity: 'refuse', sentence: '', rows }])?.map((change) => changes.indexOf(change));

test('the others go on', () => assert.deepEqual(left([revoke(ada), revoke(bob)], 0), [1]));

test('nothing is left of one change', () => assert.equal(left([revoke(ada)], 0), undefined));

test('nobody loses a role when the one that replaces it is left out', () => {
  assert.deepEqual(left([grant(ada), revoke(ada), revoke(bob)], 0), [2]);
  assert.equal(left([grant(ada), revoke(ada)], 0), undefined);
});

test('nobody who is not made is given a role, nor is anything taken that hangs on it', () => {
  const key = asNewUserKey('k');
  const create: Change = { kind: 'createUser', key, uid: 'new@acme.test', cid, names: { first: '', last: '' } };
  const give: Change = { kind: 'grant', to: { key, uid: 'new@acme.test', cid }, cid, roles: [admin] };
  assert.deepEqual(left([create, give, revoke(ada, admin), revoke(bob)], 0), [3]);
});

test('no Falcon Administrator is deleted when the successor is left out', () => {
  const remove: Change = { kind: 'deleteUser', user: ada, grants: [{ role_id: falconAdministrator, cid }] };
  assert.deepEqual(left([grant(bob, admin), remove, revoke(bob)], 0), undefined);
  assert.deepEqual(left([grant(bob), remove], 0), [1]);
});

test('a refusal of the whole set leaves nothing', () => assert.equal(left([revoke(ada), revoke(bob)]), undefined));
