import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AggregateQuery, AggregateResult } from '../../../../src/core/aggregates/query.ts';
import type { BarData, ChartData } from '../../../../src/core/aggregates/chartData.ts';
import { chartChoicesFor, chartOf } from '../../../../src/core/aggregates/resultChart.ts';
import { tableOf } from '../../../../src/core/aggregates/resultTable.ts';
import { tableCsv, tableJson } from '../../../../src/core/aggregates/tableText.ts';
import { result, terms } from './samples.ts';

const month = (name: string, more: Partial<AggregateQuery> = {}): AggregateQuery => ({
  name, type: 'date_histogram', field: 'created_at', interval: 'month', ...more,
});
const moment = (text: string, count: number, more: object = {}): AggregateResult['buckets'][number] => ({
  label: Date.parse(text), key_as_string: text, count, ...more,
});
const figure = (name: string, value: number | undefined, more: object = {}): AggregateResult =>
  result(name, [{ label: '', count: 1, ...(value !== undefined && { value }), ...more }]);

function bars(chart: ChartData): BarData {
  assert.ok('series' in chart, chart.kind);
  return chart;
}

describe('the table of an answer', () => {
  test('a level of buckets has a label and a count', () => {
    assert.deepEqual(tableOf(terms('a', 'status'), result('a', [{ label: 'active', count: 2 }, { label: '', count: 1 }])), {
      columns: [{ title: 'status', kind: 'text' }, { title: 'Users', kind: 'count' }],
      rows: [['active', 2], ['(none)', 1]],
    });
  });

  test('nested levels, figures and percentiles become columns', () => {
    const query = terms('a', 'status', {
      sub_aggregates: [
        { name: 'last', type: 'max', field: 'last_login_at' },
        terms('f', 'factors', { sub_aggregates: [{ name: 'n', type: 'cardinality', field: 'cid' }] }),
        { name: 'p', type: 'percentiles', field: 'has_temporary_roles', percents: [5, 50] },
        month('m'),
      ],
    });
    const answer = result('a', [
      {
        label: 'active',
        count: 3,
        sub_aggregates: [
          result('m', [moment('2025-01-01T00:00:00.000Z', 3)]),
          result('f', [{ label: 'TOTP', count: 2, sub_aggregates: [figure('n', 4)] }, { label: 'x', count: 1, sub_aggregates: [] }]),
          result('p', [{ label: '50.0', count: 3, value: 1 }, { label: '5.0', count: 3, value: 0 }]),
          figure('last', 0, { value_as_string: '1970-01-01T00:00:00.000Z' }),
        ],
      },
      { label: 'inactive', count: 1, sub_aggregates: [] },
    ]);
    const { columns, rows } = tableOf(query, answer);
    assert.deepEqual(columns.map(({ title, kind }) => `${title}:${kind}`), [
      ...['status:text', 'Users:count', 'last:date', 'factors:text', 'Users (2):count', 'n:number'],
      ...['p p5:number', 'p p50:number', 'created_at:text', 'Users (3):count'],
    ]);
    const base = ['active', 3, '1970-01-01 00:00:00 UTC'];
    assert.deepEqual(rows, [
      [...base, 'TOTP', 2, 4, 0, 1, undefined, undefined],
      [...base, 'x', 1, undefined, 0, 1, undefined, undefined],
      [...base, undefined, undefined, undefined, 0, 1, '2025-01', 3],
      ['inactive', 1, ...Array.from({ length: 8 })],
    ]);
  });

  test('CIDs stand beside their names, and ranges read as ranges', () => {
    const names = (cid: string): string | undefined => (cid === 'c1' ? 'Acme' : undefined);
    assert.deepEqual(
      tableOf(terms('a', 'cid'), result('a', [{ label: 'c1', count: 1 }, { label: 'c2', count: 2 }]), names).rows,
      [['c1', 'Acme', 1], ['c2', undefined, 2]],
    );
    const dates = { name: 'd', type: 'date_range', field: 'created_at' } as const;
    const edges = [
      { string_from: '2025-01-01T00:00:00.000Z', string_to: '2025-02-01T08:00:00.000Z' },
      { string_to: '2025-01-01T00:00:00.000Z' },
      { string_from: '2025-01-01T00:00:00.000Z' },
    ];
    assert.deepEqual(tableOf(dates, result('d', edges.map((edge) => ({ label: 'x', count: 0, ...edge })))).rows.map(([label]) => label),
      ['2025-01-01 to 2025-02-01T08:00:00.000Z', 'before 2025-01-01', 'from 2025-01-01']);
    assert.deepEqual(tableOf({ name: 'r', type: 'range', field: 'x' }, result('r', [{ label: '0.0-*', from: 0, count: 3 }])).rows, [['from 0', 3]]);
  });

  test('figures and percentiles are tables of their own', () => {
    assert.deepEqual(tableOf({ name: 'n', type: 'cardinality', field: 'cid' }, figure('n', 7)), { columns: [{ title: 'n', kind: 'number' }], rows: [[7]] });
    const percentiles = { name: 'p', type: 'percentiles', field: 'has_temporary_roles' } as const;
    assert.deepEqual(tableOf(percentiles, result('p', [{ label: '5.0', value: 0, count: 1 }, { label: '99.9', count: 1 }])).rows, [[5, 0], [99.9, undefined]]);
    assert.deepEqual(tableOf(terms('a', 'x'), undefined).rows, []);
  });

  test('columns have titles of their own, also where one is called like a counted one', () => {
    const query = terms('a', 'Users', { sub_aggregates: [terms('b', 'Users (2)')] });
    const titles = tableOf(query, result('a', [])).columns.map(({ title }) => title);
    assert.equal(new Set(titles).size, 4);
  });

  test('files of it hold every cell', () => {
    const table = tableOf(terms('a', 'uid'), result('a', [{ label: '=cmd', count: 1 }, { label: 'a,"b"', count: 2 }]));
    assert.equal(tableCsv(table), '\uFEFFuid,Users\r\n"\'=cmd",1\r\n"a,""b""",2\r\n');
    assert.deepEqual(JSON.parse(tableJson(table)), [{ uid: '=cmd', Users: 1 }, { uid: 'a,"b"', Users: 2 }]);
  });
});

describe('the chart of an answer', () => {
  test('a level of buckets is bars, of time bars along it or a line', () => {
    const chart = bars(chartOf(terms('Who', 'status'), result('Who', [{ label: 'active', count: 2 }, { label: '', count: 1 }])));
    assert.deepEqual(
      [chart.kind, chart.isTime, chart.categories, chart.series],
      ['bars', false, [{ label: 'active' }, { label: '(none)' }], [{ name: 'Users', values: [2, 1] }]],
    );
    assert.equal(chart.alternative, 'Bar chart: Who. Users by status. active: 2, (none): 1.');
    const answer = result('m', [moment('2025-01-01T00:00:00.000Z', 4), moment('2025-02-01T00:00:00.000Z', 0)]);
    const time = bars(chartOf(month('m'), answer));
    assert.deepEqual(
      [time.kind, time.categories],
      ['timeBars', [{ label: '2025-01', time: Date.UTC(2025, 0) }, { label: '2025-02', time: Date.UTC(2025, 1) }]],
    );
    assert.equal(chartOf(month('m'), answer, { choice: 'line' }).kind, 'lines');
    assert.equal(chartOf(terms('Who', 'status'), result('Who', [{ label: 'a', count: 1 }]), { choice: 'line' }).kind, 'bars');
  });

  test('days are those of the time zone of the query', () => {
    const query = month('m', { interval: 'day', time_zone: 'Europe/Berlin' });
    const chart = bars(chartOf(query, result('m', [moment('2025-01-31T23:00:00.000Z', 1), moment('2025-07-01T22:00:00.000Z', 1)])));
    assert.deepEqual(chart.categories.map(({ label }) => label), ['2025-02-01', '2025-07-02']);
  });

  const nested = terms('a', 'cid', { sub_aggregates: [terms('s', 'factors')] });
  const nestedAnswer = result('a', [
    { label: 'c1', count: 3, sub_aggregates: [result('s', [{ label: 'x', count: 2 }, { label: 'y', count: 1 }])] },
    { label: 'c2', count: 1, sub_aggregates: [result('s', [{ label: 'y', count: 1 }, { label: 'z', count: 1 }])] },
  ]);

  test('a level in a level is stacked or side by side, with the numbers of the answer alone', () => {
    const chart = bars(chartOf(nested, nestedAnswer, { cidName: (cid) => (cid === 'c1' ? 'Acme' : undefined) }));
    assert.equal(chart.kind, 'stacked');
    assert.deepEqual(chart.categories.map(({ label }) => label), ['Acme', 'c2']);
    assert.deepEqual(chart.series, [{ name: 'x', values: [2, undefined] }, { name: 'y', values: [1, 1] }, { name: 'z', values: [undefined, 1] }]);
    assert.match(chart.notes.join(), /each value they have/);
    assert.match(chart.alternative, /^Stacked bar chart: a\. Users by cid and factors\. x: Acme: 2, c2: none\. y: /);
    assert.equal(chartOf(nested, nestedAnswer, { choice: 'grouped' }).kind, 'grouped');
    assert.deepEqual(bars(chartOf(nested, nestedAnswer, { choice: 'bars' })).series, [{ name: 'Users', values: [3, 1] }]);
  });

  test('time lies on the axis, whichever level it is', () => {
    const query = terms('a', 'status', { sub_aggregates: [month('m')] });
    const answer = result('a', [
      { label: 'active', count: 3, sub_aggregates: [result('m', [moment('2025-02-01T00:00:00.000Z', 2), moment('2025-03-01T00:00:00.000Z', 1)])] },
      { label: 'inactive', count: 1, sub_aggregates: [result('m', [moment('2025-01-01T00:00:00.000Z', 1)])] },
    ]);
    const chart = bars(chartOf(query, answer));
    assert.deepEqual([chart.isTime, chart.categories.map(({ label }) => label)], [true, ['2025-01', '2025-02', '2025-03']]);
    assert.deepEqual(chart.series, [{ name: 'active', values: [undefined, 2, 1] }, { name: 'inactive', values: [1, undefined, undefined] }]);
  });

  test('figures stand beside the users where they are asked for', () => {
    const query = terms('a', 'status', { sub_aggregates: [
      { name: 'n', type: 'cardinality', field: 'cid' },
      { name: 'l', type: 'max', field: 'last_login_at' },
    ] });
    const answer = result('a', [{ label: 'active', count: 9, sub_aggregates: [figure('l', 5), figure('n', 4)] }]);
    assert.deepEqual(bars(chartOf(query, answer, { choice: 'grouped' })).series, [{ name: 'Users', values: [9] }, { name: 'n', values: [4] }]);
    const plain = bars(chartOf(query, answer));
    assert.deepEqual([plain.series.length, plain.notes], [1, ['What is nested in the buckets stands in the table.']]);
  });

  test('figures and percentiles show what was computed', () => {
    const chart = chartOf({ name: 'n', type: 'max', field: 'last_login_at' }, figure('n', 1000, { value_as_string: '1970-01-01T00:00:01.000Z' }));
    assert.deepEqual(chart.kind === 'figures' && chart.figures, [{ label: 'Greatest last_login_at', value: 1000, text: '1970-01-01 00:00:01 UTC' }]);
    const strip = chartOf(
      { name: 'p', type: 'percentiles', field: 'created_at' },
      result('p', [{ label: '50.0', count: 1, value: 0 }, { label: '75', count: 1 }]),
    );
    assert.deepEqual(strip.kind === 'percentiles' && [strip.isTime, strip.points], [true, [{ percent: 50, value: 0, text: '1970-01-01 00:00:00 UTC' }]]);
  });

  test('no chart says why', () => {
    const why = (chart: ChartData): string => (chart.kind === 'none' ? chart.why : chart.kind);
    assert.match(why(chartOf(terms('a', 'colour'), result('a', []))), /unknown field gives an empty answer/);
    assert.match(why(chartOf(terms('a', 'cid'), undefined)), /answered nothing/);
    assert.match(why(chartOf(terms('a', 'cid'), result('a', [{ label: 'x' }]), { choice: 'table' })), /table/);
    assert.match(why(chartOf({ name: 'a', type: 'avg', field: 'created_at' }, figure('a', undefined))), /no user has a value/);
  });

  test('what is too much is not drawn, and told', () => {
    const many = result('a', Array.from({ length: 10_000 }, (_, at) => ({ label: `u${at}`, count: at })));
    const chart = bars(chartOf(terms('a', 'uid'), many, { mostCategories: 100 }));
    assert.deepEqual([chart.categories.length, chart.series[0]?.values.length, chart.undrawn], [100, 100, { categories: 9900, series: 0 }]);
    assert.deepEqual(chart.notes, ['The first 100 of 10,000 are drawn; the table has all.']);
    assert.match(chart.alternative, /and 9,988 more\.$/);
    const days = result('m', Array.from({ length: 400 }, (_, at) => moment(new Date(at * 86_400_000).toISOString(), at)));
    const time = bars(chartOf(month('m', { interval: 'day' }), days, { mostCategories: 100 }));
    assert.deepEqual([time.categories.at(-1)?.time, time.series[0]?.values.at(-1)], [399 * 86_400_000, 399]);
    const wide = bars(chartOf(nested, nestedAnswer, { mostSeries: 1 }));
    assert.deepEqual([wide.series.map(({ name }) => name), wide.undrawn.series], [['x'], 2]);
  });

  test('of time the latest is drawn, in its order, whatever order was asked for', () => {
    const days = Array.from({ length: 400 }, (_, at) => moment(new Date(at * 86_400_000).toISOString(), at)).toReversed();
    for (const sort of ['_term|desc', '_count|asc']) {
      const chart = bars(chartOf(month('m', { interval: 'day', sort }), result('m', days), { mostCategories: 100 }));
      assert.deepEqual(chart.series[0]?.values, Array.from({ length: 100 }, (_, at) => 300 + at));
    }
  });

  test('buckets are told apart by whatever the answer calls them', () => {
    const parts = (count: number): AggregateResult[] => [result('s', [{ label: true, count }])];
    const query = terms('a', 'has_temporary_roles', { sub_aggregates: [terms('s', 'status')] });
    const answer = result('a', [{ label: true, count: 5, sub_aggregates: parts(4) }, { label: false, count: 3, sub_aggregates: parts(2) }]);
    const chart = bars(chartOf(query, answer));
    assert.deepEqual([chart.categories.map(({ label }) => label), chart.series[0]?.values], [['true', 'false'], [4, 2]]);
    const ranges: AggregateQuery = { ...query, type: 'range' };
    const edges = [{ to: 0.000_12 }, { from: 0.000_12 }].map((edge, at) => ({ ...edge, count: 9, sub_aggregates: parts(at) }));
    assert.deepEqual(bars(chartOf(ranges, result('a', edges))).categories.map(({ label }) => label), ['before 0.00012', 'from 0.00012']);
  });

  test('texts that say nothing count as absent', () => {
    const labels = (query: AggregateQuery, bucket: object): unknown => tableOf(query, result('a', [bucket])).rows[0]?.[0];
    assert.equal(labels(terms('a', 'status'), { label: 'active', key_as_string: '' }), 'active');
    assert.equal(labels({ name: 'a', type: 'date_range', field: 'created_at' }, { string_from: '', string_to: '2025-01-01T00:00:00Z' }), 'before 2025-01-01');
    assert.equal(labels(month('a'), { label: '1767225600000', key_as_string: '' }), '2026-01');
    const chart = chartOf({ name: 'n', type: 'max', field: 'created_at' }, figure('n', 0, { value_as_string: '' }));
    assert.deepEqual(chart.kind === 'figures' && chart.figures[0]?.text, '1970-01-01 00:00:00 UTC');
  });

  test('percents are read however they are written, and told apart by their place where they are not', () => {
    const query: AggregateQuery = { name: 'p', type: 'percentiles', field: 'created_at', percents: [75, 50] };
    const percents = (...labels: readonly (string | undefined)[]): unknown => {
      const chart = chartOf(query, result('p', labels.map((label, value) => ({ label, value }))));
      return chart.kind === 'percentiles' ? chart.points.map(({ percent }) => percent) : chart.kind;
    };
    assert.deepEqual(percents('50%', '75.0 %'), [50, 75]);
    assert.deepEqual(percents('', undefined), [50, 75]);
    assert.equal(percents(undefined, undefined, undefined), 'none');
    const table = tableOf(query, result('p', [{ value: 1 }, { value: 2 }, { value: 3 }]));
    assert.ok(table.rows.every(([percent]) => percent === undefined));
  });

  test('the choices are those that change something', () => {
    assert.deepEqual(chartChoicesFor(terms('a', 'cid')), ['bars', 'table']);
    assert.deepEqual(chartChoicesFor(month('a')), ['bars', 'line', 'table']);
    assert.deepEqual(chartChoicesFor(nested), ['stacked', 'grouped', 'bars', 'table']);
    assert.deepEqual(chartChoicesFor({ type: 'max', field: 'x' }), ['bars', 'table']);
  });
});
