import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareUsers } from '../../../src/commands/compareUsers.ts';
import { cylanceDisplayName } from '../../../src/core/cylance/cylanceUser.ts';
import { displayName } from '../../../src/core/user.ts';
import { cylancePeople } from './cylancePeople.ts';
import { firstOf, idsOf } from './peopleHouse.ts';

test('two users of a Cylance tenant are laid beside each other, with roles and zones by name', async (t) => {
  const { cylanceUsers, cylanceDirectory, texts, run } = await cylancePeople(t);
  const [ada, ben] = firstOf(cylanceUsers.filter(({ user }) => user.zones.length > 0 && user.first_name));
  await run(compareUsers, idsOf([ada, ben]));
  const [compared] = texts.compared;
  assert.equal(compared?.title, `${cylanceDisplayName(ada.user)} ↔ ${cylanceDisplayName(ben.user)}`);
  for (const { id } of ada.user.zones) assert.ok(compared.left.text.includes(`  ${cylanceDirectory.zoneName(id)}: `), id);
  assert.match(compared.right.text, /^ {2}Console: \S/m);
});

test('one person’s users of both kinds are told apart by their tenants', async (t) => {
  const { both, texts, run } = await cylancePeople(t);
  await run(compareUsers, [both.cylance.id, both.falcon.id]);
  const [compared] = texts.compared;
  // A Falcon user is always on the left, as their texts have more to tell.
  assert.equal(compared?.title, `${displayName(both.falcon.user)} (Acme) ↔ ${cylanceDisplayName(both.cylance.user)} (Acme Endpoints)`);
  assert.match(compared.left.text, /^Tenant: Acme$/m);
  assert.match(compared.right.text, /^Tenant: Acme Endpoints$/m);
});

test('whoever is missing is looked for in a tenant of either kind, with the address of the first to begin with', async (t) => {
  const { both, person, texts, run } = await cylancePeople(t);
  person.will({ choose: 'Acme' }, 'enter');
  await run(compareUsers, [both.cylance.id]);
  const [which, who] = person.seen;
  assert.deepEqual(which?.labels?.toSorted(), ['Acme', 'Acme Endpoints']);
  assert.equal(who?.title, `Compare ${cylanceDisplayName(both.cylance.user)} with`);
  assert.deepEqual(who.labels, [displayName(both.falcon.user)]);
  assert.equal(texts.compared.length, 1);
});

test('a third user beside a Cylance one, or the same one twice, is refused with what to do', async (t) => {
  const { both, users, cylanceUsers, person, texts, run } = await cylancePeople(t);
  const [ada, ben] = firstOf(users);
  await run(compareUsers, [ada.id, ben.id, both.cylance.id]);
  const [same] = cylanceUsers;
  assert.ok(same);
  person.will({ choose: 'Acme Endpoints' }, { type: same.user.email ?? '' });
  await run(compareUsers, [same.id]);
  assert.deepEqual(
    person.notices.map(({ message }) => message),
    [
      'A Cylance user can be compared with one other user. Select two.',
      `${cylanceDisplayName(same.user)} was chosen twice. Choose two different users.`,
    ],
  );
  assert.deepEqual([texts.compared, texts.shown], [[], []]);
});

test('a record is read afresh: what the list knows may be hours old', async (t) => {
  const { both, demo, run } = await cylancePeople(t);
  const before = demo.requests.length;
  await run(compareUsers, [both.cylance.id, both.falcon.id]);
  assert.ok(demo.requests.slice(before).some(({ path }) => path === `/users/v2/${both.cylance.user.id}`));
});
