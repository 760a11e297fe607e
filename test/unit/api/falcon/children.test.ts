import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAllChildren, readChildPage, readChildren } from '../../../../src/api/falcon/children.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/api/transport.ts';
import { failure } from '../fakes/failure.ts';
import { cidNumber, found, pathOf, queryOf, refused, rig } from '../fakes/fakeTransport.ts';
import type { Rig, Script } from '../fakes/fakeTransport.ts';

interface ChildServer {
  readonly count: number;
  /** Larger limits are refused. */
  readonly largestLimit?: number;
  /** Gives at most so many, without a word. */
  readonly atMost?: number;
}

const serve =
  ({ count, largestLimit = 5_000, atMost = 5_000 }: ChildServer): Script =>
  (request: HttpRequest): HttpAnswer => {
    if (pathOf(request).endsWith('/GET/v2')) {
      const { ids } = JSON.parse(request.body ?? '') as { ids: string[] };
      return found(ids.filter((id) => id !== cidNumber(3)).map((id) => ({ child_cid: id, name: `Child ${id.slice(-3)}` })));
    }
    const query = queryOf(request);
    const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))];
    if (limit > largestLimit) return refused(400, 'limit too large');
    return found(Array.from({ length: Math.max(0, Math.min(limit, atMost, count - offset)) }, (_, n) => cidNumber(offset + n)), count);
  };

function known(script: Script): Rig {
  const made = rig({ script });
  made.budget.observe(6_000, 6_000);
  return made;
}

test('children come in the order asked for, and one that is not described keeps its CID', async () => {
  const { clock, client } = known(serve({ count: 10 }));
  const children = await clock.finish(readChildren(client, [cidNumber(5), cidNumber(3)]));
  assert.deepEqual(children.map(({ child_cid, name }) => [child_cid, name]), [
    [cidNumber(5), 'Child 005'],
    [cidNumber(3), undefined],
  ]);
});

for (const [name, options] of Object.entries({
  'a server that gives what is asked for': { count: 1_234 },
  'a server that gives less without a word': { count: 1_234, atMost: 70 },
  'a server that refuses large pages': { count: 1_234, largestLimit: 100 },
} satisfies Record<string, ChildServer>)) {
  test(`all children are read from ${name}, each once`, async () => {
    const { clock, client } = known(serve(options));
    const told: number[] = [];
    const children = await clock.finish(readAllChildren(client, { onProgress: (read) => told.push(read) }));
    assert.deepEqual(children.map(({ child_cid }) => child_cid), Array.from({ length: 1_234 }, (_, n) => cidNumber(n)));
    assert.equal(told.at(-1), 1_234);
  });
}

test('a page tells the total and how far it moves', async () => {
  const { clock, client } = known(serve({ count: 250, largestLimit: 100 }));
  const page = await clock.finish(readChildPage(client, { offset: 100, limit: 500 }));
  assert.deepEqual([page.children.length, page.total, page.count], [100, 250, 100]);
});

test('a session without children has none, and one without the scope is told so', async () => {
  const { clock, client } = known(serve({ count: 0 }));
  assert.deepEqual(await clock.finish(readAllChildren(client)), []);
  const refusing = known(() => refused(403, 'access denied'));
  assert.equal((await failure(refusing.clock.finish(readAllChildren(refusing.client)))).scope, 'mssp:read');
});
