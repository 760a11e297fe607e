import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CylanceUser } from '../../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId } from '../../../../src/core/cylance/ids.ts';
import { plainCylanceView } from '../../../../src/state/cylance/cylanceView.ts';
import { guidNumber, manyCylanceUsers } from '../../api/fakes/cylanceRig.ts';
import { directoryWorld } from './cylanceWorld.ts';
import type { DirectoryWorld } from './cylanceWorld.ts';

const aUser = (n: number): CylanceUser => ({ id: asCylanceUserId(guidNumber(n)), email: `user${n}@example.test`, zones: [] });

/** The first few of those who are listed, as the numbers that the users were made by, and how many there are. */
async function listed({ directory, done }: DirectoryWorld, count = 3): Promise<{ first: number[]; figures: number[] }> {
  const { users, total, remaining } = await done(directory.users());
  const number = ({ id }: CylanceUser): number => Number.parseInt(id.slice(-12), 16);
  return { first: users.slice(0, count).map(number), figures: [users.length, total, remaining] };
}

const world = () => directoryWorld({ users: manyCylanceUsers(450) });

test('a user whose page has not come yet stands first, and in their place once it comes', async () => {
  const shown = world();
  shown.directory.include(aUser(7));
  assert.equal(shown.directory.knownUsers, undefined, 'one user is no list');
  assert.deepEqual(await listed(shown), { first: [7, 450, 449], figures: [201, 450, 250] });
  assert.equal(shown.directory.known(aUser(7).id)?.email, 'user7@example.test');
  await shown.done(shown.directory.loadMore());
  await shown.done(shown.directory.loadMore());
  assert.deepEqual(await listed(shown), { first: [450, 449, 448], figures: [450, 450, 0] });
});

test('a user who is listed already is not shown twice', async () => {
  const shown = world();
  await listed(shown);
  shown.directory.include(aUser(449));
  assert.deepEqual(await listed(shown), { first: [450, 449, 448], figures: [200, 450, 250] });
  await shown.done(shown.directory.allUsers());
  shown.directory.include(aUser(448));
  assert.deepEqual(await listed(shown), { first: [450, 449, 448], figures: [200, 450, 250] });
});

test('once all users are known, the list grows as far as a user who is looked for', async () => {
  const shown = world();
  await shown.done(shown.directory.allUsers());
  shown.directory.include(aUser(100));
  assert.deepEqual(await listed(shown), { first: [450, 449, 448], figures: [400, 450, 50] });
});

test('what has been shown stays shown when all users become known', async () => {
  const shown = world();
  await listed(shown);
  await shown.done(shown.directory.loadMore());
  shown.directory.include(aUser(7));
  const before = await listed(shown);
  assert.deepEqual(before, { first: [7, 450, 449], figures: [401, 450, 50] });
  await shown.done(shown.directory.allUsers());
  assert.deepEqual(await listed(shown), before);
  await shown.done(shown.directory.loadMore());
  assert.deepEqual(await listed(shown), { first: [450, 449, 448], figures: [450, 450, 0] });
});

test('a user whom the filter leaves out stands before the others until the view changes', async () => {
  const shown = world();
  await shown.done(shown.directory.allUsers());
  shown.directory.setView({ filter: 'user44', sort: 'created|desc' });
  shown.directory.include(aUser(7));
  assert.deepEqual(await listed(shown, 2), { first: [7, 449], figures: [12, 11, 0] });
  shown.directory.setView({ filter: 'user44', sort: 'created|asc' });
  assert.deepEqual(await listed(shown, 2), { first: [44, 440], figures: [11, 11, 0] });
});

test('a user who is looked for before the filtered list is read stands before the others, too', async () => {
  const shown = world();
  shown.directory.setView({ filter: 'user44', sort: 'created|desc' });
  shown.directory.include(aUser(7));
  assert.deepEqual(await listed(shown, 2), { first: [7, 449], figures: [12, 11, 0] });
});

test('a refresh shows the first page without those who were looked for', async () => {
  const shown = world();
  await listed(shown);
  shown.directory.include(aUser(7));
  await shown.done(shown.directory.loadMore());
  shown.directory.forgetUsers();
  assert.deepEqual([shown.directory.knownUsers, shown.directory.known(aUser(7).id)], [undefined, undefined]);
  assert.deepEqual(await listed(shown), { first: [450, 449, 448], figures: [200, 450, 250] });
});

test('a refresh keeps the filter and the order', async () => {
  const shown = world();
  shown.directory.setView({ filter: 'user44', sort: 'created|asc' });
  await listed(shown);
  shown.directory.forgetUsers();
  assert.deepEqual(await listed(shown, 2), { first: [44, 440], figures: [11, 11, 0] });
  shown.directory.setView(plainCylanceView);
  assert.deepEqual((await listed(shown, 2)).first, [450, 449]);
});
