import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerText } from '../../../../src/state/requests/answerText.ts';
import type { RequestAnswer } from '../../../../src/state/requests/answerText.ts';

const at = Date.UTC(2026, 4, 5, 12);
const base: RequestAnswer = { tenant: 'Acme', operation: 'queryUserV1', address: 'GET /users', at, ms: 12.4 };

interface Shown {
  readonly note?: string;
  readonly answer?: unknown;
}
const shown = (over: Partial<RequestAnswer>): Shown => JSON.parse(answerText({ ...base, ...over })) as Shown;

test('the head says status, time, trace id, operation and tenant, before what the server said', () => {
  const text = answerText({ ...base, status: 200, traceId: 't-1', body: '{"meta":{},"resources":["a"]}' });
  assert.deepEqual(Object.entries(JSON.parse(text) as object), [
    ['status', 200],
    ['at', '2026-05-05T12:00:00.000Z'],
    ['ms', 12],
    ['traceId', 't-1'],
    ['operation', 'queryUserV1'],
    ['address', 'GET /users'],
    ['tenant', 'Acme'],
    ['answer', { meta: {}, resources: ['a'] }],
  ]);
});

test('a change is told by how it ended, without a body', () => {
  assert.deepEqual(Object.keys(shown({ outcome: 'failed', failure: 'No.' })), ['outcome', 'failure', 'at', 'ms', 'operation', 'address', 'tenant']);
});

test('what is no JSON is shown as it came', () => {
  assert.deepEqual([shown({ body: '<html>' }).answer, shown({ body: '' }).answer], ['<html>', '']);
  assert.match(shown({ body: '<html>' }).note ?? '', /no JSON/);
});

test('an answer that is too long ends after a whole record, and says so', () => {
  const resources = Array.from({ length: 30_000 }, (_, place) => ({ uuid: `user-${place}`, name: 'x'.repeat(60) }));
  const { note, answer } = shown({ body: JSON.stringify({ meta: { total: 1 }, resources, errors: [] }) });
  const { resources: left, ...rest } = answer as { readonly resources: readonly unknown[] };
  assert.deepEqual([rest, left[0]], [{ meta: { total: 1 }, errors: [] }, resources[0]]);
  assert.ok(left.length > 1_000 && left.length < resources.length);
  assert.equal(note, `The answer holds 30,000 records; the first ${left.length.toLocaleString('en')} are shown. Ask for fewer at a time.`);
});

test('whatever the server says, the document stays short enough for an editor', () => {
  for (const body of ['x'.repeat(9_000_000), JSON.stringify('x'.repeat(9_000_000)), JSON.stringify({ resources: ['x'.repeat(9_000_000)] })]) {
    assert.ok(answerText({ ...base, body }).length < 5_000_000);
  }
});
