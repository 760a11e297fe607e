/** Files of aggregate queries run over real sockets: what is sent is what the file says, and what comes back is counted from the same people. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregateTypes } from '../../src/core/aggregates/query.ts';
import type { AggregateQuery, AggregateResult } from '../../src/core/aggregates/query.ts';
import { queryTemplates, templateText } from '../../src/core/aggregates/templates.ts';
import type { User } from '../../src/core/user.ts';
import type { ResultsAnswer } from '../../src/protocol/aggregate.ts';
import { aggregateHouse, fileText } from '../unit/panels/aggregateHouse.ts';
import type { AggregateFrame } from '../unit/panels/aggregateHouse.ts';

async function answersOf(page: AggregateFrame): Promise<ResultsAnswer> {
  await page.ask('act', { action: 'run' });
  const { run } = page.spec.state();
  assert.equal(run.kind, 'done', run.kind === 'failed' ? run.message : run.kind);
  return page.ask('results', undefined);
}

const counts = (result: AggregateResult | undefined) =>
  Object.fromEntries((result?.buckets ?? []).map(({ label, count }): [string, number] => [String(label), count ?? 0]));

/** How many users there are of each value. */
const counted = (users: readonly User[], valueOf: (user: User) => string | undefined) =>
  Object.fromEntries([...Map.groupBy(users, (user) => valueOf(user) ?? '')].map(([value, some]) => [value, some.length]));

test('every template is sent as one request without a mistake, and every query of it is answered', async (t) => {
  const { open, sent } = await aggregateHouse(t);
  for (const [at, { id }] of queryTemplates.entries()) {
    const { page } = open(templateText(id, 'Acme'), `file:/work/${id}.falcon-aggregate.json`);
    assert.deepEqual(page.spec.state().problems.filter(({ severity }) => severity === 'error'), [], id);
    const { answers } = await answersOf(page);
    assert.ok(answers.length > 0 && answers.every(({ result }) => result !== undefined), id);
    assert.equal(sent(), at + 1);
  }
});

test('queries of every type stand side by side in one request', async (t) => {
  const { open, sent } = await aggregateHouse(t);
  const dates = ['date_histogram', 'date_range', 'max', 'min', 'percentiles'];
  const needs: Readonly<Record<string, Partial<AggregateQuery>>> = {
    date_histogram: { interval: 'month' },
    date_range: { date_ranges: [{ from: '2020-01-01', to: '2030-01-01' }] },
    range: { ranges: [{ From: 0, To: 10 }] },
  };
  const queries = aggregateTypes.map((type) => ({ name: type, type, field: dates.includes(type) ? 'created_at' : 'status', ...needs[type] }));
  const { page } = open(fileText(queries));
  const { answers } = await answersOf(page);
  assert.equal(sent(), 1);
  assert.deepEqual(answers.map(({ name }) => name), [...aggregateTypes]);
});

test('the figures are those of the users themselves, in all CIDs and in one', async (t) => {
  const { open, connection, directories } = await aggregateHouse(t);
  const directory = await directories.of(connection.id);
  const users = await directory.allUsers({});
  const queries = [
    { name: 'status', type: 'terms', field: 'status', size: 50 },
    { name: 'cid', type: 'terms', field: 'cid', size: 50 },
  ];
  const all = (await answersOf(open(fileText(queries)).page)).answers;
  assert.deepEqual(counts(all[0]?.result), counted(users, ({ status }) => status));
  assert.deepEqual(counts(all[1]?.result), counted(users, ({ cid }) => cid));
  const [child = assert.fail('there is no child')] = await directory.allChildren();
  const own = users.filter(({ cid }) => cid === child.child_cid);
  const one = (await answersOf(open(fileText({ cid: child.child_cid, queries }), 'file:/work/one.falcon-aggregate.json').page)).answers;
  assert.deepEqual(counts(one[0]?.result), counted(own, ({ status }) => status));
  assert.deepEqual(counts(one[1]?.result), { [child.child_cid]: own.length });
});
