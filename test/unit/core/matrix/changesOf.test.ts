/** From marked cells to changes, and from the run of them back to cells. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { accessAfter, accessOf } from '../../../../src/core/changes/access.ts';
import { personKey, personOf } from '../../../../src/core/changes/change.ts';
import type { UserSnapshot } from '../../../../src/core/changes/change.ts';
import type { RowOutcome } from '../../../../src/core/changes/outcome.ts';
import type { RoleEnd } from '../../../../src/core/changes/roleEnd.ts';
import type { Grant } from '../../../../src/core/grant.ts';
import type { UserUuid } from '../../../../src/core/ids.ts';
import { askedCells, cellOutcomes, cellsOf, changesOf } from '../../../../src/core/matrix/changesOf.ts';
import type { CellFacts } from '../../../../src/core/matrix/changesOf.ts';
import { cellKey, pendingKey } from '../../../../src/core/matrix/pending.ts';
import type { CellKey, Pending } from '../../../../src/core/matrix/pending.ts';
import { acme, ada, bob, heldGrant, inHours, now, retail, role, setOf, throughGroup } from '../changes/samples.ts';

const people = [ada, bob];
const places = [acme, retail];
const roles = ['a', 'b', 'c'].map(role);
const spots = people.flatMap((user) => places.flatMap((cid) => roles.map((one) => ({ user, cid, role: one, key: cellKey({ user: user.uuid, cid }, one.id) }))));

const userOf = (uuid: UserUuid): UserSnapshot => people.find((one) => one.uuid === uuid) ?? assert.fail('there is no such user');

const factsOf = (held: readonly Grant[], over: Partial<CellFacts> = {}): CellFacts => ({
  now,
  user: userOf,
  roleName: (id) => `Role ${id}`,
  known: ({ user, cid }) => held.filter((one) => one.uuid === user && one.cid === cid),
  ...over,
});

const spotAt = (at: number) => spots[at] ?? assert.fail(`there is no cell ${at}`);
const mark = (kind: Pending['kind'], at: number, end?: RoleEnd): Pending => {
  const { user, cid, role: one } = spotAt(at);
  return { kind, user: user.uuid, cid, role: one.id, ...(end && kind === 'grant' && { end }) };
};

/** The user's own grants after all that the set does, cell by cell: until when, or `forever`. */
function directAfter(held: readonly Grant[], changes: ReturnType<typeof changesOf>): Map<CellKey, string> {
  const cells = new Map<CellKey, string>();
  for (const user of people) {
    const theirs = setOf(...changes).changes.filter((change) => personKey(personOf(change) ?? bob) === personKey(user));
    const after = accessAfter(accessOf(user, held.filter(({ uuid }) => uuid === user.uuid)), theirs);
    for (const { cid, role: { id }, through, expiresAt } of after?.roles.values() ?? []) {
      if (through === undefined) cells.set(cellKey({ user: user.uuid, cid }, id), expiresAt ?? 'forever');
    }
  }
  return cells;
}

const ends: fc.Arbitrary<RoleEnd | undefined> = fc.constantFrom(undefined, { at: inHours(3) }, { at: inHours(30) }, { after: 'day' } as const);
const cell = fc.record({
  held: fc.constantFrom('none', 'direct', 'temporary', 'inherited', 'both'),
  wish: fc.constantFrom('none', 'grant', 'revoke'),
  end: ends,
});

const grantsIn = (held: string, at: number): Grant[] => {
  const { user, cid, role: one } = spotAt(at);
  const direct = heldGrant(user, cid, one, held === 'temporary' ? { expires_at: inHours(5) } : {});
  const inherited = heldGrant(user, cid, one, throughGroup);
  return { none: [], direct: [direct], temporary: [direct], inherited: [inherited], both: [direct, inherited] }[held] ?? [];
};

describe('marked cells', () => {
  test('ask for exactly what is marked: applying the changes leaves every other cell as it was', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: spots.length, maxLength: spots.length }), (cells) => {
        const held = cells.flatMap((one, at) => grantsIn(one.held, at));
        const pending = cells.flatMap(({ wish, end }, at) => (wish === 'none' ? [] : [mark(wish, at, end)]));
        const before = directAfter(held, []);
        const wanted = new Map(before);
        for (const [at, { wish, end }] of cells.entries()) {
          const { key } = spotAt(at);
          if (wish === 'revoke') wanted.delete(key);
          if (wish === 'grant') wanted.set(key, end === undefined ? 'forever' : 'at' in end ? end.at : inHours(24));
        }
        assert.deepEqual(directAfter(held, changesOf(askedCells(pending, factsOf(held)))), wanted);
      }),
    );
  });

  test('that are so already ask for nothing, and count as done', () => {
    const held = [heldGrant(ada, acme, spotAt(0).role)];
    const asked = askedCells([mark('grant', 0), mark('revoke', 1)], factsOf(held));
    assert.deepEqual(changesOf(asked), []);
    const outcomes = cellOutcomes(asked, { set: { changes: [] }, outcomes: [] });
    assert.deepEqual(outcomes, [{ cell: spotAt(0).key, state: 'done' }, { cell: spotAt(1).key, state: 'done' }]);
  });

  test('of which the last word differs ask for that', () => {
    const asked = askedCells([mark('grant', 0), mark('revoke', 0)], factsOf([heldGrant(ada, acme, spotAt(0).role)]));
    assert.deepEqual(changesOf(asked).map(({ kind }) => kind), ['revoke']);
  });

  test('with a new end tell how the role was held before, so that it can be undone', () => {
    const held = [heldGrant(ada, acme, spotAt(0).role, { expires_at: inHours(5) })];
    const [change] = changesOf(askedCells([mark('grant', 0, { at: inHours(30) })], factsOf(held)));
    assert.ok(change?.kind === 'grant');
    assert.deepEqual(change.roles.map(({ held: before }) => before), [{ expiresAt: inHours(5) }]);
  });

  test('that an earlier run left open are looked up before they are sent again', () => {
    const { key } = spotAt(0);
    const facts = factsOf([], { doubtfulSince: (one) => (one === key ? 5 : undefined) });
    assert.deepEqual(changesOf(askedCells([mark('grant', 0), mark('grant', 6)], facts)).map(({ doubtfulSince }) => doubtfulSince), [5, undefined]);
  });
});

describe('the run of marked cells', () => {
  const end = fc.constantFrom<RowOutcome>(
    { state: 'done' },
    { state: 'failed', kind: 'forbidden', message: 'It is not allowed.', traceId: 't-1' },
    { state: 'skipped', message: 'Cancelled before it was sent.' },
    { state: 'unknown', message: 'The answer was lost.' },
  );

  test('tells of each cell what became of the call that it went with', () => {
    const wishes = fc.array(fc.constantFrom('none', 'grant', 'revoke'), { minLength: spots.length, maxLength: spots.length });
    fc.assert(
      fc.property(wishes, fc.array(end, { minLength: spots.length, maxLength: spots.length }), (wished, rowEnds) => {
        const held = spots.flatMap(({ user, cid, role: one }, at) => (wished[at] === 'revoke' ? [heldGrant(user, cid, one)] : []));
        const pending = wished.flatMap((wish, at) => (wish === 'none' ? [] : [mark(wish, at)]));
        const asked = askedCells(pending, factsOf(held));
        const set = setOf(...changesOf(asked));
        const outcomes = set.changes.map((_change, row) => rowEnds[row] ?? assert.fail('there are more calls than cells'));
        const found = cellOutcomes(asked, { set, outcomes });
        assert.deepEqual(found.map((one) => one.cell), pending.map(pendingKey));
        for (const [row, change] of set.changes.entries()) {
          for (const key of cellsOf(change)) assert.equal(found.find((one) => one.cell === key)?.state, outcomes[row]?.state);
        }
      }),
    );
  });

  test('names the reason with its trace, and tells what was left out', () => {
    const asked = askedCells([mark('grant', 0), mark('grant', 6)], factsOf([]));
    const set = setOf(...changesOf(asked).slice(0, 1));
    const outcomes: RowOutcome[] = [{ state: 'failed', kind: 'forbidden', message: 'It is not allowed.', traceId: 't-1' }];
    assert.deepEqual(cellOutcomes(asked, { set, outcomes }), [
      { cell: spotAt(0).key, state: 'failed', message: 'It is not allowed. (trace t-1)' },
      { cell: spotAt(6).key, state: 'skipped', message: 'It was left out.' },
    ]);
  });
});
