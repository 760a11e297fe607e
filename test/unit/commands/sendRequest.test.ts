import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { sendRequest } from '../../../src/commands/sendRequest.ts';
import { TenantError } from '../../../src/core/errors.ts';
import type { RowOutcome } from '../../../src/core/changes/outcome.ts';
import type { Connection } from '../../../src/state/connection.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

interface SendHouse extends CommandHouse {
  readonly connection: Connection;
  /** Sends a document that the person looks at. */
  readonly send: (request: object) => Promise<void>;
  /** What the documents beside show. */
  readonly answers: () => readonly Readonly<Record<string, unknown>>[];
}

async function sendHouse(t: TestContext): Promise<SendHouse> {
  const house = await commandHouse(t);
  const connection = await house.connect({ canChange: true });
  const send: SendHouse['send'] = async (request) => {
    house.requests.write(JSON.stringify(request, undefined, 2));
    await house.run(sendRequest);
  };
  const answers: SendHouse['answers'] = () => house.texts.shown.map(({ text }) => JSON.parse(text) as Readonly<Record<string, unknown>>);
  return { ...house, connection, send, answers };
}

const uuid = '11111111-2222-4333-8444-555555555555';
const deletion = { tenant: 'Acme', operation: 'deleteUserV1', query: { user_uuid: uuid } };

test('a document with an error is not sent: the first one is told and shown where it stands', async (t) => {
  const { send, person, requests, texts, demo } = await sendHouse(t);
  person.takes = 'Show in Document';
  await send({ tenant: 'Acme', operation: 'queryUserV1', query: { limit: 501, offset: -1 } });
  assert.match(person.notices[0]?.message ?? '', /^Nothing was sent: “limit” does not take this\..* There is one more problem\.$/);
  const [revealed] = requests.revealed;
  assert.equal(requests.looked?.text.slice(revealed?.offset, (revealed?.offset ?? 0) + (revealed?.length ?? 0)), '501');
  assert.deepEqual([texts.shown, demo.requests], [[], []]);
});

test('a document whose tenant is not connected is not sent to another one', async (t) => {
  const { send, person, demo } = await sendHouse(t);
  await send({ tenant: 'Beta', operation: 'queryUserV1' });
  assert.match(person.notices[0]?.message ?? '', /No tenant “Beta” is connected/);
  assert.deepEqual(demo.requests, []);
});

test('a document that leaves its tenant open goes to the only one, or to the one that is chosen', async (t) => {
  const { send, person, connect, answers } = await sendHouse(t);
  await send({ operation: 'queriesRolesV1' });
  await connect({ id: 'two' as never, name: 'Beta' });
  person.will({ choose: 'Beta' }, 'escape');
  await send({ operation: 'queriesRolesV1' });
  await send({ operation: 'queriesRolesV1' });
  person.isDone();
  assert.deepEqual(answers().map(({ tenant }) => tenant), ['Acme', 'Beta']);
});

test('the answer shows beside the document, and the request is remembered', async (t) => {
  const { send, texts, apiRequests, requests, answers } = await sendHouse(t);
  await send({ tenant: 'Acme', operation: 'queriesRolesV1' });
  assert.equal(texts.shown[0]?.name, 'queriesRolesV1.answer.json');
  const [{ status, traceId } = {}] = answers();
  const [{ operation, ended, traceId: told, text } = {}] = await apiRequests.recent();
  assert.deepEqual([status, operation, ended, told, text], [200, 'queriesRolesV1', '200', traceId, requests.looked?.text]);
});

test('a change is proposed to the road as it was written, and its end is shown', async (t) => {
  const house = await sendHouse(t);
  const { send, proposed, road, connection, answers, demo } = house;
  const ends: readonly RowOutcome[] = [
    { state: 'done', traceId: 't-1' },
    { state: 'failed', kind: 'notFound', message: 'No such user.', traceId: 't-2' },
    { state: 'unknown', message: 'The answer was lost.' },
  ];
  for (const end of ends) {
    road.outcome = [end];
    await send(deletion);
  }
  const [proposal] = proposed;
  assert.deepEqual([proposal?.connectionId, proposal?.origin, proposal?.passwords], [connection.id, 'apiExplorer', undefined]);
  assert.deepEqual(proposal?.changes.map((change) => JSON.stringify(change)), [
    JSON.stringify({ kind: 'rawOperation', operation: 'deleteUserV1', parameters: { user_uuid: uuid } }),
  ]);
  assert.match(proposal?.notes?.join('\n') ?? '', new RegExp(`DELETE /user-management/entities/users/v1 .*${uuid}`));
  assert.deepEqual(answers().map(({ outcome, failure, traceId }) => [outcome, failure, traceId]), [
    ['done', undefined, 't-1'],
    ['failed', 'No such user.', 't-2'],
    ['unknown', 'The answer was lost.', undefined],
  ]);
  assert.deepEqual(demo.requests, []);
});

test('a change that the person does not want shows nothing and is not remembered', async (t) => {
  const { send, road, texts, apiRequests } = await sendHouse(t);
  road.outcome = 'refused';
  await send(deletion);
  assert.deepEqual([texts.shown, await apiRequests.recent()], [[], []]);
});

test('a password is handed over beside the change, and neither shown nor remembered', async (t) => {
  const { send, proposed, texts, requestFiles } = await sendHouse(t);
  const password = 'Correct-Horse-7!';
  await send({ tenant: 'Acme', operation: 'createUserV1', body: { uid: 'ada@acme.test', password } });
  const [proposal] = proposed;
  const [change] = proposal?.changes ?? [];
  assert.ok(change?.kind === 'rawOperation' && change.passwordKey !== undefined);
  assert.equal(proposal?.passwords?.get(change.passwordKey), password);
  assert.deepEqual(change.parameters, { body: { uid: 'ada@acme.test' } });
  assert.ok(!JSON.stringify([change, proposal?.notes, texts.shown, requestFiles.all]).includes(password));
  assert.match(requestFiles.all, /createUserV1/);
});

test('a password that stands in a comment is not kept either', async (t) => {
  const { requests, run, requestFiles } = await sendHouse(t);
  requests.write('{ "tenant": "Acme", "operation": "createUserV1", "body": { "uid": "ada@acme.test" } } // "password": "Correct-Horse-7!"');
  await run(sendRequest);
  assert.match(requestFiles.all, /"operation":"createUserV1"/);
  assert.doesNotMatch(requestFiles.all, /Horse|ada@acme/);
});

test('a read that got no answer, or was cancelled, is remembered with why', async (t) => {
  const { requests, apiRequests, deps, texts } = await sendHouse(t);
  const { key, text } = requests.write(JSON.stringify({ tenant: 'Acme', operation: 'queryUserV1' }));
  const refused = async (): Promise<never> => Promise.reject(new TenantError({ kind: 'network', message: 'No way.', traceId: 't-1' }));
  const reading = t.mock.method(apiRequests, 'read', refused);
  await assert.rejects(async () => sendRequest.run(deps, []), { kind: 'network' });
  reading.mock.restore();
  const cancelling = apiRequests.onDidChange((document) => apiRequests.cancel(document));
  await assert.rejects(async () => sendRequest.run(deps, [{ document: key }]), { kind: 'cancelled' });
  cancelling.dispose();
  const recent = await apiRequests.recent();
  assert.deepEqual(recent.map(({ ended }) => ended).sort(), ['cancelled', 'no answer']);
  assert.deepEqual(recent.find(({ ended }) => ended === 'no answer')?.traceId, 't-1');
  assert.deepEqual([recent.map((sent) => sent.text), texts.shown], [[text, text], []]);
});

test('a document that is being sent already is not remembered a second time for that', async (t) => {
  const { requests, apiRequests, run } = await sendHouse(t);
  requests.write(JSON.stringify({ tenant: 'Acme', operation: 'queryUserV1' }));
  const first = run(sendRequest);
  await assert.rejects(async () => run(sendRequest), { kind: 'conflict' });
  await first;
  assert.deepEqual((await apiRequests.recent()).map(({ ended }) => ended), ['200']);
});

test('an answer shows although the history cannot be written', async (t) => {
  const { send, requestFiles, answers } = await sendHouse(t);
  requestFiles.breaksAfter = 0;
  await send({ tenant: 'Acme', operation: 'queriesRolesV1' });
  assert.deepEqual(answers().map(({ status }) => status), [200]);
});

test('the line above a document sends it, and cancels it while it is under way', async (t) => {
  const { requests, apiRequests, run, texts, demo } = await sendHouse(t);
  const { key } = requests.write(JSON.stringify({ tenant: 'Acme', operation: 'queryUserV1' }));
  await run(sendRequest, [{ document: key }]);
  assert.equal(texts.shown.length, 1);
  const uri = { scheme: 'untitled', path: 'request', toString: () => key };
  await run(sendRequest, [uri]);
  assert.equal(texts.shown.length, 2);
  const asked = demo.requests.length;
  apiRequests.onDidChange((document) => void run(sendRequest, [{ document, cancel: true }]));
  await assert.rejects(async () => run(sendRequest, [{ document: key }]), { kind: 'cancelled' });
  assert.deepEqual([texts.shown.length, demo.requests.length], [2, asked]);
});

test('without a document it is said how to open one', async (t) => {
  const { run, requests } = await sendHouse(t);
  await assert.rejects(async () => run(sendRequest), { kind: 'invalid' });
  requests.write('{}');
  await assert.rejects(async () => run(sendRequest, [{ document: 'file:///other' }]), { kind: 'invalid' });
});
