import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import { describeError, describeFacts, withoutSecrets } from '../../../src/host/redaction.ts';

const token = `eyJhbGciOiJSUzI1NiJ9.${'a1B2'.repeat(20)}.${'c3D4'.repeat(10)}`;
const secret = 'Zx9'.repeat(14).slice(0, 40);

for (const [what, text] of [
  ['a bearer header', `Authorization: Bearer ${token}`],
  ['a bare token', `got ${token} back`],
  ['a secret in a form', `client_id=abc&client_secret=${secret}&x=1`],
  ['a secret in JSON', `{"clientSecret": "${secret}"}`],
  ['a long word', `it is ${secret}`],
  ['a short password that is named', 'password: hunter2-hunter2'],
  ['the user of a proxy', 'https://me:hunter2@proxy.test:3128'],
  ['the query of an address', `https://api.example.test/users?filter=${'hunter2'}`],
] as const) {
  test(`${what} is hidden`, () => {
    const written = withoutSecrets(text);
    for (const hidden of [token, secret, 'hunter2', 'a1B2a1B2']) assert.ok(!written.includes(hidden), written);
  });
}

test('what support needs stays readable', () => {
  const text = 'GET /user-management/queries/users/v1 answered 403, trace 6f1b7a52-8a0e-4c1b-9d1f-2b6e7c3d4e5f';
  assert.equal(withoutSecrets(text), text);
});

test('ids of 32 digits are shortened', () => assert.equal(withoutSecrets('CID 0123456789abcdef0123456789abcdef'), 'CID 01234567…'));

test('facts are written by the allow-list, others by their name alone', () => {
  const facts = { status: 200, operation: 'queryUserV1', filter: "status:'active'", traceId: undefined };
  assert.equal(describeFacts(facts), 'status=200 operation=queryUserV1 filter=(hidden)');
});

test('an error of ours is written with its safe details, its causes by name, code and frames', () => {
  const cause = Object.assign(new Error('answer was {"resources":["ada@acme.test"]}'), { code: 'ECONNRESET' });
  const error = new TenantError({ kind: 'network', reason: 'reset', message: 'The connection broke.', operation: 'queryUserV1', traceId: 't-1', cause });
  const written = describeError(error);
  assert.match(written, /^TenantError The connection broke\. kind=network reason=reset operation=queryUserV1 traceId=t-1\n/);
  assert.match(written, /caused by Error code=ECONNRESET\n\s+at /);
  assert.doesNotMatch(written, /ada@acme/);
});

test('what a server said is not written, only what support needs', () => {
  const message = "The server refuses createUserV1 (invalid uid='ada@acme.test').";
  const written = describeError(new TenantError({ kind: 'invalid', message, status: 400, operation: 'createUserV1', traceId: 't-1' }));
  assert.match(written, /^TenantError kind=invalid status=400 operation=createUserV1 traceId=t-1\n/);
  assert.doesNotMatch(written, /ada@acme/);
});

test('what is thrown but no error is named by its type', () => assert.equal(describeError('ada@acme.test'), '(string)'));

test('a circle of causes ends', () => {
  const error = new Error('one');
  error.cause = error;
  assert.equal(describeError(error).match(/caused by/g)?.length, 3);
});
