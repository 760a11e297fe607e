import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { SentRequest } from '../../../src/state/requests/sentRequest.ts';
import { requestOperation } from '../../../src/state/requests/requestOperations.ts';
import { requestTemplate } from '../../../src/state/requests/requestTemplate.ts';
import { acme, ada, grant, role } from '../core/changes/samples.ts';
import { done } from '../state/activityRuns.ts';
import { aSent } from '../state/requests/sentRequests.ts';
import { activityHouse } from './activityHouse.ts';
import type { ActivityHouse } from './activityHouse.ts';

const toAda = grant(ada, acme, [role('a')]);

interface Asked extends ActivityHouse {
  /** Remembers a request and answers with the id of its item. */
  readonly asked: (over: Partial<SentRequest>) => Promise<string>;
  /** The times of what is kept, newest first. */
  readonly times: () => Promise<number[]>;
}

async function askedHouse(t: TestContext): Promise<Asked> {
  const house = await activityHouse(t);
  const { kept } = house.apiRequests;
  const asked: Asked['asked'] = async (over) => {
    const sent = aSent(over);
    await kept.add(sent);
    return `request:${(await kept.reads()).find(({ at }) => at === sent.at)?.id}`;
  };
  return { ...house, asked, times: async () => (await kept.recent()).map(({ at }) => at) };
}

describe('a request opens', () => {
  test('as the document that was sent, or as one to begin with where that was not kept', async (t) => {
    const { call, asked, requests } = await askedHouse(t);
    const whole = await asked({ at: 1, text: '{ "as": "it was" }' });
    const bare = await asked({ at: 2, operation: 'queriesRolesV1', tenant: 'Acme “Global”', text: undefined });
    await call('openRequest', whole, bare, 'record:other');
    const operation = requestOperation('queriesRolesV1');
    assert.ok(operation);
    assert.deepEqual(requests.opened, [requestTemplate(operation, 'Acme “Global”'), '{ "as": "it was" }']);
  });

  test('chosen from a list of what was read when it comes from the palette', async (t) => {
    const { call, asked, requests, person } = await askedHouse(t);
    await asked({ at: 1, text: '{ "first": 1 }' });
    await asked({ at: 2, operation: 'createUserV1' });
    person.will({ choose: 'queryUserV1' }, 'escape');
    await call('openRequest');
    await call('openRequest');
    assert.deepEqual([requests.opened, person.seen[0]?.labels], [['{ "first": 1 }'], ['queryUserV1']]);
    person.isDone();
  });

  test('not when there is none any more', async (t) => {
    const { call } = await askedHouse(t);
    await assert.rejects(call('openRequest'), { kind: 'notFound', message: /^No request is kept\./ });
    await assert.rejects(call('openRequest', 'request:000000000000001-a'), { message: 'This activity is not on the disk any more.' });
  });
});

describe('deleting', () => {
  test('takes requests and records that are selected together', async (t) => {
    const { call, ran, asked, person, journal, times, setOf } = await askedHouse(t);
    for (const id of ['one', 'two']) await ran(id, [toAda], [done]);
    const running = await journal.begin(setOf('now', [toAda]));
    const [first, second] = [await asked({ at: 1 }), await asked({ at: 2 })];
    await asked({ at: 3 });
    person.will({ confirm: false }, { confirm: true });
    for (let time = 0; time < 2; time++) await call('delete', first, 'record:one', second, 'record:now');
    assert.deepEqual(person.seen.map(({ title }) => title), Array(2).fill('Delete 1 activity record, 2 API requests?'));
    assert.match(person.seen[0]?.detail ?? '', /^Nothing changes in the tenant.*\n\nRequests that are deleted/);
    assert.deepEqual([(await journal.list()).map(({ id }) => id).sort(), await times()], [['now', 'two'], [3]]);
    await running.end('finished');
  });

  test('names a request that goes alone, chosen among records when it comes from the palette', async (t) => {
    const { call, ran, asked, person, times } = await askedHouse(t);
    const id = await asked({ at: 1 });
    await asked({ at: Date.now() + 60_000, operation: 'queriesRolesV1' });
    await ran('one', [toAda], [done]);
    person.will({ confirm: true }, { choose: 'queriesRolesV1' }, { confirm: true }, 'escape');
    await call('delete', id);
    await call('delete');
    await call('delete');
    assert.deepEqual(person.seen.map(({ title }) => title), [
      'Delete the request “queryUserV1”?',
      'Delete from Activity',
      'Delete the request “queriesRolesV1”?',
      'Delete from Activity',
    ]);
    assert.equal(person.seen[1]?.labels?.[0], 'queriesRolesV1');
    assert.deepEqual(await times(), []);
    await assert.rejects(call('delete', id), { message: 'This activity is not on the disk any more.' });
  });

  test('of everything takes requests as well, and says so', async (t) => {
    const { call, ran, asked, person, journal, times } = await askedHouse(t);
    await asked({ at: 1 });
    await asked({ at: 2, operation: 'createUserV1', ended: 'done' });
    person.will({ confirm: false }, { confirm: true });
    await call('clear');
    await ran('one', [toAda], [done]);
    await call('clear');
    assert.deepEqual(person.seen.map(({ title }) => title), ['Delete everything: 2 API requests?', 'Delete everything: 1 activity record, 2 API requests?']);
    assert.deepEqual([await journal.list(), await times()], [[], []]);
    await assert.rejects(call('clear'), { message: 'There is no activity to delete.' });
  });
});

test('exporting writes requests behind the records: all, or those that are selected', async (t) => {
  const { call, ran, asked, saved } = await askedHouse(t);
  await ran('one', [toAda], [done]);
  const id = await asked({ at: 1 });
  await asked({ at: 2 });
  await call('export');
  await call('export', id, 'record:one');
  await call('export', 'record:one');
  const kinds = saved.map(({ text }) => text.trim().split('\n').map((line) => (JSON.parse(line) as { type: string }).type));
  const record = ['begin', 'rowBegan', 'rowEnded', 'end'];
  assert.deepEqual(kinds, [[...record, 'request', 'request'], [...record, 'request'], record]);
});
