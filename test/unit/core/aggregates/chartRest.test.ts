/** What is drawn of users who are in none of the parts of their bar. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BarData, ChartData } from '../../../../src/core/aggregates/chartData.ts';
import type { AggregateBucket, AggregateQuery, AggregateResult } from '../../../../src/core/aggregates/query.ts';
import { chartOf } from '../../../../src/core/aggregates/resultChart.ts';

const bars = (chart: ChartData): BarData => ('series' in chart ? chart : assert.fail(chart.kind));
const query = (sub: AggregateQuery): AggregateQuery => ({ name: 'q', type: 'terms', field: 'cid', sub_aggregates: [{ name: 's', ...sub }] });
const bucket = (label: string, count: number, parts: Readonly<Record<string, number>>, more: Partial<AggregateResult> = {}): AggregateBucket => ({
  ...{ label, count },
  sub_aggregates: [{ name: 's', buckets: Object.entries(parts).map(([part, users]) => ({ label: part, count: users })), ...more }],
});
const answer = (...buckets: readonly AggregateBucket[]): AggregateResult => ({ name: 'q', buckets });
const byStatus = query({ type: 'terms', field: 'status' });
const byFactor = query({ type: 'terms', field: 'factors' });
const seriesOf = (chart: ChartData) => bars(chart).series.map(({ name, values, isRest }) => [name, values, isRest === true]);

describe('the rest of a bar', () => {
  const whole = answer(bucket('a', 9, { active: 6, inactive: 3 }), bucket('b', 4, {}), bucket('c', 10, { active: 7 }, { sum_other_doc_count: 3 }));

  test('is what the parts leave of the count, for bars without parts all of it', () => {
    const chart = bars(chartOf(byStatus, whole));
    assert.equal(chart.kind, 'stacked');
    assert.deepEqual(seriesOf(chart), [
      ['active', [6, undefined, 7], false],
      ['inactive', [3, undefined, undefined], false],
      ['(rest)', [undefined, 4, 3], true],
    ]);
    assert.deepEqual(seriesOf(chartOf(byStatus, whole, { choice: 'grouped' })).at(-1), ['(rest)', [undefined, 4, 3], true]);
  });

  test('is told in the notes and in the text alternative, however many parts there are', () => {
    const chart = chartOf(byStatus, whole);
    assert.deepEqual(chart.notes, ['(rest): the users of a bar who are in none of its other parts.']);
    assert.match(chart.alternative, /inactive: a: 3, b: none, c: none\. \(rest\): a: none, b: 4, c: 3\.$/);
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`p${at}`, 1]));
    const wide = chartOf(byStatus, answer(bucket('a', 31, many)), { mostSeries: 12 });
    assert.match(wide.alternative, /\(rest\): a: 19\. And 26 more of status\.$/);
    assert.ok(wide.notes.includes('The 12 largest of 30 values of status are drawn; the table has all.'));
  });

  test('is not there where no bar has parts: the bars are the users', () => {
    const chart = bars(chartOf(byStatus, answer(bucket('a', 9, {}), bucket('b', 4, {}))));
    assert.deepEqual([chart.kind, seriesOf(chart)], ['bars', [['Users', [9, 4], false]]]);
    assert.match(chart.alternative, /a: 9, b: 4\.$/);
  });

  test('is not there where nothing is left, nor in lines, which add up to nothing', () => {
    assert.deepEqual(seriesOf(chartOf(byStatus, answer(bucket('a', 9, { active: 9 })))), [['active', [9], false]]);
    const month = Date.UTC(2026, 0);
    const time: AggregateQuery = { name: 'q', type: 'date_histogram', field: 'created_at', interval: 'month', sub_aggregates: byStatus.sub_aggregates ?? [] };
    const result = answer({ ...bucket('', 9, { active: 6 }), label: month });
    assert.deepEqual(seriesOf(chartOf(time, result)).map(([name]) => name), ['active', '(rest)']);
    assert.deepEqual(seriesOf(chartOf(time, result, { choice: 'line' })).map(([name]) => name), ['active']);
  });

  test('is not there where users may count in several parts: what these leave is not known', () => {
    const parted = answer(bucket('a', 5, { totp: 4, sms: 3 }), bucket('b', 4, {}), bucket('c', 5, { totp: 3 }));
    const chart = chartOf(byFactor, parted);
    assert.deepEqual(seriesOf(chart).map(([name]) => name), ['totp', 'sms']);
    assert.match(chart.notes.join(), /add up to more than the users/);
    const ranges = query({ type: 'date_range', field: 'created_at', date_ranges: [{ from: '2025' }, { from: '2026' }] });
    for (const other of [ranges, query({ type: 'terms', field: 'colour' })]) assert.ok(!seriesOf(chartOf(other, parted)).some(([name]) => name === '(rest)'));
  });

  test('or not, stacked bars have the count that was answered', () => {
    const parted = answer(bucket('a', 5, { totp: 4, sms: 3 }), bucket('b', 4, {}));
    for (const asked of [byFactor, byStatus]) assert.deepEqual(bars(chartOf(asked, parted)).totals, [5, 4]);
    assert.equal(bars(chartOf(byFactor, parted, { choice: 'grouped' })).totals, undefined);
  });

  test('is told in words where time lies on the axis and users have no time', () => {
    const months: AggregateQuery = { name: 's', type: 'date_histogram', field: 'last_login_at', interval: 'month' };
    const turned: AggregateQuery = { name: 'q', type: 'terms', field: 'status', sub_aggregates: [months] };
    const parts = { name: 's', buckets: [{ label: Date.UTC(2026, 0), count: 3 }] };
    const inactive = { label: 'inactive', count: 2, sub_aggregates: [{ name: 's', buckets: [] }] };
    const chart = chartOf(turned, answer({ label: 'active', count: 5, sub_aggregates: [parts] }, inactive));
    assert.deepEqual(seriesOf(chart), [['active', [3], false], ['inactive', [undefined], false]]);
    assert.ok(chart.notes.includes('4 of the users have no place on the axis of last_login_at, and are not drawn.'));
  });
});
