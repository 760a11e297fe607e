/** Many cells of a grants panel applied over real sockets: what the server holds in the end is what the preview showed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessOf } from '../../src/core/changes/access.ts';
import { personLabel } from '../../src/core/changes/change.ts';
import { roleLines } from '../../src/core/changes/effects.ts';
import type { Grant } from '../../src/core/grant.ts';
import { asCid } from '../../src/core/ids.ts';
import type { Cid } from '../../src/core/ids.ts';
import { toggleOf } from '../../src/core/matrix/cellState.ts';
import { noMarks } from '../../src/core/matrix/marking.ts';
import type { MatrixModel, Spot } from '../../src/core/matrix/matrixModel.ts';
import type { Pending } from '../../src/core/matrix/pending.ts';
import { byText } from '../../src/core/textOrder.ts';
import type { User } from '../../src/core/user.ts';
import { grantsPanelHouse, mark } from '../unit/panels/grantsPanelHouse.ts';
import type { PlayedGrants } from '../unit/panels/grantsPanelHouse.ts';

type House = Awaited<ReturnType<typeof grantsPanelHouse>>;

const inTwoDays = new Date(Date.now() + 2 * 24 * 3_600_000).toISOString();

/** Marks of all kinds: what is held is revoked or gets an end, what is not is granted, for good or for a while. */
function marksOver(model: MatrixModel, most: number): Pending[] {
  const spots: Spot[] = [];
  for (const place of model.rows.keys()) {
    const fitting = [...model.roles.keys()].map((role) => ({ row: place, role }));
    const revokes = fitting.filter((spot) => toggleOf(model, spot).kind === 'revoke').slice(0, 1);
    const grants = fitting.filter((spot) => toggleOf(model, spot).kind === 'grant').filter((_, at) => at % 9 === place % 9).slice(0, 2);
    spots.push(...revokes, ...grants);
  }
  // Evenly from all rows.
  const step = Math.max(1, Math.floor(spots.length / most));
  const pending = [...mark(noMarks, model, ...spots.filter((_, at) => at % step === 0).slice(0, most)).values()];
  return pending.map((one, at): Pending => {
    if (one.kind === 'revoke') return at % 4 === 0 ? { ...one, kind: 'grant', end: { at: inTwoDays } } : one;
    return at % 3 === 0 ? { ...one, end: { at: inTwoDays } } : one;
  });
}

/** The text that the preview would show of what the server holds now. */
async function textNow({ held }: House, users: readonly User[], cids: readonly Cid[], cidName: (cid: Cid) => string | undefined): Promise<string> {
  const blocks = await Promise.all(
    users.toSorted((left, right) => byText(personLabel(left), personLabel(right)) || byText(left.uuid, right.uuid)).map(async (user) => {
      const grants: Grant[] = (await Promise.all(cids.map((cid) => held(user.uuid, cid)))).flat();
      return `${user.first_name} ${user.last_name} <${user.uid}>\n${roleLines(accessOf(user, grants), cidName).join('\n')}\n`;
    }),
  );
  return blocks.join('\n');
}

async function applyAndCompare(house: House, page: PlayedGrants, cids: readonly Cid[], most: number): Promise<Pending[]> {
  const { texts, person, connection } = house;
  const model = await page.whole();
  const pending = marksOver(model, most);
  assert.deepEqual((await page.ask('check', { pending })).filter(({ severity }) => severity === 'refuse'), []);
  await page.ask('preview', { pending });
  const previewed = texts.compared.at(-1)?.right.text;
  const { age } = page.state;
  const revoked = pending.filter(({ kind }) => kind === 'revoke').length;
  person.will({ choose: revoked > 0 ? 'Apply' : 'Grant' }, ...(revoked > 25 ? [{ type: connection.name }] : []));
  const answer = await page.ask('apply', { pending });
  assert.ok(answer.kind === 'ended');
  assert.deepEqual(answer.outcomes.filter(({ state }) => state !== 'done'), []);
  assert.equal(answer.outcomes.length, pending.length);
  const meant = new Set(pending.map(({ user }) => user));
  const users = (await house.directory.allUsers({})).filter(({ uuid }) => meant.has(uuid));
  const names = new Map(model.cids.map(({ cid, name }) => [cid, name]));
  assert.equal(await textNow(house, users, cids, (cid) => names.get(cid)), previewed);
  await page.when((state) => state.age > age);
  return pending;
}

function assertMixed(pending: readonly Pending[]): void {
  const kinds = pending.map((one) => (one.kind === 'revoke' ? 'revoked' : one.end ? 'for a while' : 'for good'));
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, some]) => `${some.length} ${kind}`);
  assert.ok(counts.length === 3 && counts.every((count) => Number.parseInt(count, 10) >= 10), counts.join());
}

test('one user over 200 CIDs with a hundred edits ends as previewed', async (t) => {
  const house = await grantsPanelHouse(t, { cids: 200, users: 400 });
  const user = await house.userWho(async ({ uuid }) => (await house.directory.assignedCids(uuid)).length > 150);
  const page = house.ofUsers(user);
  // Nearly all that such a user holds comes through groups: there is something to be taken only after the first run.
  await applyAndCompare(house, page, house.cids, 120);
  const pending = await applyAndCompare(house, page, house.cids, 100);
  assert.equal(pending.length, 100);
  assert.ok(new Set(pending.map(({ cid }) => cid)).size > 50);
  assertMixed(pending);
  const after = await page.whole();
  for (const { kind, user: uuid, cid, role } of pending) {
    const place = after.placeOf({ user: uuid, cid }) ?? -1;
    assert.equal(after.held(place, role).some(({ through }) => through === undefined), kind === 'grant');
  }
});

test('50 users in one CID end as previewed', async (t) => {
  const house = await grantsPanelHouse(t, { cids: 2, users: 100 });
  const [, cid = asCid('')] = house.cids;
  const pending = await applyAndCompare(house, house.ofCid(cid), [cid], 150);
  assert.ok(new Set(pending.map(({ user }) => user)).size >= 50);
  assertMixed(pending);
});

test('a custom role outside its home is refused before anything is sent', async (t) => {
  const house = await grantsPanelHouse(t, { cids: 3, users: 120 });
  const { cids, person, sent } = house;
  const [cid = asCid(''), home] = cids;
  const user = await house.userWho((one) => one.cid === home);
  const page = house.ofUsers(user);
  const custom = (await page.whole()).roles.find(({ owner }) => owner === home) ?? assert.fail('there is no custom role');
  person.will('escape');
  assert.deepEqual(await page.ask('apply', { pending: [{ kind: 'grant', user: user.uuid, cid, role: custom.id }] }), { kind: 'notRun' });
  assert.match(person.seen.at(-1)?.detail ?? person.seen.at(-1)?.title ?? '', /cannot be granted to .+ in Acme/);
  assert.equal(sent(), 0);
});
