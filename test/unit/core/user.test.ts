import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCid, asRoleId, asUserUuid } from '../../../src/core/ids.ts';
import { grantKey, inheritancePath, isInherited, isTemporary } from '../../../src/core/grant.ts';
import type { Grant } from '../../../src/core/grant.ts';
import { isCustomRole } from '../../../src/core/role.ts';
import { daysSince, displayName, hasFactor, userState } from '../../../src/core/user.ts';
import type { User } from '../../../src/core/user.ts';

const now = Date.UTC(2026, 5, 30, 12);
const day = 86_400_000;
const user = (more: Partial<User> = {}): User => ({ uuid: asUserUuid('u-1'), ...more });
const daysAgo = (days: number): string => new Date(now - days * day).toISOString();

test('a user is shown by names, else by e-mail address, else by uuid', () => {
  assert.equal(displayName(user({ first_name: 'Ada', last_name: 'Lovelace', uid: 'a@b' })), 'Ada Lovelace');
  assert.equal(displayName(user({ first_name: ' ', last_name: 'Lovelace' })), 'Lovelace');
  assert.equal(displayName(user({ first_name: '', last_name: ' ', uid: 'a@b' })), 'a@b');
  assert.equal(displayName(user()), 'u-1');
});

test('days are whole ones, never negative, and unknown for what is no date', () => {
  assert.equal(daysSince(daysAgo(3), now), 3);
  assert.equal(daysSince(new Date(now - 3 * day + 1).toISOString(), now), 2);
  assert.equal(daysSince(daysAgo(-5), now), 0);
  assert.equal(daysSince(undefined, now), undefined);
  assert.equal(daysSince('never', now), undefined);
  assert.equal(daysSince('2026-06-29T12:00:00.123456Z', now), 0);
});

test('a user is switched off, never logged in, dormant or active, in this order', () => {
  const state = (more: Partial<User>): string => userState(user(more), now, 90);
  assert.equal(state({ status: 'inactive', last_login_at: daysAgo(1) }), 'inactive');
  assert.equal(state({ status: 'ACTIVE', last_login_at: daysAgo(1) }), 'active');
  assert.equal(state({ last_login_at: daysAgo(89) }), 'active');
  assert.equal(state({ last_login_at: daysAgo(90) }), 'dormant');
  assert.equal(state({ status: 'active' }), 'neverLoggedIn');
});

test('no second factor is one that is missing or an empty list', () => {
  assert.equal(hasFactor(user({ factors: ['TOTP'] })), true);
  assert.equal(hasFactor(user({ factors: [] })), false);
  assert.equal(hasFactor(user()), false);
});

const grant = (more: Partial<Grant> = {}): Grant => ({ role_id: asRoleId('r'), cid: asCid('c'), uuid: asUserUuid('u'), ...more });

test('a grant is inherited when a group gives it or its type is anything but direct', () => {
  assert.equal(isInherited(grant({ grant_type: 'direct' })), false);
  assert.equal(isInherited(grant({ grant_type: 'Direct' })), false);
  assert.equal(isInherited(grant()), false);
  assert.equal(isInherited(grant({ grant_type: 'direct', user_group_id: 'g' })), true);
  assert.equal(isInherited(grant({ cid_group_id: 'g' })), true);
  assert.equal(isInherited(grant({ grant_type: 'group' })), true);
});

test('the way of an inherited grant names its groups, or their ids', () => {
  assert.equal(inheritancePath(grant({ user_group_id: 'ug', user_group_name: 'SOC', cid_group_id: 'cg' })), 'SOC > cg');
  assert.equal(inheritancePath(grant({ cid_group_name: 'Retail' })), 'Retail');
  assert.equal(inheritancePath(grant()), '');
});

test('grants of one role differ by user, CID and groups', () => {
  const all = [
    grant(),
    grant({ cid: asCid('d') }),
    grant({ uuid: asUserUuid('v') }),
    grant({ role_id: asRoleId('s') }),
    grant({ user_group_id: 'g' }),
    grant({ cid_group_id: 'g' }),
  ];
  assert.equal(new Set(all.map(grantKey)).size, all.length);
  assert.equal(grantKey(grant({ role_name: 'x', expires_at: 'y' })), grantKey(grant()));
});

test('a grant is temporary when it has an end', () => {
  assert.equal(isTemporary(grant({ expires_at: daysAgo(-1) })), true);
  assert.equal(isTemporary(grant()), false);
});

test('a role is custom by its type or because a CID owns it', () => {
  const role = { id: asRoleId('r'), display_name: 'R', description: '' };
  assert.equal(isCustomRole({ ...role, type: 'custom' }), true);
  assert.equal(isCustomRole({ ...role, cid: asCid('c') }), true);
  assert.equal(isCustomRole({ ...role, type: 'default' }), false);
});
