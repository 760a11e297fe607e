import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChartData } from '../../src/core/aggregates/chartData.ts';
import { checkQueries } from '../../src/core/aggregates/checkQueries.ts';
import { hasErrors } from '../../src/core/aggregates/problems.ts';
import { findAggregateField } from '../../src/core/aggregates/fields.ts';
import { aggregateTypes } from '../../src/core/aggregates/query.ts';
import type { AggregateBucket, AggregateQuery, AggregateResult, AggregateType } from '../../src/core/aggregates/query.ts';
import { bucketTypes } from '../../src/core/aggregates/queryFacts.ts';
import { chartChoices } from '../../src/core/aggregates/queryFile.ts';
import { readQueryFile } from '../../src/core/aggregates/readQueryFile.ts';
import { matchAnswers, requestBody } from '../../src/core/aggregates/request.ts';
import { chartOf } from '../../src/core/aggregates/resultChart.ts';
import { subResult } from '../../src/core/aggregates/resultLabels.ts';
import { tableOf } from '../../src/core/aggregates/resultTable.ts';
import { queryTemplates, templateText } from '../../src/core/aggregates/templates.ts';
import { DemoCaller, paths } from './demoCaller.ts';

const needs: Readonly<Record<AggregateType, AggregateQuery>> = {
  terms: { field: 'status', sort: '_count|desc', size: 50 },
  date_histogram: { field: 'created_at', interval: 'year' },
  date_range: { field: 'created_at', date_ranges: [{ to: 'now-30d/d' }, { from: 'now-30d/d' }] },
  range: { field: 'has_temporary_roles', ranges: [{ From: 0, To: 1 }, { From: 1 }] },
  cardinality: { field: 'cid' },
  max: { field: 'last_login_at' },
  min: { field: 'created_at' },
  avg: { field: 'has_temporary_roles' },
  sum: { field: 'has_temporary_roles' },
  percentiles: { field: 'created_at', percents: [5, 50, 95] },
};

const queryOf = (type: AggregateType, name: string, subs: readonly AggregateQuery[] = []): AggregateQuery =>
  ({ name, type, ...needs[type], ...(subs.length > 0 && { sub_aggregates: subs }) });

const sum = (values: readonly (number | undefined)[]): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
const countsOf = (buckets: readonly AggregateBucket[]): readonly (number | undefined)[] => buckets.map(({ count }) => count);
const subCounts = (result: AggregateResult, sub: AggregateQuery, index: number): readonly (number | undefined)[] =>
  result.buckets.flatMap((bucket) => countsOf(subResult(bucket, sub, index)?.buckets ?? []));

/** The numbers that a chart shows, and those of the answer that it has to show. */
function compare(query: AggregateQuery, result: AggregateResult, chart: ChartData): void {
  const [sub] = query.sub_aggregates ?? [];
  switch (chart.kind) {
    case 'figures':
      assert.deepEqual(chart.figures.map(({ value }) => value), result.buckets.map(({ value }) => value));
      break;
    case 'percentiles':
      assert.deepEqual(chart.points.map(({ value }) => value), result.buckets.map(({ value }) => value));
      break;
    case 'bars':
    case 'timeBars':
    case 'lines':
    case 'stacked':
    case 'grouped': {
      assert.deepEqual(chart.undrawn, { categories: 0, series: 0 });
      const shown = chart.series.flatMap(({ values }) => values);
      const [users, ...others] = chart.series;
      if (users?.name === 'Users') {
        assert.deepEqual(users.values, countsOf(result.buckets));
        for (const { values } of others) {
          assert.ok(sub);
          assert.deepEqual(values, result.buckets.map((bucket) => subResult(bucket, sub, 0)?.buckets[0]?.value));
        }
      } else {
        assert.ok(sub);
        const meant = subCounts(result, sub, 0);
        assert.deepEqual(shown.filter((value) => value !== undefined).toSorted(), meant.toSorted());
        assert.ok(sum(meant) > 0);
      }
      break;
    }
    case 'none':
      assert.fail(chart.why);
  }
}

/** Runs queries as a file would be run, after the validator has let them pass. */
async function run(demo: DemoCaller, text: string): Promise<ReturnType<typeof matchAnswers>['answers']> {
  assert.equal(hasErrors(checkQueries(text)), false, JSON.stringify(checkQueries(text)));
  const { file } = readQueryFile(text);
  assert.ok(file);
  const sent = requestBody(file);
  const answer = await demo.post(paths.aggregates, sent);
  assert.equal(answer.status, 200, answer.text);
  const { answers, unasked } = matchAnswers(file, sent, answer.resources);
  assert.deepEqual(unasked, []);
  return answers;
}

describe('charts of real answers', () => {
  test('every type alone shows the numbers of its answer', async (t) => {
    const demo = await DemoCaller.start(t);
    const answers = await run(demo, JSON.stringify(aggregateTypes.map((type) => queryOf(type, type))));
    assert.deepEqual(answers.map(({ name }) => name), aggregateTypes);
    for (const { sent, result } of answers) {
      assert.ok(result && result.buckets.length > 0, sent.name);
      compare(sent, result, chartOf(sent, result));
    }
  });

  for (const outer of bucketTypes) {
    test(`every type below ${outer} shows the numbers of its answer, in every chart`, async (t) => {
      const demo = await DemoCaller.start(t);
      const answers = await run(demo, JSON.stringify(aggregateTypes.map((inner) => queryOf(outer, `${outer} ${inner}`, [queryOf(inner, 'inner')]))));
      for (const { sent, result } of answers) {
        assert.ok(result && result.buckets.length > 0, sent.name);
        for (const choice of chartChoices) if (choice !== 'table') compare(sent, result, chartOf(sent, result, { choice, mostSeries: 1000 }));
        const { columns, rows } = tableOf(sent, result);
        assert.ok(rows.length >= result.buckets.length && rows.every((row) => row.length === columns.length));
        const inner = sent.sub_aggregates?.[0];
        const counts = columns.flatMap(({ kind }, at) => (kind === 'count' ? [at] : []));
        if (inner && counts.length === 2) {
          assert.equal(sum(rows.map((row) => Number(row[counts[1] ?? 0] ?? 0))), sum(subCounts(result, inner, 0)));
        }
      }
    });
  }

  test('three levels below the outermost are answered and opened out', async (t) => {
    const demo = await DemoCaller.start(t);
    const text = JSON.stringify([queryOf('terms', 'a', [queryOf('date_range', 'b', [queryOf('range', 'c', [queryOf('cardinality', 'd')])])])]);
    const [{ sent, result } = assert.fail('no answer')] = await run(demo, text);
    const { columns, rows } = tableOf(sent, result);
    assert.deepEqual(columns.map(({ title }) => title), ['status', 'Users', 'created_at', 'Users (2)', 'has_temporary_roles', 'Users (3)', 'd']);
    assert.equal(sum(rows.map((row) => Number(row[5]))), 250);
  });

  test('every template is answered with something', async (t) => {
    const demo = await DemoCaller.start(t);
    for (const { id } of queryTemplates) {
      for (const { sent, result, notes } of await run(demo, templateText(id))) {
        assert.ok(findAggregateField(sent.field), `${id}: ${sent.field}`);
        assert.ok(sum(countsOf(result?.buckets ?? [])) > 0, `${id}: ${notes.join(' ')}`);
      }
    }
  });

  test('a CID narrows the answer to its users', async (t) => {
    const demo = await DemoCaller.start(t);
    const [{ result: homes } = assert.fail('no answer')] = await run(demo, '[{"name":"homes","type":"terms","field":"cid"}]');
    const [home] = homes?.buckets ?? [];
    const [{ result } = assert.fail('no answer')] = await run(demo, JSON.stringify({ cid: home?.label, queries: [queryOf('terms', 'who')] }));
    assert.ok(home?.count);
    assert.equal(sum(countsOf(result?.buckets ?? [])), home.count);
  });
});
