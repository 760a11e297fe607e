import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AggregateResult } from '../../src/core/aggregates/query.ts';
import { assertRefused, DemoCaller, paths } from './demoCaller.ts';

describe('aggregates over HTTP', () => {
  test('several queries are answered together and matched by name', async (t) => {
    const demo = await DemoCaller.start(t);
    const answer = await demo.post(paths.aggregates, [
      { name: 'states', type: 'terms', field: 'status' },
      { name: 'homes', type: 'cardinality', field: 'cid' },
      { name: 'weeks', type: 'date_histogram', field: 'created_at', interval: 'week', sub_aggregates: [{ name: 'last', type: 'max', field: 'last_login_at' }] },
    ]);
    assert.deepEqual([answer.status, answer.body.errors], [200, []]);
    const results = new Map((answer.resources as readonly AggregateResult[]).map((result) => [result.name, result]));
    assert.equal(results.get('states')?.buckets.reduce((sum, { count = 0 }) => sum + count, 0), 250);
    assert.equal(results.get('homes')?.buckets[0]?.value, 7);
    assert.equal(results.get('weeks')?.buckets[0]?.sub_aggregates?.[0]?.name, 'last');
  });

  test('a child counts only whom it sees', async (t) => {
    const demo = await DemoCaller.start(t);
    const [child = ''] = (await demo.get(paths.queryChildren)).resources as readonly string[];
    const token = await demo.token(demo.tenant, child);
    const [result] = (await demo.post(paths.aggregates, [{ type: 'cardinality', field: 'uuid' }], token)).resources as readonly AggregateResult[];
    assert.equal(result?.buckets[0]?.value, (await demo.get(paths.queryUsers, {}, token)).body.meta.pagination?.total);
  });

  test('mistakes answer 400 where the body is at fault and an opaque 500 where the engine is', async (t) => {
    const demo = await DemoCaller.start(t);
    assertRefused(await demo.post(paths.aggregates, { type: 'terms', field: 'cid' }), 400, /list/);
    assertRefused(await demo.post(paths.aggregates, [{ type: 'terms', field: 'cid', sort: '_count.desc' }]), 400, /sort/);
    const opaque = await demo.post(paths.aggregates, [{ type: 'mode', field: 'cid' }]);
    assert.deepEqual(Object.keys(opaque.body), ['meta', 'errors']);
    assertRefused(opaque, 500, /^Internal Server Error: Please provide trace-id='[0-9a-f-]+' to support$/);
    assert.deepEqual((await demo.post(paths.aggregates, [])).resources, []);
  });

  test('by the hour, years of default data are answered', async (t) => {
    const demo = await DemoCaller.start(t);
    const answer = await demo.post(paths.aggregates, [{ type: 'date_histogram', field: 'created_at', interval: 'hour' }]);
    const [result] = answer.resources as readonly AggregateResult[];
    assert.equal(result?.buckets.reduce((sum, { count = 0 }) => sum + count, 0), 250);
  });

  test('a pattern that would run for years does not keep the server from others', { timeout: 20_000 }, async (t) => {
    const demo = await DemoCaller.start(t);
    for (const side of ['include', 'exclude']) {
      assert.equal((await demo.post(paths.aggregates, [{ type: 'terms', field: 'uid', [side]: '(([a-z])+.)+[A-Z]([a-z])+$' }])).status, 200);
    }
    assertRefused(await demo.post(paths.aggregates, [{ type: 'terms', field: 'uid', include: '(' }]), 400, /pattern/);
    assertRefused(await demo.post(paths.aggregates, [{ type: 'terms', field: 'uid', include: '(?:a|'.repeat(200) }]), 400, /pattern/);
  });
});
