/** Taking roles back, and moving the ends of those that end by themselves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extendGrant } from '../../../src/commands/extendGrant.ts';
import { revokeRole } from '../../../src/commands/revokeRole.ts';
import { isInherited } from '../../../src/core/grant.ts';
import { displayName } from '../../../src/core/user.ts';
import { grantNode, holderNode } from '../../../src/state/nodes.ts';
import { firstOf, idsOf } from './peopleHouse.ts';
import { grantsHouse, inHours, isDirect, saidChanges } from './grantsHouse.ts';

test('of a user everything that is held directly is offered, by CID; what comes through groups is noted', async (t) => {
  const house = await grantsHouse(t);
  const { userWith, proposed, person, run } = house;
  const { node, grants } = await userWith((held) => held.some(isInherited) && new Set(held.filter(isDirect).map(({ cid }) => cid)).size > 1);
  const direct = grants.filter(isDirect);
  person.will({ chooseMany: [direct[0]?.role_name ?? ''] });
  await run(revokeRole, [node.id]);
  person.isDone();
  assert.deepEqual([...(person.seen[0]?.labels ?? [])].sort(), direct.map(({ role_name: name }) => name).sort());
  assert.match(person.seen[0]?.title ?? '', new RegExp(displayName(node.user)));
  const [said] = saidChanges(house);
  assert.deepEqual([said?.kind, said?.user, said?.roles], ['revoke', node.user.uuid, [direct[0]?.role_id]]);
  assert.match(proposed[0]?.notes?.join(' ') ?? '', /through .* and stay/);
});

test('of several users each role of each CID is offered once, and taken from all who hold it', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, give, person, run } = house;
  const [ada, ben, cleo] = firstOf(users);
  for (const { user } of [ada, cleo]) await give(user, own, 'billing_dashboard_admin');
  person.will({ chooseMany: ['Billing Dashboard Admin'] });
  await run(revokeRole, idsOf([ada, ben, cleo]));
  assert.equal(person.seen[0]?.labels?.filter((label) => label === 'Billing Dashboard Admin').length, 1);
  assert.deepEqual(saidChanges(house).map(({ user }) => user).sort(), [ada.user.uuid, cleo.user.uuid].sort());
});

test('grants that were clicked, or are named by ids, are taken back without a further question', async (t) => {
  const house = await grantsHouse(t);
  const { own, connection, userWith, show, person, run } = house;
  const { node, grants } = await userWith((held) => held.filter((grant) => isDirect(grant) && grant.cid === own).length > 1);
  const [first, second] = grants.filter((grant) => isDirect(grant) && grant.cid === own);
  assert.ok(first && second);
  await run(revokeRole, [...show(grantNode(node, first)), { connection: connection.id, user: node.user.uuid, cid: own, role: second.role_id }]);
  assert.deepEqual(person.seen, []);
  assert.deepEqual(saidChanges(house), [{ kind: 'revoke', user: node.user.uuid, cid: own, roles: [first.role_id, second.role_id], expiresAt: undefined }]);
});

test('users that are selected beside single grants are asked about after those', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, give, userWith, show, person, proposed, run } = house;
  const { node, grants } = await userWith((held) => held.some((grant) => isDirect(grant) && grant.cid === own));
  const grant = grants.find((one) => isDirect(one) && one.cid === own);
  const other = users.find(({ user }) => user.uuid !== node.user.uuid);
  assert.ok(grant && other);
  await give(other.user, own, 'billing_dashboard_admin');
  person.will({ chooseMany: ['Billing Dashboard Admin'] });
  await run(revokeRole, [...show(grantNode(node, grant)), other.id]);
  person.isDone();
  assert.equal(proposed.length, 2);
  assert.deepEqual(saidChanges(house).map(({ user, roles }) => [user, roles]), [
    [node.user.uuid, [grant.role_id]],
    [other.user.uuid, ['billing_dashboard_admin']],
  ]);
});

test('a holder that was clicked loses the role that it is shown under', async (t) => {
  const house = await grantsHouse(t);
  const { own, cid, tree, directory, userWith, show, run } = house;
  const { node, grants } = await userWith((held) => held.some((grant) => isDirect(grant) && grant.cid === own));
  const grant = grants.find((one) => isDirect(one) && one.cid === own);
  const role = (await directory.roles(own)).find(({ id }) => id === grant?.role_id);
  assert.ok(grant && role);
  await run(revokeRole, show(holderNode(tree.roleBelow(await tree.rolesBelow(cid), role), node.user, grant)));
  assert.deepEqual(saidChanges(house).map(({ user, roles }) => [user, roles]), [[node.user.uuid, [role.id]]]);
});

test('a role that comes through a group is explained with the group, and not sent', async (t) => {
  const { connection, userWith, person, proposed, run } = await grantsHouse(t);
  const isAlone = (held: Parameters<typeof isInherited>[0][]) => (grant: (typeof held)[number]) =>
    isInherited(grant) && !held.some((other) => isDirect(other) && other.cid === grant.cid && other.role_id === grant.role_id);
  const { node, grants } = await userWith((held) => held.some(isAlone([...held])));
  const grant = grants.find(isAlone([...grants]));
  assert.ok(grant);
  await run(revokeRole, [{ connection: connection.id, user: node.user.uuid, cid: grant.cid, role: grant.role_id }]);
  assert.match(person.notices[0]?.message ?? '', new RegExp(`comes through ${grant.user_group_name}.*Take the user out of the group`));
  assert.deepEqual(proposed, []);
});

test('a grant that is gone meanwhile is told', async (t) => {
  const { own, connection, users, person, proposed, run } = await grantsHouse(t);
  const [{ user }] = firstOf(users);
  await run(revokeRole, [{ connection: connection.id, user: user.uuid, cid: own, role: 'billing_dashboard_admin' }]);
  assert.match(person.notices[0]?.message ?? '', /does not hold billing_dashboard_admin in Acme any more/);
  assert.deepEqual(proposed, []);
});

test('leaving the choice of roles proposes nothing, and from the palette the user is asked for', async (t) => {
  const { users, person, proposed, run } = await grantsHouse(t);
  const [{ user }] = firstOf(users);
  person.will({ type: user.uid ?? '' }, 'escape', { type: user.uid ?? '' }, { chooseMany: [] });
  await run(revokeRole);
  await run(revokeRole);
  person.isDone();
  assert.deepEqual(proposed, []);
});

test('extending takes nothing away: what ends later already is left out', async (t) => {
  const house = await grantsHouse(t);
  const { own, connection, users, give, person, proposed, run } = house;
  const [ada, ben] = firstOf(users);
  await give(ada.user, own, 'billing_dashboard_admin', inHours(48));
  await give(ben.user, own, 'billing_dashboard_admin', inHours(3));
  const named = [ada, ben].map(({ user }) => ({ connection: connection.id, user: user.uuid, cid: own, role: 'billing_dashboard_admin' }));
  person.will({ choose: 'In 1 Day' }, { choose: 'In 1 Day' });
  await run(extendGrant, named);
  await run(extendGrant, named.slice(0, 1));
  person.isDone();
  assert.deepEqual(saidChanges(house).map(({ user }) => user), [ben.user.uuid]);
  const reason = `Billing Dashboard Admin of ${displayName(ada.user)} in Acme ends later already.`;
  assert.deepEqual([proposed[0]?.notes, person.notices.at(-1)?.message], [[reason], reason]);
});

test('temporary roles get another end together, or none', async (t) => {
  const house = await grantsHouse(t);
  const { own, connection, users, give, person, run } = house;
  const [ada, ben] = firstOf(users);
  for (const { user } of [ada, ben]) await give(user, own, 'billing_dashboard_admin', inHours(3));
  const named = [ada, ben].map(({ user }) => ({ connection: connection.id, user: user.uuid, cid: own, role: 'billing_dashboard_admin' }));
  person.will({ choose: 'In 1 Day' }, { choose: 'Never' });
  await run(extendGrant, named);
  await run(extendGrant, named.slice(0, 1));
  person.isDone();
  const [first, second, forGood] = saidChanges(house);
  assert.deepEqual([first?.user, second?.user, forGood?.user], [ada.user.uuid, ben.user.uuid, ada.user.uuid]);
  assert.ok(Math.abs(Date.parse(first?.expiresAt ?? '') - Date.parse(inHours(24))) < 60_000);
  assert.equal(forGood?.expiresAt, undefined);
  assert.match(person.seen[1]?.title ?? '', /^Extend Billing Dashboard Admin of /);
});

test('a role without an end, and one through a group, cannot be extended, which is told', async (t) => {
  const { connection, userWith, person, proposed, run } = await grantsHouse(t);
  const { node, grants } = await userWith((held) => held.some((grant) => isDirect(grant) && !grant.expires_at));
  const grant = grants.find((one) => isDirect(one) && !one.expires_at);
  assert.ok(grant);
  await run(extendGrant, [{ connection: connection.id, user: node.user.uuid, cid: grant.cid, role: grant.role_id }]);
  assert.match(person.notices[0]?.message ?? '', /has no end\.$/);
  assert.deepEqual([person.seen, proposed], [[], []]);
});

test('from the palette the temporary roles of the tenant are offered, the soonest to end first', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, give, person, run } = house;
  const [ada, ben] = firstOf(users);
  await give(ada.user, own, 'billing_dashboard_admin', inHours(1.5));
  await give(ben.user, own, 'billing_dashboard_admin', inHours(1.2));
  person.will({ chooseMany: [`${displayName(ben.user)}: Billing`] }, { choose: 'In 8 Hours' });
  await run(extendGrant);
  person.isDone();
  const labels = person.seen.find(({ question }) => question === 'pickMany')?.labels ?? [];
  const places = [ben, ada].map(({ user }) => labels.indexOf(`${displayName(user)}: Billing Dashboard Admin`));
  assert.ok(places[0] !== undefined && places[1] !== undefined && places[0] >= 0 && places[0] < places[1], labels.join('\n'));
  assert.deepEqual(saidChanges(house).map(({ user }) => user), [ben.user.uuid]);
});
