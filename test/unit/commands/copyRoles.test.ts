import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyRoles } from '../../../src/commands/copyRoles.ts';
import { snapshotOf } from '../../../src/core/changes/change.ts';
import { isInherited } from '../../../src/core/grant.ts';
import type { Grant } from '../../../src/core/grant.ts';
import { displayName } from '../../../src/core/user.ts';
import { firstOf } from './peopleHouse.ts';
import { grantsHouse, inHours, isDirect, saidChanges } from './grantsHouse.ts';

const keyOf = ({ cid, role_id: id }: Grant): string => `${cid}|${id}`;

test('what the colleague holds directly and the user lacks is chosen; what comes through groups is offered with the group', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, userWith, grantsOf, give, person, run } = house;
  const { node: colleague } = await userWith((held) => held.some((grant) => isInherited(grant) && grant.cid === own) || held.filter(isInherited).length > 2);
  const target = users.find(({ id }) => id !== colleague.id);
  assert.ok(target);
  await give(colleague.user, own, 'billing_dashboard_admin');
  house.directory.forgetGrants(colleague.user.uuid);
  const [held, had] = await Promise.all([grantsOf(colleague.user), grantsOf(target.user)]);
  const has = new Set(had.map(keyOf));
  const lacking = [...new Set(held.filter((grant) => !has.has(keyOf(grant))).map(keyOf))];
  const direct = new Set(held.filter((grant) => isDirect(grant) && !has.has(keyOf(grant))).map(keyOf));
  person.will({ type: colleague.user.uid ?? '' }, { choose: 'In Every CID' }, 'enter');
  await run(copyRoles, [target.id]);
  person.isDone();
  assert.equal(person.seen.at(-1)?.labels?.length, lacking.length);
  const said = saidChanges(house);
  assert.ok(said.every(({ kind, user }) => kind === 'grant' && user === target.user.uuid));
  assert.deepEqual(new Set(said.flatMap(({ cid, roles }) => roles.map((id) => `${cid}|${id}`))), direct);
});

test('here is the CID of the row that was clicked', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, children, give, person, run } = house;
  const [ada, ben] = firstOf(users);
  const [child] = children;
  assert.ok(child);
  await give(ada.user, own, 'billing_dashboard_admin');
  await give(ada.user, child, 'binarly_user');
  person.will({ type: ada.user.uid ?? '' }, { choose: 'In Acme' }, 'enter');
  await run(copyRoles, [ben.id]);
  person.isDone();
  const said = saidChanges(house);
  assert.ok(said.some(({ roles }) => roles.includes('billing_dashboard_admin' as never)));
  assert.ok(said.every(({ cid }) => cid === own));
});

test('a temporary role keeps its end; one that ends too soon is left out with the reason', async (t) => {
  const house = await grantsHouse(t, { cids: 1 });
  const { own, users, give, person, proposed, directory, run } = house;
  const [ada, ben] = firstOf(users);
  const end = inHours(30);
  await give(ada.user, own, 'billing_dashboard_admin', end);
  await give(ada.user, own, 'binarly_user', inHours(1.001));
  directory.forgetGrants(ada.user.uuid);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 60_000 });
  person.will({ type: ada.user.uid ?? '' }, { chooseMany: ['Billing Dashboard Admin'] });
  await run(copyRoles, [ben.id]);
  person.isDone();
  const [said] = saidChanges(house);
  assert.equal(Date.parse(said?.expiresAt ?? ''), Math.floor(Date.parse(end) / 1000) * 1000);
  assert.match(proposed[0]?.notes?.join(' ') ?? '', /Left out: .* is held until .* UTC only\. A temporary role ends one hour from now at the earliest/);
});

test('a custom role of another home is named as what cannot be given, and when nothing else is left, in a message', async (t) => {
  const house = await grantsHouse(t);
  const { users, directory, elsewhere, person, proposed, run } = house;
  const [child] = await directory.allChildren();
  assert.ok(child);
  const { child_cid: cid } = child;
  const [local] = await directory.allUsers({ filter: `cid:'${cid}'` });
  const custom = (await directory.roles(cid)).find((role) => role.cid === cid);
  assert.ok(local && custom);
  const roles = [{ id: custom.id, name: custom.display_name }];
  await elsewhere({ kind: 'grant', to: snapshotOf(local), cid, roles });
  directory.forgetGrants(local.uuid);
  // A target who has all the rest of what the colleague has.
  const [target] = firstOf(users);
  const rest = (await directory.accessOf(local)).filter(({ role_id: id, cid: at }) => at !== cid || id !== custom.id);
  const others = (await directory.roles(cid)).filter((role) => role.cid !== cid && rest.some(({ role_id: id }) => id === role.id));
  const same = others.map(({ id, display_name: name }) => ({ id, name }));
  if (same.length > 0) await elsewhere({ kind: 'grant', to: snapshotOf(target.user), cid, roles: same });
  person.will({ type: local.uid ?? '' }, { choose: 'In Every CID' });
  await run(copyRoles, [target.id]);
  assert.match(person.notices[0]?.message ?? '', new RegExp(`${custom.display_name.replaceAll(/[()]/g, '\\$&')} is a custom role of ${child.name}`));
  assert.deepEqual(proposed, []);
});

test('several users get what each of them lacks', async (t) => {
  const house = await grantsHouse(t, { cids: 1 });
  const { own, users, give, person, run } = house;
  const [ada, ben, cleo] = firstOf(users);
  await give(ada.user, own, 'billing_dashboard_admin');
  await give(ben.user, own, 'billing_dashboard_admin');
  await give(ada.user, own, 'binarly_user');
  person.will({ type: ada.user.uid ?? '' }, { chooseMany: ['Billing Dashboard Admin', 'Binary Search User'] });
  await run(copyRoles, [ben.id, cleo.id]);
  person.isDone();
  const pairs = saidChanges(house).flatMap(({ user, roles }) => roles.map((role) => `${user} ${role}`)).sort();
  const wanted = [`${ben.user.uuid} binarly_user`, `${cleo.user.uuid} binarly_user`, `${cleo.user.uuid} billing_dashboard_admin`];
  assert.deepEqual(pairs, wanted.sort());
});

test('the users themselves are no colleagues, and a left question proposes nothing', async (t) => {
  const { users, person, proposed, run } = await grantsHouse(t);
  const [ada, ben] = firstOf(users);
  person.will({ type: ada.user.uid ?? '' }, 'escape', { type: ben.user.uid ?? '' }, 'escape', { type: ben.user.uid ?? '' }, { choose: 'In Acme' }, 'escape');
  for (let left = 4; left > 0; left -= 1) await run(copyRoles, [ada.id]);
  person.isDone();
  assert.match(person.notices[0]?.message ?? '', new RegExp(`^${displayName(ada.user)} is among those`));
  assert.deepEqual(proposed, []);
});
