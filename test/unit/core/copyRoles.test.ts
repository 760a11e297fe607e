import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyPlan } from '../../../src/core/copyRoles.ts';
import type { CopyFacts } from '../../../src/core/copyRoles.ts';
import type { Cid, RoleId } from '../../../src/core/ids.ts';
import type { Role } from '../../../src/core/role.ts';
import { acme, ada, bob, heldGrant, inHours, now, retail, role, throughGroup } from './changes/samples.ts';

const place = (cid: Cid): string => (cid === acme ? 'Acme Global' : 'Acme Retail');
const custom = (id: RoleId, cid: Cid): Role => ({ id, display_name: 'Role c', description: '', type: 'custom', cid });
const facts = (over: Partial<CopyFacts> = {}): CopyFacts => ({ now, role: () => undefined, grantable: () => undefined, place, ...over });

test('what the colleague has and the user lacks is offered, by CID and role', () => {
  const colleague = [heldGrant(bob, retail, role('b')), heldGrant(bob, acme, role('z')), heldGrant(bob, acme, role('a'))];
  const { offered, refused } = copyPlan(ada, [heldGrant(ada, acme, role('z'))], colleague, facts());
  assert.deepEqual(offered.map(({ cid, role: { name }, through }) => [place(cid), name, through]), [
    ['Acme Global', 'Role a', undefined],
    ['Acme Retail', 'Role b', undefined],
  ]);
  assert.deepEqual(refused, []);
});

test('what the user holds through a group is not lacking', () => {
  const { offered } = copyPlan(ada, [heldGrant(ada, acme, role('a'), throughGroup)], [heldGrant(bob, acme, role('a'))], facts());
  assert.deepEqual(offered, []);
});

test('what the colleague holds through a group names the group, unless it is held directly as well', () => {
  const colleague = [heldGrant(bob, acme, role('a'), throughGroup), heldGrant(bob, acme, role('b'), throughGroup), heldGrant(bob, acme, role('b'))];
  const { offered } = copyPlan(ada, [], colleague, facts());
  assert.deepEqual(offered.map(({ role: { name }, through }) => [name, through]), [
    ['Role a', 'SOC L2 > Retail CIDs'],
    ['Role b', undefined],
  ]);
});

test('a temporary role keeps its end', () => {
  const end = inHours(30);
  const { offered } = copyPlan(ada, [], [heldGrant(bob, acme, role('a'), { expires_at: end })], facts());
  assert.deepEqual(offered.map(({ expiresAt }) => expiresAt), [end]);
});

for (const [how, hours] of [
  ['within the hour', 0.5],
  ['in the past', -3],
] as const) {
  test(`a temporary role that ends ${how} is refused with the reason`, () => {
    const { offered, refused } = copyPlan(ada, [], [heldGrant(bob, acme, role('a'), { expires_at: inHours(hours) })], facts());
    assert.deepEqual(offered, []);
    assert.match(refused[0]?.reason ?? '', /^Role a in Acme Global is held until .* UTC only\. A temporary role ends one hour from now at the earliest\.$/);
  });
}

test('a custom role of another home is refused, and named', () => {
  const { id } = role('c');
  const { offered, refused } = copyPlan(ada, [], [heldGrant(bob, retail, role('c'))], facts({ role: () => custom(id, retail) }));
  assert.deepEqual(offered, []);
  assert.match(refused[0]?.reason ?? '', /^Role c is a custom role of Acme Retail; .* is at home in another CID and cannot get it\.$/);
});

test('what the server does not list as grantable is refused; what it lists is offered', () => {
  const colleague = [heldGrant(bob, acme, role('a')), heldGrant(bob, acme, role('b'))];
  const { offered, refused } = copyPlan(ada, [], colleague, facts({ grantable: () => new Set([role('a').id]) }));
  assert.deepEqual([offered.map(({ role: { name } }) => name), refused.map(({ role: { name } }) => name)], [['Role a'], ['Role b']]);
  assert.match(refused[0]?.reason ?? '', /the server does not list it/);
});
