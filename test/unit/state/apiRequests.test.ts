import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../../../src/api/falcon/operation.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { ApiRequests } from '../../../src/state/apiRequests.ts';
import { requestOperation } from '../../../src/state/requests/requestOperations.ts';
import { answer, fails, found, json, refused, rig } from '../api/fakes/fakeTransport.ts';
import type { Script } from '../api/fakes/fakeTransport.ts';
import { aSent, keptInMemory } from './requests/sentRequests.ts';

const connectionId = asConnectionId('one');
const { signal } = new AbortController();

function operationOf(id: string): Operation {
  const operation = requestOperation(id);
  assert.ok(operation);
  return operation;
}

function requestsOver(script: Script) {
  const { clock, client, calls } = rig({ script });
  const requests = new ApiRequests({ client: async () => client, kept: keptInMemory().kept });
  const read = (id: string, parameters: object = {}, aborted = signal) =>
    clock.finish(requests.read({ connectionId, operation: operationOf(id), parameters: parameters as Readonly<Record<string, unknown>> }, aborted));
  return { requests, read, calls, clock };
}

test('a read answers with what the server wrote, whatever of it is understood', async () => {
  const body = { meta: { trace_id: 't-1', extra: true }, resources: [5, { odd: 1 }], errors: [] };
  const { read } = requestsOver(() => json(200, body));
  assert.deepEqual(await read('queryUserV1'), { status: 200, traceId: 't-1', body: JSON.stringify(body), failure: undefined });
});

test('a refusal is an answer as well', async () => {
  const { read } = requestsOver(() => refused(400, 'bad filter'));
  const { status, body, failure } = await read('queryUserV1');
  assert.equal(status, 400);
  assert.match(body, /bad filter/);
  assert.match(failure ?? '', /bad filter/);
});

test('the token never stands in what is shown, even where the server repeats it', async () => {
  const { read } = requestsOver((request) => answer(400, JSON.stringify({ meta: {}, errors: [{ code: 400, message: request.headers['authorization'] }] })));
  const { body } = await read('queryUserV1');
  assert.match(body, /Bearer …/);
  assert.doesNotMatch(body, /token-1/);
});

test('only what was tried last is shown', async () => {
  let tries = 0;
  const { read, calls } = requestsOver(() => (tries++ === 0 ? refused(500, 'oops') : found(['a'], 1)));
  const { status, failure } = await read('queryUserV1');
  assert.deepEqual([status, failure, calls().length], [200, undefined, 2]);
});

test('an answer to an earlier try does not stand for one that did not come', async () => {
  let tries = 0;
  const { read } = requestsOver((request) => (tries++ === 0 ? refused(500, 'oops') : fails(request, 'ECONNREFUSED')));
  await assert.rejects(read('queryUserV1'), { kind: 'network' });
});

test('where there was no answer, there is none to show', async () => {
  const { read } = requestsOver(() => Promise.reject(new TenantError({ kind: 'network', message: 'No way.' })));
  await assert.rejects(read('queryUserV1'), { kind: 'network' });
  await assert.rejects(read('queryUserV1', { limit: 9_999 }), { kind: 'invalid' });
});

test('what may change a tenant is not sent this way', async () => {
  const { read, calls } = requestsOver(() => found([], 0));
  await assert.rejects(read('deleteUserV1', { user_uuid: 'x' }), { kind: 'invalid' });
  assert.deepEqual(calls(), []);
});

test('a document sends one request at a time, which can be cancelled from it', async () => {
  const { requests } = requestsOver(() => found([], 0));
  const told: boolean[] = [];
  requests.onDidChange((document) => told.push(requests.isRunning(document)));
  const running = requests.during('a', signal, (own) => new Promise((_, reject) => own.addEventListener('abort', () => reject(new Error('aborted')))));
  await assert.rejects(requests.during('a', signal, async () => undefined), { kind: 'conflict' });
  assert.equal(await requests.during('b', signal, async () => 'done'), 'done');
  requests.cancel('a');
  await assert.rejects(running, /aborted/);
  requests.cancel('a');
  assert.deepEqual(told, [true, true, false, false]);
});

test('the last requests are remembered, the youngest first', async () => {
  const { requests } = requestsOver(() => found([], 0));
  for (let at = 0; at < 15; at++) await requests.remember(aSent({ at }));
  const recent = await requests.recent();
  assert.deepEqual([recent.length, recent[0]?.at, recent.at(-1)?.at], [10, 14, 5]);
});
