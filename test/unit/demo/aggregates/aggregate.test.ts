import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AggregateBucket, AggregateQuery, AggregateResult } from '../../../../src/core/aggregates/query.ts';
import { aggregate } from '../../../../src/demo/aggregates/aggregate.ts';
import { checkQueries } from '../../../../src/demo/aggregates/aggregateQuery.ts';
import { BucketLimit } from '../../../../src/demo/aggregates/bucketLimit.ts';
import { PatternMatcher } from '../../../../src/demo/aggregates/patternMatcher.ts';
import { Refusal } from '../../../../src/demo/server/reply.ts';
import type { TenantStore } from '../../../../src/demo/store/tenantStore.ts';
import { analyst, buildStore, first, held, hourMs, now, parent, second, throughGroup } from '../store/build.ts';

const day = (text: string): number => Date.parse(`${text}T12:00:00Z`);

const store = buildStore([
  { status: 'active', factors: ['TOTP'], createdAt: day('2025-12-31'), lastLoginAt: 0, grants: [held(analyst, first)] },
  { status: 'active', factors: ['TOTP', 'WEBAUTHN'], createdAt: day('2026-01-02'), lastLoginAt: day('2026-01-10') },
  { status: 'inactive', factors: [], createdAt: day('2026-01-02'), lastLoginAt: day('2026-01-12'), home: second, firstName: 'Ada' },
  { status: 'active', factors: [], createdAt: day('2026-01-05'), lastLoginAt: day('2026-01-14'), home: parent, membership: throughGroup },
]);

function run(query: object, from: TenantStore = store): AggregateResult {
  const [checked] = checkQueries([query]);
  assert.ok(checked);
  return aggregate(checked, from.users, { store: from, now, patterns: new PatternMatcher(), buckets: new BucketLimit() });
}

const counts = ({ buckets }: AggregateResult): (readonly [unknown, unknown])[] => buckets.map(({ label, count }) => [label, count]);

const only = ({ buckets }: AggregateResult): AggregateBucket => {
  assert.equal(buckets.length, 1);
  return buckets[0] ?? {};
};

const refuses = (status: number, body: unknown): void => {
  assert.throws(() => checkQueries(body), (error) => error instanceof Refusal && error.status === status);
};

describe('terms', () => {
  test('counts, the largest first, and names what it left out', () => {
    assert.deepEqual(run({ name: 'states', type: 'terms', field: 'status' }), {
      name: 'states',
      buckets: [
        { label: 'active', count: 3 },
        { label: 'inactive', count: 1 },
      ],
      sum_other_doc_count: 0,
      doc_count_error_upper_bound: 0,
    });
    assert.equal(run({ type: 'terms', field: 'uid', size: 3 }).sum_other_doc_count, 1);
  });

  test('a field with several values counts in each', () => {
    assert.deepEqual(counts(run({ type: 'terms', field: 'factors' })), [['TOTP', 2], ['WEBAUTHN', 1]]);
    assert.deepEqual(counts(run({ type: 'terms', field: 'assigned_cids' })), [[first.cid, 2], [second.cid, 1]]);
  });

  test('sorts, skips, keeps and drops', () => {
    assert.deepEqual(counts(run({ type: 'terms', field: 'factors', missing: 'none', sort: '_term|desc' })), [['none', 2], ['WEBAUTHN', 1], ['TOTP', 2]]);
    assert.deepEqual(counts(run({ type: 'terms', field: 'cid_name', sort: '_count|asc', from: 1 })), [['Second', 1], ['First', 2]]);
    assert.deepEqual(counts(run({ type: 'terms', field: 'cid_name', include: '.*st', exclude: 'S.*' })), [['First', 2]]);
    assert.deepEqual(counts(run({ type: 'terms', field: 'cid_name', min_doc_count: 2 })), [['First', 2]]);
    assert.deepEqual(counts(run({ type: 'terms', field: 'cid_name', min_doc_count: 3_000_000_000 })), []);
    assert.deepEqual(counts(run({ type: 'terms', field: 'cid_name', max_doc_count: 1, sort: '_key|asc' })), [['Parent', 1], ['Second', 1]]);
  });

  test('a filter and a text narrow what is counted', () => {
    assert.deepEqual(counts(run({ type: 'terms', field: 'status', filter: `cid:'${first.cid}'` })), [['active', 2]]);
    assert.deepEqual(counts(run({ type: 'terms', field: 'status', q: 'ada' })), [['inactive', 1]]);
    assert.throws(() => run({ type: 'terms', field: 'status', filter: 'nothing:1' }), Refusal);
  });

  test('booleans and dates carry a readable key', () => {
    assert.deepEqual(only(run({ type: 'terms', field: 'has_temporary_roles' })), { label: 0, count: 4, key_as_string: 'false' });
    const [bucket] = run({ type: 'terms', field: 'created_at' }).buckets;
    assert.deepEqual(bucket, { label: day('2026-01-02'), count: 2, key_as_string: '2026-01-02T12:00:00.000Z' });
  });

  test('an empty text is a value, as it is for filters', () => {
    const nameless = buildStore([{ firstName: '' }, { firstName: 'Ada' }, { firstName: '' }]);
    assert.deepEqual(counts(run({ type: 'terms', field: 'first_name', missing: 'none' }, nameless)), [['', 2], ['Ada', 1]]);
    assert.equal(run({ type: 'terms', field: 'uid', filter: "first_name:''" }, nameless).buckets.length, 2);
  });

  test('a pattern made to go back and forth is answered, not waited for', { timeout: 20_000 }, () => {
    const pattern = '(([a-z])+.)+[A-Z]([a-z])+$';
    const long = buildStore([{ uid: `${'a'.repeat(200)}@c2.test` }, { uid: 'b@c2.test' }]);
    assert.deepEqual(run({ type: 'terms', field: 'uid', include: pattern }, long).buckets, []);
    assert.equal(run({ type: 'terms', field: 'uid', exclude: pattern }, long).buckets.length, 2);
  });

  test('an unknown field gives an empty result', () => {
    assert.deepEqual(run({ type: 'terms', field: 'favourite_colour' }), { name: '', buckets: [] });
    assert.deepEqual(run({ type: 'avg', field: 'constructor' }).buckets, []);
  });
});

describe('date_histogram', () => {
  const days = (query: object): (readonly [unknown, unknown])[] =>
    run({ type: 'date_histogram', field: 'created_at', ...query }).buckets.map(({ key_as_string: key, count }) => [key, count]);

  test('labels are epoch milliseconds, gaps are filled', () => {
    const { buckets } = run({ type: 'date_histogram', field: 'created_at', interval: 'day' });
    assert.deepEqual(buckets[0], { label: Date.UTC(2025, 11, 31), count: 1, key_as_string: '2025-12-31T00:00:00.000Z' });
    assert.deepEqual(buckets.map(({ count }) => count), [1, 0, 2, 0, 0, 1]);
  });

  test('every interval has its own edges', () => {
    assert.deepEqual(days({ interval: 'year' }), [['2025-01-01T00:00:00.000Z', 1], ['2026-01-01T00:00:00.000Z', 3]]);
    assert.deepEqual(days({ interval: 'month' }), [['2025-12-01T00:00:00.000Z', 1], ['2026-01-01T00:00:00.000Z', 3]]);
    assert.deepEqual(days({ interval: 'week' }), [['2025-12-29T00:00:00.000Z', 3], ['2026-01-05T00:00:00.000Z', 1]]);
    assert.deepEqual(days({ interval: 'hour', min_doc_count: 2 }), [['2026-01-02T12:00:00.000Z', 2]]);
    assert.deepEqual(days({ interval: 'minute', min_doc_count: 1, sort: '_count|desc' })[0], ['2026-01-02T12:00:00.000Z', 2]);
  });

  test('the time zone moves the edges', () => {
    assert.deepEqual(days({ interval: 'day', time_zone: '+13:00', min_doc_count: 1 })[0], ['2025-12-31T11:00:00.000Z', 1]);
    assert.deepEqual(days({ interval: 'day', time_zone: 'Europe/Berlin', min_doc_count: 1 })[0], ['2025-12-30T23:00:00.000Z', 1]);
    assert.throws(() => days({ interval: 'day', time_zone: 'Mars/Olympus' }), Refusal);
  });

  test('a day on which the clocks change is one bucket', () => {
    const times = ['2026-03-28T22:30:00Z', '2026-03-29T21:30:00Z', '2026-03-29T22:30:00Z'];
    const spring = buildStore(times.map((time) => ({ createdAt: Date.parse(time) })));
    const { buckets } = run({ type: 'date_histogram', field: 'created_at', interval: 'day', time_zone: 'Europe/Berlin' }, spring);
    assert.deepEqual(buckets.map(({ key_as_string: key }) => key), ['2026-03-27T23:00:00.000Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
  });

  test('an hour in which the clocks go back by half is one bucket, and those after it follow', () => {
    const times = ['2026-04-04T14:00:00Z', '2026-04-04T18:00:00Z'];
    const autumn = buildStore(times.map((time) => ({ createdAt: Date.parse(time) })));
    const { buckets } = run({ type: 'date_histogram', field: 'created_at', interval: 'hour', time_zone: 'Australia/Lord_Howe' }, autumn);
    assert.deepEqual(buckets.map(({ key_as_string: key }) => key?.slice(11, 16)), ['14:00', '15:30', '16:30', '17:30']);
  });

  test('extended bounds add empty buckets at the ends', () => {
    const bounds = { min: '2025-12-30', max: '2026-01-06' };
    assert.deepEqual(days({ interval: 'day', extended_bounds: bounds }).map(([, count]) => count), [0, 1, 0, 2, 0, 0, 1, 0]);
  });

  test('an engine asked for too many buckets gives up, those in buckets counted too', () => {
    const tooMany = (error: unknown): boolean => error instanceof Refusal && error.status === 500;
    assert.throws(() => days({ interval: 'minute', extended_bounds: { min: '2000' } }), tooMany);
    const hours = { type: 'date_histogram', field: 'created_at', interval: 'hour', extended_bounds: { min: '2019', max: '2026' } };
    assert.equal(run(hours).buckets.length, (Date.UTC(2026, 0, 5, 12) - Date.UTC(2019, 0)) / hourMs + 1);
    assert.throws(() => run({ type: 'terms', field: 'status', sub_aggregates: [hours] }), tooMany);
  });
});

describe('ranges', () => {
  test('date ranges take date math and keep empty ones', () => {
    const result = run({ type: 'date_range', field: 'last_login_at', date_ranges: [{ from: 'now-4d/d' }, { to: '2026-01-11' }, { from: '2027' }] });
    assert.deepEqual(result.buckets, [
      { label: '2026-01-11T00:00:00.000Z-*', count: 2, from: Date.UTC(2026, 0, 11), string_from: '2026-01-11T00:00:00.000Z' },
      { label: '*-2026-01-11T00:00:00.000Z', count: 1, to: Date.UTC(2026, 0, 11), string_to: '2026-01-11T00:00:00.000Z' },
      { label: '2027-01-01T00:00:00.000Z-*', count: 0, from: Date.UTC(2027, 0, 1), string_from: '2027-01-01T00:00:00.000Z' },
    ]);
  });

  test('a missing value can stand in', () => {
    const result = run({ type: 'date_range', field: 'last_login_at', missing: '2020', date_ranges: [{ to: '2021' }] });
    assert.deepEqual(counts(result), [['*-2021-01-01T00:00:00.000Z', 1]]);
  });

  test('numeric ranges have capital letters and an open end', () => {
    const result = run({ type: 'range', field: 'has_temporary_roles', ranges: [{ From: 0, To: 1 }, { From: 1 }] });
    assert.deepEqual(result.buckets, [
      { label: '0.0-1.0', count: 4, from: 0, to: 1 },
      { label: '1.0-*', count: 0, from: 1 },
    ]);
  });
});

describe('figures', () => {
  test('one bucket with a value', () => {
    assert.equal(only(run({ type: 'cardinality', field: 'status' })).value, 2);
    const latest = { label: '', count: 3, value: day('2026-01-14'), value_as_string: '2026-01-14T12:00:00.000Z' };
    assert.deepEqual(only(run({ type: 'max', field: 'last_login_at' })), latest);
    assert.equal(only(run({ type: 'min', field: 'last_login_at' })).value, day('2026-01-10'));
    assert.equal(only(run({ type: 'avg', field: 'last_login_at' })).value, day('2026-01-12'));
    assert.equal(only(run({ type: 'sum', field: 'has_temporary_roles' })).value, 0);
    assert.equal('value' in only(run({ type: 'max', field: 'last_login_at', filter: "status:'gone'" })), false);
    assert.deepEqual(run({ type: 'sum', field: 'status' }).buckets, []);
  });

  test('percentiles have a bucket each and a default set', () => {
    const { buckets } = run({ type: 'percentiles', field: 'last_login_at', percents: [0, 25, 99.9] });
    assert.deepEqual(buckets.map(({ label, value }) => [label, value]), [
      ['0.0', day('2026-01-10')],
      ['25.0', day('2026-01-11')],
      ['99.9', day('2026-01-14') - 48 * hourMs * 0.002],
    ]);
    assert.equal(run({ type: 'percentiles', field: 'last_login_at', percents: [] }).buckets.length, 7);
  });
});

describe('nesting', () => {
  const nest = (depth: number): AggregateQuery => ({ type: 'terms', field: 'cid', ...(depth > 0 && { sub_aggregates: [nest(depth - 1)] }) });

  test('each bucket is divided further', () => {
    const result = run({ type: 'terms', field: 'status', sub_aggregates: [{ name: 'last', type: 'max', field: 'last_login_at' }] });
    assert.deepEqual(result.buckets.map(({ sub_aggregates: subs }) => subs?.[0]?.buckets[0]?.value), [day('2026-01-14'), day('2026-01-12')]);
  });

  test('three levels below the outermost are taken, a fourth is not', () => {
    const deep = run(nest(3)).buckets[0]?.sub_aggregates?.[0]?.buckets[0]?.sub_aggregates?.[0]?.buckets[0]?.sub_aggregates?.[0];
    assert.deepEqual(deep?.buckets, [{ label: first.cid, count: 2 }]);
    refuses(400, [nest(4)]);
  });

  test('a figure cannot be divided', () => {
    refuses(500, [{ type: 'max', field: 'created_at', sub_aggregates: [nest(0)] }]);
  });
});

test('filters make a bucket each, and one for the others', () => {
  const filters = { soft: "status:'inactive'", home: `cid:'${first.cid}'` };
  assert.deepEqual(counts(run({ filters_spec: { filters, other_bucket: true, other_bucket_key: 'rest' } })), [['soft', 1], ['home', 2], ['rest', 1]]);
  assert.deepEqual(counts(run({ filters_spec: { filters, other_bucket: false } })), [['soft', 1], ['home', 2]]);
});

describe('what is refused', () => {
  test('a body that is no list, fields of the wrong type, sorts with a dot: 400', () => {
    refuses(400, { type: 'terms', field: 'cid' });
    refuses(400, ['terms']);
    refuses(400, [{ type: 'terms', field: 1 }]);
    refuses(400, [{ type: 'terms', field: 'cid', sort: '_count.desc' }]);
  });

  test('parts of the wrong type, figures out of their limits, zones and dates that do not exist: 400', () => {
    const bad: readonly object[] = [
      { type: 'range', field: 'has_temporary_roles', ranges: [{ From: '0' }] },
      { type: 'range', field: 'has_temporary_roles', ranges: [{ To: {} }] },
      { type: 'date_range', field: 'created_at', date_ranges: [{ from: 2025 }] },
      { type: 'date_histogram', field: 'created_at', interval: 'day', extended_bounds: { min: 1 } },
      { filters_spec: { filters: { a: 1 } } },
      { filters_spec: { filters: [] } },
      { filters_spec: { filters: { a: "cid:'x'" }, other_bucket: 'yes' } },
      { filters_spec: { filters: { a: "cid:'x'" }, other_bucket: true, other_bucket_key: 1 } },
      { type: 'terms', field: 'cid', size: 1.5 },
      { type: 'terms', field: 'cid', size: 2_147_483_648 },
      { type: 'terms', field: 'cid', from: -1 },
      { type: 'terms', field: 'cid', min_doc_count: 9_007_199_254_740_992 },
      { type: 'percentiles', field: 'created_at', percents: [101] },
      { type: 'percentiles', field: 'created_at', percents: [-1] },
      { type: 'date_histogram', field: 'created_at', interval: 'day', time_zone: '+99:99' },
      { type: 'terms', field: 'cid', time_zone: 'Mars/Olympus' },
    ];
    for (const query of bad) {
      refuses(400, [query]);
    }
    for (const from of ['2026-02-30', '2026-01-01T24', 'now+999999y']) {
      const query = { type: 'date_range', field: 'created_at', date_ranges: [{ from }] };
      assert.throws(() => run(query), (error) => error instanceof Refusal && error.status === 400);
    }
  });

  test('filters are a field of their own and no type', () => {
    refuses(500, [{ type: 'filters', filters_spec: { filters: { a: "cid:'x'" } } }]);
  });

  test('what the engine would not understand: an opaque 500, at any depth', () => {
    const broken = [{ type: 'mode', field: 'cid' }, { type: 'date_histogram' }, { type: 'date_range', date_ranges: [] }, { type: 'range' }, {}];
    for (const query of broken) {
      refuses(500, [query]);
      refuses(500, [{ type: 'terms', field: 'cid', sub_aggregates: [query] }]);
    }
  });

  test('empty texts and nulls count as left out', () => {
    const nothing = { sort: '', filter: '', interval: '', missing: '', size: 0, sub_aggregates: null, date_ranges: [], ranges: [{ From: null }] };
    assert.equal(run({ type: 'terms', field: 'status', ...nothing }).buckets.length, 2);
  });
});
