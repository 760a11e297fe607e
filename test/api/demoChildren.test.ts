import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertRefused, DemoCaller, paths } from './demoCaller.ts';

interface Child {
  readonly child_cid: string;
  readonly checksum: string;
  readonly child_of: string;
  readonly name: string;
  readonly status: string;
}

describe('Flight Control children of the demo tenant', () => {
  test('ten at a time unless asked for more, latest change first', async (t) => {
    const demo = await DemoCaller.start(t, { cids: 26 });
    const all = (await demo.get(paths.queryChildren, { limit: 5000 })).resources as readonly string[];
    assert.equal(all.length, 25);
    const { body, resources } = await demo.get(paths.queryChildren);
    assert.deepEqual(body.meta.pagination, { offset: 0, limit: 10, total: 25 });
    assert.deepEqual(resources, all.slice(0, 10));
    assert.deepEqual((await demo.get(paths.queryChildren, { offset: 20 })).resources, all.slice(20));
    assert.deepEqual((await demo.get(paths.queryChildren, { sort: 'last_modified_timestamp|asc', limit: 25 })).resources, [...all].reverse());
    assert.deepEqual((await demo.get(paths.queryChildren, { filter: `cid:['${all[3] ?? ''}']` })).resources, [all[3]]);
    assertRefused(await demo.get(paths.queryChildren, { limit: 5001 }), 400, /^limit/);
    assertRefused(await demo.get(paths.queryChildren, { filter: "name:'x'" }), 400, /^invalid filter/);
  });

  test('details, and 207 where some ids are unknown', async (t) => {
    const demo = await DemoCaller.start(t);
    const ids = (await demo.get(paths.queryChildren)).resources as readonly string[];
    const answer = await demo.post(paths.readChildren, { ids });
    assert.equal(answer.status, 200);
    for (const child of answer.resources as readonly Child[]) {
      assert.ok(ids.includes(child.child_cid));
      assert.equal(child.child_of, demo.tenant.parentCid);
      assert.match(child.checksum, /^[0-9A-F]{2}$/);
      assert.ok(child.name);
    }
    const partly = await demo.post(paths.readChildren, { ids: [ids[0], 'nothing'] });
    assert.equal(partly.status, 207);
    assert.equal(partly.resources.length, 1);
    assert.deepEqual(partly.body.errors?.map(({ code, id }) => [code, id]), [[404, 'nothing']]);
    assert.equal((await demo.get('/mssp/entities/children/v1', { ids })).resources.length, ids.length);
  });

  test('errors of both reads carry meta and errors alone', async (t) => {
    const demo = await DemoCaller.start(t);
    assert.deepEqual(Object.keys((await demo.get('/mssp/entities/children/v1')).body), ['meta', 'errors']);
    assert.deepEqual(Object.keys((await demo.post(paths.readChildren, {})).body), ['meta', 'errors']);
  });

  test('a parent without children has an empty list', async (t) => {
    const demo = await DemoCaller.start(t, { cids: 1 });
    assert.deepEqual((await demo.get(paths.queryChildren)).resources, []);
  });

  test('the CCID is the own CID in upper case with its checksum', async (t) => {
    const demo = await DemoCaller.start(t);
    const [ccid = ''] = (await demo.get(paths.ccid)).resources as readonly string[];
    assert.match(ccid, /^[0-9A-F]{32}-[0-9A-F]{2}$/);
    assert.equal(ccid.slice(0, -3).toLowerCase(), demo.tenant.parentCid);
  });
});
