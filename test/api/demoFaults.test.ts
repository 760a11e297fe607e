import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertRefused, DemoCaller, paths } from './demoCaller.ts';

/** What a call came to: a status with a body that can be read, or the way in which it failed. */
async function outcome(call: Promise<{ readonly status: number; readonly text: string }>): Promise<string> {
  try {
    const { status, text } = await call;
    JSON.parse(text);
    return String(status);
  } catch (error) {
    return error instanceof SyntaxError ? 'unreadable' : 'broken';
  }
}

describe('faults', () => {
  test('a 429 names the second at which to come again, a 500 its trace', async (t) => {
    const busy = await DemoCaller.start(t, { faults: { 429: 1 } });
    const limited = await busy.get(paths.ccid);
    assertRefused(limited, 429, /./);
    assert.match(limited.headers.get('x-ratelimit-retryafter') ?? '', /^\d{10}$/);
    const broken = await DemoCaller.start(t, { faults: { 500: 1 } });
    const failed = await broken.get(paths.ccid);
    assertRefused(failed, 500, new RegExp(`^Internal Server Error: Please provide trace-id='${failed.body.meta.trace_id}' to support$`));
  });

  test('html, truncation and reset reach the client as they would from a network', async (t) => {
    const page = await (await DemoCaller.start(t, { faults: { html: 1 } })).get(paths.queryUsers);
    assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html']);
    const cut = await DemoCaller.start(t, { faults: { truncate: 1 } });
    const cuts = new Set(await Promise.all(Array.from({ length: 12 }, () => outcome(cut.get(paths.queryUsers)))));
    assert.deepEqual(cuts, new Set(['unreadable', 'broken']));
    const reset = await DemoCaller.start(t, { faults: { reset: 1 } });
    assert.equal(await outcome(reset.get(paths.queryUsers)), 'broken');
  });

  test('a write may have taken effect although its answer is lost, or not', async (t) => {
    const demo = await DemoCaller.start(t, { users: 3, faults: { reset: 0.5 } });
    const uids = Array.from({ length: 24 }, (_, index) => `u${String(index)}@demo.test`);
    const lost = new Set<string>();
    for (const uid of uids) if ((await outcome(demo.post(paths.users, { uid }))) === 'broken') lost.add(uid);
    const exists = async (uid: string): Promise<boolean> => {
      const answer = await demo.get(paths.queryUsers, { filter: `uid:'${uid}'` }).catch(() => undefined);
      return answer === undefined ? exists(uid) : answer.resources.length > 0;
    };
    const found = await Promise.all([...lost].map(exists));
    assert.ok(lost.size > 4 && lost.size < 20);
    assert.deepEqual(new Set(found), new Set([true, false]));
  });

  test('token requests are spared unless asked for', async (t) => {
    const faults = { 500: 1 };
    const spared = await DemoCaller.start(t, { faults });
    assert.ok(await spared.token());
    const hit = await DemoCaller.start(t, { faults, faultsOnTokens: true });
    assert.equal((await hit.requestToken({ client_id: hit.tenant.clientId, client_secret: hit.tenant.clientSecret })).status, 500);
  });
});
