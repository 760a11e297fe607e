/** What is said of rows that nobody has read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Grant } from '../../../src/core/grant.ts';
import type { Board } from '../../../src/panels/grants/board.ts';
import { coverageLine } from '../../../src/panels/grants/coverageLine.ts';
import { KnownRows } from '../../../src/panels/grants/knownRows.ts';
import { RowNotes } from '../../../src/panels/grants/rowNotes.ts';
import type { GrantsIndex } from '../../../src/state/grants/grantsIndex.ts';
import { acme, ada, heldGrant, now, retail, role, throughGroup } from '../core/changes/samples.ts';
import { plainWording } from '../views/plainWording.ts';

const wording = { ...plainWording, now: () => now };
const board: Board = {
  ...{ subject: { by: 'users', users: [ada.uuid] }, users: [ada], named: [], roles: [], hasCids: true, isEverywhere: true, isTold: true },
  places: [
    { cid: acme, name: 'Acme' },
    { cid: retail, name: 'Retail\n' },
  ],
  mayHold: ({ cid }) => cid === acme,
};

function rowsOf(grants: readonly Grant[] | undefined) {
  const state = { everyPair: false, grants };
  const index = {
    known: (_user: unknown, cid: unknown) => (cid === acme ? state.grants : undefined),
    readAt: () => now,
    grantsOf: () => ({ items: [], coverage: { everyPair: state.everyPair } }),
  } as unknown as GrantsIndex;
  const notes = new RowNotes();
  return { state, notes, rows: new KnownRows({ board, index, notes, wording }) };
}

test('a row in which nothing is held, as the server has told, is known without a read', () => {
  const { rows, state, notes } = rowsOf(undefined);
  assert.deepEqual(rows.matrix().rows.map(({ grants }) => grants), [undefined, []]);
  assert.deepEqual(coverageLine(rows.survey(), board, wording), { text: '0 of 1 pairs, known to be empty: 1', isWhole: false });
  state.everyPair = true;
  assert.equal(rows.survey().empty, 0, 'unless it turns out that it does not tell truly');
  assert.equal(rows.unread.length, 2);
  state.everyPair = false;
  notes.touch({ user: ada.uuid, cid: retail });
  assert.equal(rows.survey().empty, 0, 'or a change has been sent there');
});

test('what is held without being in any list of roles has a column, and names are fit to be shown', () => {
  const ofAcme = [heldGrant(ada, acme, { ...role('b'), name: 'Role\nb' }), heldGrant(ada, acme, role('a'), throughGroup)];
  const { rows } = rowsOf([...ofAcme, heldGrant(ada, retail, role('c'))]);
  const { roles, cids, rows: sent } = rows.matrix();
  assert.deepEqual(roles.map(({ name }) => name).slice(0, 2), ['Role a', 'Role b']);
  assert.equal(cids[1]?.name, 'Retail');
  assert.deepEqual(sent[0]?.grants, [{ role: 'b' }, { role: 'a', through: 'SOC L2 > Retail CIDs' }]);
});
