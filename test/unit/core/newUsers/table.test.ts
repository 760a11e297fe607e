/** A table while it is mended and made. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Change } from '../../../../src/core/changes/change.ts';
import type { RowOutcome } from '../../../../src/core/changes/outcome.ts';
import { freshRow } from '../../../../src/core/newUsers/rowState.ts';
import { NewUserTable } from '../../../../src/core/newUsers/table.ts';
import type { Cells } from '../../../../src/core/newUsers/rows.ts';
import { person } from '../changes/samples.ts';
import { acme, factsWith, free, now, row } from './samples.ts';

const withRoles: Partial<Cells> = { email: 'eve@acme.test', first: 'Eve', roles: 'help_desk' };
const without: Partial<Cells> = { email: 'bob@acme.test', first: 'Bob' };

function tableOf(...cells: readonly Partial<Cells>[]): NewUserTable {
  return new NewUserTable(cells.map((one, at) => freshRow(row(at + 2, one))), factsWith({ taken: free(...cells.map((one) => one.email ?? '')) }));
}

const outline = (changes: readonly Change[]): readonly string[] =>
  changes.map((change) => {
    if (change.kind === 'createUser') return `create ${change.uid}${change.doubtfulSince === undefined ? '' : ' in doubt'}`;
    if (change.kind !== 'grant') return change.kind;
    return `grant ${'key' in change.to ? change.to.key : change.to.uuid}${change.doubtfulSince === undefined ? '' : ' in doubt'}`;
  });

/** Runs what can be made; each change ends as its name says, the others are done. */
function run(table: NewUserTable, ends: Readonly<Record<string, RowOutcome>>, startedAt = now): readonly string[] {
  const rows = table.makeable;
  const changes = table.changes(rows);
  table.begin(rows);
  for (const [at, change] of changes.entries()) {
    const created = change.kind === 'createUser' ? { created: person(change.names.first) } : {};
    table.end(change, ends[outline(changes)[at] ?? ''] ?? { state: 'done', ...created }, startedAt);
  }
  table.stop(rows);
  return outline(changes);
}

const statuses = (table: NewUserTable): readonly string[] => table.since(0).map(({ status }) => status);
const failed: RowOutcome = { state: 'failed', kind: 'server', message: 'The server failed.', traceId: 't-1' };
const unclear: RowOutcome = { state: 'unknown', message: 'The answer was lost.' };

describe('what is asked for', () => {
  test('is users first, then their roles, of ticked rows without problems', () => {
    const table = tableOf(withRoles, without, { email: 'no address' }, { email: 'cy@acme.test' });
    table.tick([3], false);
    assert.deepEqual(table.changes(table.makeable), [
      { kind: 'createUser', key: 'row-0', uid: 'eve@acme.test', cid: acme, names: { first: 'Eve', last: '' } },
      { kind: 'createUser', key: 'row-1', uid: 'bob@acme.test', cid: acme, names: { first: 'Bob', last: '' } },
      { kind: 'grant', to: { key: 'row-0', uid: 'eve@acme.test', cid: acme }, cid: acme, roles: [{ id: 'help_desk', name: 'Help Desk Analyst' }] },
    ]);
    assert.deepEqual(table.counts, { unchecked: 0, ready: 3, mend: 1, running: 0, failed: 0, done: 0, total: 4, makeable: 2 });
  });

  test('leaves out rows that have not been checked', () => {
    const table = new NewUserTable([freshRow(row(2, without))], factsWith());
    assert.deepEqual([statuses(table), table.makeable], [['unchecked'], []]);
    assert.deepEqual(table.unknownAddresses, ['bob@acme.test']);
    table.learnAddresses(factsWith({ taken: free('bob@acme.test') }), ['bob@acme.test']);
    assert.deepEqual([statuses(table), table.makeable.length, table.unknownAddresses], [['ready'], 1, []]);
  });
});

describe('after a run', () => {
  test('what is done cannot be written or made again', () => {
    const table = tableOf(withRoles, without);
    run(table, {});
    assert.deepEqual([statuses(table), table.makeable], [['done', 'done'], []]);
    assert.equal(table.write(0, 'first', 'Eva'), false);
    assert.deepEqual(table.remaining, []);
  });

  test('a failed user is tried again whole', () => {
    const table = tableOf(withRoles, without);
    run(table, { 'create eve@acme.test': failed, 'grant row-0': { state: 'skipped', message: 'The user was not made.' } });
    assert.deepEqual(statuses(table), ['failed', 'done']);
    assert.deepEqual(table.at(0)?.state.end, { state: 'failed', message: 'The server failed.', traceId: 't-1' });
    assert.deepEqual(table.remaining.map(({ email }) => email), ['eve@acme.test']);
    assert.deepEqual(run(table, {}), ['create eve@acme.test', 'grant row-0']);
  });

  test('a user whose roles failed is not made again: only the roles are granted, to the user that there is', () => {
    const table = tableOf(withRoles);
    run(table, { 'grant row-0': failed });
    assert.match(table.at(0)?.state.end?.message ?? '', /^The user was made; the roles were not granted: The server failed\.$/);
    assert.equal(table.write(0, 'email', 'other@acme.test'), false);
    assert.equal(table.write(0, 'roles', 'falconhost_admin'), true);
    table.learnAddresses(factsWith({ taken: new Map([['eve@acme.test', 'Acme Global']]) }), ['eve@acme.test']);
    assert.deepEqual(run(table, {}), ['grant eve']);
    assert.deepEqual(statuses(table), ['done']);
  });

  test('a failed row is judged anew once it is mended', () => {
    const table = tableOf(without);
    run(table, { 'create bob@acme.test': failed });
    assert.equal(table.write(0, 'first', 'Bobby'), true);
    assert.deepEqual([statuses(table), table.at(0)?.state.end], [['ready'], undefined]);
  });

  test('a user of whom nobody knows whether it was made is looked up before it is made again', () => {
    const table = tableOf(withRoles);
    run(table, { 'create eve@acme.test': unclear, 'grant row-0': { state: 'skipped', message: 'Not known.' } });
    table.learnAddresses(factsWith({ taken: new Map([['eve@acme.test', 'Acme Global']]) }), ['eve@acme.test']);
    assert.deepEqual(statuses(table), ['failed']);
    assert.deepEqual(run(table, {}), ['create eve@acme.test in doubt', 'grant row-0']);
  });

  test('another address is another user, about whom there is no doubt', () => {
    const table = tableOf(without);
    run(table, { 'create bob@acme.test': unclear });
    table.write(0, 'email', 'bobby@acme.test');
    table.learnAddresses(factsWith({ taken: free('bobby@acme.test') }), ['bobby@acme.test']);
    assert.deepEqual(run(table, {}), ['create bobby@acme.test']);
  });

  test('rows that were not begun are as they were', () => {
    const table = tableOf(withRoles, without);
    const skipped: RowOutcome = { state: 'skipped', message: 'Cancelled before it was sent.' };
    run(table, { 'create eve@acme.test': skipped, 'create bob@acme.test': skipped, 'grant row-0': skipped });
    assert.deepEqual(statuses(table), ['ready', 'ready']);
    const rows = table.makeable;
    table.begin(rows);
    assert.deepEqual(statuses(table), ['running', 'running']);
    table.stop(rows);
    assert.deepEqual(statuses(table), ['ready', 'ready']);
  });
});

describe('what changed', () => {
  test('is told since a version, and nothing else is', () => {
    const table = tableOf(withRoles, without, { email: 'cy@acme.test', first: 'Cy' });
    const { version } = table;
    assert.deepEqual(table.since(version), []);
    table.write(1, 'email', 'EVE@acme.test');
    assert.deepEqual(table.since(version).map(({ place, status }) => [place, status]), [[0, 'mend'], [1, 'mend']]);
    table.refuse(2, 'The domain is not allowed.', undefined);
    assert.deepEqual(table.since(version).map(({ place }) => place), [0, 1, 2]);
    assert.deepEqual([table.at(2)?.status, table.makeable, table.checkable.map(({ place }) => place)], ['mend', [], [2]]);
    table.accept(2);
    assert.equal(table.at(2)?.status, 'ready');
    table.refuse(2, 'The domain is not allowed.', undefined);
    table.write(2, 'last', 'X');
    assert.equal(table.at(2)?.status, 'ready');
  });

  test('among 5,000 rows is told for those that an edit touches', () => {
    const table = tableOf(...Array.from({ length: 5000 }, (_, at) => ({ email: `u${at}@acme.test`, first: 'x', roles: 'help_desk' })));
    const { version } = table;
    table.write(4999, 'email', 'u0@acme.test');
    assert.deepEqual(table.since(version).map(({ place }) => place), [0, 4999]);
    assert.deepEqual([table.counts.ready, table.counts.mend], [4998, 2]);
  });
});
