/** Reading grants ahead, and answering questions from what has been read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askAccess } from '../../../src/commands/askAccess.ts';
import { countHolders } from '../../../src/commands/countHolders.ts';
import { deleteStoredGrants } from '../../../src/commands/deleteStoredGrants.ts';
import { failedText } from '../../../src/commands/parts/whoText.ts';
import { readAllGrants } from '../../../src/commands/readGrants.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { isInherited } from '../../../src/core/grant.ts';
import { falconAdministrator, isCustomRole } from '../../../src/core/role.ts';
import { displayName, hasFactor } from '../../../src/core/user.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import { plainWording } from '../views/plainWording.ts';
import { firstOf, idsOf } from './peopleHouse.ts';
import { cancelsAfter, grantsHouse, inHours } from './grantsHouse.ts';
import type { GrantsHouse } from './grantsHouse.ts';

/** So many that reading all of them is asked about. */
const many = { users: 160 };

const grantReads = ({ reads }: GrantsHouse): number => reads('CombinedUserRolesV2');
const lines = ({ texts }: GrantsHouse): readonly string[] => texts.shown.at(-1)?.text.split('\n') ?? [];

/** Everybody who holds something, as the server tells it pair by pair. */
async function everything({ directory, connection }: GrantsHouse) {
  const users = await directory.allUsers({ sort: 'uid|asc' });
  const held = await Promise.all(users.map(async (user) => (await directory.accessOf(user)).map((grant) => ({ user, grant }))));
  assert.ok(connection);
  return held.flat();
}

test('everything of a tenant is read after its cost was told, and it is said how much that is', async (t) => {
  const house = await grantsHouse(t, many);
  const { connection, directory, person, mentioned, show, run } = house;
  const [id = ''] = show(connectionNode(connection));
  person.will({ choose: 'Read' });
  await run(readAllGrants, [id]);
  person.isDone();
  assert.equal(person.seen[0]?.title, 'Read the grants of Acme?');
  assert.match(person.seen[0]?.detail ?? '', /^The server tells what one user holds in one CID at a time.* \d+ requests, less than a minute at the rate/);
  const { coverage } = directory.index.temporary();
  assert.ok(coverage.isWhole && coverage.pairsKnown > 100);
  assert.match(mentioned[0] ?? '', new RegExp(`^Acme: As of .*, ${coverage.pairsKnown} of ${coverage.pairsKnown} pairs`));
  const before = grantReads(house);
  await run(readAllGrants, [id]);
  assert.equal(grantReads(house), before, 'what is known is not read again');
  assert.match(person.notices[0]?.message ?? '', /^Acme: nothing is left to read\. As of /);
  person.takes = 'Read Again';
  person.will({ choose: 'Read' });
  await run(readAllGrants, [id]);
  assert.equal(grantReads(house), 2 * before);
});

test('a declined cost reads no grants, and a cancelled reading keeps what was read and says so', async (t) => {
  const house = await grantsHouse(t, many);
  const { connection, directory, deps, person, show, run } = house;
  const [id = ''] = show(connectionNode(connection));
  person.will('escape', { choose: 'Read' });
  await run(readAllGrants, [id]);
  assert.equal(grantReads(house), 0);
  await readAllGrants.run({ ...deps, progress: await cancelsAfter(t, house, 5) }, [id]);
  person.isDone();
  assert.match(person.notices[0]?.message ?? '', /^Acme: cancelled, what has been read is kept\. As of .* Incomplete: the grants of \d+ pairs have not been read\.$/);
  const { coverage } = directory.index.temporary();
  assert.ok(coverage.pairsRead > 0 && !coverage.isWhole);
  person.takes = 'Go On';
  person.will({ choose: 'Read' });
  await run(readAllGrants, [id]);
  assert.ok(directory.index.temporary().coverage.isWhole);
});

test('one CID, one user, or a custom role reads only what belongs to it', async (t) => {
  const house = await grantsHouse(t, { users: 120, cids: 6 });
  const { own, users, cid, tree, directory, show, run } = house;
  const [ada] = firstOf(users);
  await run(readAllGrants, [ada.id]);
  assert.ok(directory.index.grantsOf(ada.user.uuid).coverage.isWhole);
  const readsOfAda = grantReads(house);
  assert.ok(readsOfAda > 0 && readsOfAda < 12, `${readsOfAda}`);
  const custom = (await directory.roles(own)).find((role) => isCustomRole(role) && role.cid === own);
  assert.ok(custom);
  await run(readAllGrants, show(tree.roleBelow(await tree.rolesBelow(cid), custom)));
  assert.ok(directory.index.accessTo(own).coverage.isWhole);
  assert.ok(!directory.index.temporary().coverage.isWhole);
});

test('one read that failed is one', () => {
  assert.equal(failedText({ l10n: plainWording.l10n, locale: 'en' }, 1), '1 read failed');
});

test('pairs that could not be read are counted, with the reason, and read again on demand', async (t) => {
  const house = await grantsHouse(t, { cids: 1, users: 20 });
  const { connection, directory, person, sessions, show, run } = house;
  const client = await sessions.client(connection.id);
  const call = client.call.bind(client);
  let failing = true;
  let failures = 0;
  t.mock.method(client, 'call', (...parts: Parameters<typeof call>) => {
    const [operation] = parts;
    if (failing && operation === 'CombinedUserRolesV2' && failures < 3) {
      failures += 1;
      return Promise.reject(new TenantError({ kind: 'server', message: 'The server is tired.', nextStep: 'Try again later.' }));
    }
    return call(...parts);
  });
  const notify = person.prompts.notify.bind(person.prompts);
  t.mock.method(person.prompts, 'notify', (notice: Parameters<typeof notify>[0]) => {
    failing = false;
    return notify(notice);
  });
  person.takes = 'Try Again';
  await run(readAllGrants, show(connectionNode(connection)));
  assert.match(person.notices[0]?.message ?? '', /^Acme: 3 reads failed\. The server is tired\. Try again later\. As of .* Incomplete: the grants of 3 pairs/);
  assert.equal(person.notices.length, 1);
  assert.ok(directory.index.temporary().coverage.isWhole);
});

test('where the server does not tell who is assigned where, the cost of every pair is asked about', async (t) => {
  const house = await grantsHouse(t, { users: 40, cids: 5 });
  const { connection, directory, person, sessions, show, run } = house;
  const client = await sessions.client(connection.id);
  const call = client.call.bind(client);
  t.mock.method(client, 'call', (...parts: Parameters<typeof call>) => {
    const [operation, parameters] = parts;
    const filter = parameters && 'filter' in parameters ? String(parameters.filter) : '';
    if (operation === 'queryUserV1' && filter.includes('assigned_cids')) {
      return Promise.reject(new TenantError({ kind: 'invalid', message: 'unknown property assigned_cids', status: 400 }));
    }
    return call(...parts);
  });
  person.will({ choose: 'Read' });
  await run(readAllGrants, show(connectionNode(connection)));
  person.isDone();
  assert.match(person.seen[0]?.detail ?? '', /^The server does not tell who holds anything where, so every user has to be read in every CID\. 2\d\d requests/);
  const { coverage } = directory.index.temporary();
  assert.ok(coverage.everyPair && coverage.isWhole);
  assert.ok(grantReads(house) >= 200);
});

test('counting holders shows them, and reads nothing twice', async (t) => {
  const house = await grantsHouse(t);
  const { own, cid, tree, directory, revealed, refreshed, show, run } = house;
  const role = (await directory.roles(own)).find(({ id }) => id === falconAdministrator);
  assert.ok(role);
  const [id = ''] = show(tree.roleBelow(await tree.rolesBelow(cid), role));
  await run(countHolders, [id]);
  const before = grantReads(house);
  await run(countHolders, [id]);
  assert.equal(grantReads(house), before);
  assert.deepEqual([refreshed.length, revealed.length], [2, 2]);
  const { items, coverage } = directory.index.holders(falconAdministrator, own);
  assert.ok(items.length > 0 && coverage.isWhole);
});

test('who holds a role everywhere is answered with a line for each, after what is missing was read', async (t) => {
  const house = await grantsHouse(t, many);
  const { person, run } = house;
  person.will({ choose: 'Who Holds a Role' }, { choose: 'In Every CID' }, { choose: 'Falcon Administrator' }, { choose: 'Read' });
  await run(askAccess);
  person.isDone();
  const shown = lines(house);
  assert.match(shown[0] ?? '', /^As of .*, (\d+) of \1 pairs of a user and a CID\.$/);
  assert.equal(shown[2], 'Who holds Falcon Administrator in Acme');
  const holding = (await everything(house)).filter(({ grant }) => grant.role_id === falconAdministrator);
  assert.equal(shown.slice(6, -1).length, holding.length);
  for (const { user, grant } of holding) {
    assert.ok(shown.some((line) => line.includes(user.uid ?? '') && line.includes(isInherited(grant) ? 'through ' : 'direct')), user.uid);
  }
});

test('everything of a user, and everybody with access to a CID, are answered as the server tells them', async (t) => {
  const house = await grantsHouse(t);
  const { connection, directory, own, users, person, run } = house;
  const [ada] = firstOf(users);
  person.will({ choose: 'Everything a User' }, { type: ada.user.uid ?? '' });
  await run(askAccess, [connection.id]);
  assert.equal(lines(house)[2], `Everything that ${displayName(ada.user)} holds`);
  assert.equal(lines(house).slice(6, -1).length, (await directory.accessOf(ada.user)).length);
  person.will({ choose: 'Who Has Access to a CID' }, { choose: 'Acme' });
  await run(askAccess, [connection.id]);
  person.isDone();
  assert.equal(lines(house)[2], 'Who has access to Acme');
  assert.equal(lines(house).slice(6, -1).length, (await everything(house)).filter(({ grant }) => grant.cid === own).length);
});

test('where the server does not tell who has temporary roles, everything is read for the answer', async (t) => {
  const house = await grantsHouse(t, { cids: 1, users: 20 });
  const { connection, directory, person, sessions, run } = house;
  const client = await sessions.client(connection.id);
  const call = client.call.bind(client);
  t.mock.method(client, 'call', (...parts: Parameters<typeof call>) =>
    JSON.stringify(parts).includes('has_temporary_roles') ? Promise.reject(new TenantError({ kind: 'invalid', message: 'Invalid filter.' })) : call(...parts),
  );
  person.will({ choose: 'Temporary Roles' });
  await run(askAccess);
  person.isDone();
  assert.ok(directory.index.temporary().coverage.isWhole);
  assert.match(lines(house)[0] ?? '', /^As of .* (\d+) of \1 pairs/);
});

test('temporary roles are answered with the soonest end first, for the price of those who have any', async (t) => {
  const house = await grantsHouse(t);
  const { own, users, give, person, run } = house;
  const [ada] = firstOf(users);
  await give(ada.user, own, 'billing_dashboard_admin', inHours(1.1));
  person.will({ choose: 'Temporary Roles' });
  await run(askAccess);
  const shown = lines(house);
  assert.ok(grantReads(house) < 40, `${grantReads(house)} reads`);
  assert.match(shown.join('\n'), /^Read for this: the users whom the server marks/m);
  const table = shown.slice(shown.findIndex((line) => line.startsWith('---')) + 1, -1);
  assert.match(table[0] ?? '', new RegExp(`UTC +${displayName(ada.user)} .*Billing Dashboard Admin`));
  const ends = table.map((line) => line.slice(0, 16));
  assert.deepEqual(ends, ends.toSorted());
});

test('strong roles without safety are those of the chosen roles, admin-like ones to begin with', async (t) => {
  const house = await grantsHouse(t, many);
  const { person, run } = house;
  person.will({ choose: 'Strong Roles' }, 'enter', { choose: 'Read' });
  await run(askAccess);
  person.isDone();
  const shown = lines(house);
  assert.match(shown.join('\n'), /^Roles that count as strong: .*Falcon Administrator/m);
  const unsafe = (await everything(house)).filter(({ user, grant }) => grant.role_id === falconAdministrator && (!hasFactor(user) || !user.last_login_at));
  assert.ok(unsafe.length > 0);
  for (const { user } of unsafe) assert.ok(shown.some((line) => line.includes(user.uid ?? '') && /no 2FA|never logged in/.test(line)), user.uid);
});

test('a question may be answered from what is known, which says what has not been seen', async (t) => {
  const house = await grantsHouse(t, many);
  const { users, person, run } = house;
  await run(readAllGrants, idsOf(users.slice(0, 3)));
  person.will({ choose: 'Falcon Administrators' }, { choose: 'Use What Is Known' });
  await run(askAccess);
  person.isDone();
  assert.match(lines(house)[1] ?? '', /^Incomplete: .*have not been read/);
  person.will('escape', { choose: 'Falcon Administrators' }, 'escape');
  await run(askAccess);
  await run(askAccess);
  person.isDone();
  assert.equal(house.texts.shown.length, 1);
});

test('stored grants are deleted when that is meant, and where there are none it is said', async (t) => {
  const { person, storedGrants, mentioned, run } = await grantsHouse(t);
  await run(deleteStoredGrants);
  storedGrants.tenants = 2;
  person.will({ confirm: false }, { confirm: true });
  await run(deleteStoredGrants);
  assert.equal(storedGrants.tenants, 2);
  await run(deleteStoredGrants);
  assert.equal(storedGrants.tenants, 0);
  assert.deepEqual(mentioned, ['No grants are stored on this machine.', 'The stored grants are deleted.']);
});
