import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAnswer } from '../../../../src/api/falcon/answers.ts';
import { operations } from '../../../../src/api/falcon/operations.ts';
import type { Operation } from '../../../../src/api/falcon/operation.ts';
import { writeRequest } from '../../../../src/api/falcon/request.ts';
import { transportError } from '../../../../src/api/transportErrors.ts';
import type { TenantError } from '../../../../src/core/errors.ts';
import { thrownBy } from '../fakes/failure.ts';
import { answer, json, meta, refused } from '../fakes/fakeTransport.ts';

const host = 'api.falcon.test';
const refusal = (operation: Operation, status: number, said: string, retryAt?: number): TenantError =>
  thrownBy(() => readAnswer(operation, refused(status, said), { host, retryAt }));

const known = [
  { operation: operations.CombinedUserRolesV2, status: 400, said: "invalid user uuid='x' specified", kind: 'notFound', reason: 'unknownUser' },
  { operation: operations.userRolesActionV1, status: 400, said: "invalid roleID='x' specified", kind: 'invalid', reason: 'roleNotGrantable' },
  { operation: operations.createUserV1, status: 400, said: 'password too short', kind: 'invalid', reason: undefined },
  { operation: operations.createUserV1, status: 409, said: 'exists', kind: 'conflict', reason: undefined },
  { operation: operations.queryUserV1, status: 401, said: 'access denied, invalid bearer token', kind: 'auth', reason: 'wrongCloud' },
  { operation: operations.queryUserV1, status: 403, said: 'access denied, authorization failed', kind: 'forbidden', reason: 'missingScope' },
  { operation: operations.queryUserV1, status: 403, said: 'access denied, scope not permitted', kind: 'forbidden', reason: 'missingScope' },
  { operation: operations.entitiesRolesGETV2, status: 404, said: '', kind: 'notFound', reason: undefined },
  { operation: operations.queryUserV1, status: 413, said: '', kind: 'invalid', reason: undefined },
  { operation: operations.queryUserV1, status: 414, said: '', kind: 'invalid', reason: undefined },
  { operation: operations.queryUserV1, status: 418, said: '', kind: 'invalid', reason: undefined },
  { operation: operations.queryUserV1, status: 429, said: '', kind: 'rateLimited', reason: undefined },
  { operation: operations.queryUserV1, status: 500, said: 'Internal Server Error', kind: 'server', reason: undefined },
  { operation: operations.queryUserV1, status: 504, said: '', kind: 'timeout', reason: undefined },
] as const;

for (const { operation, status, said, kind, reason } of known) {
  test(`${status} “${said}” to ${operation.id} is ${kind}${reason ? `, ${reason}` : ''}`, () => {
    const error = refusal(operation, status, said);
    assert.equal(error.kind, kind);
    assert.equal(error.reason, reason);
    assert.equal(error.status, status);
    assert.equal(error.operation, operation.id);
    assert.equal(error.traceId, 'trace-1');
  });
}

test('a missing scope is named as in the console, with the allow list as the other cause', () => {
  const error = refusal(operations.createUserV1, 403, 'access denied');
  assert.equal(error.scope, 'usermgmt:write');
  assert.match(error.advice, /“User Management: Write” \(usermgmt:write\).*allow list/);
});

test('a fault of the server after a write leaves its outcome unknown, a refusal does not', () => {
  for (const status of [500, 502, 503, 504]) assert.equal(refusal(operations.deleteUserV1, status, '').outcomeUnknown, true);
  for (const status of [400, 401, 403, 404, 409, 429]) assert.equal(refusal(operations.deleteUserV1, status, '').outcomeUnknown, false);
  assert.equal(refusal(operations.queryUserV1, 500, '').outcomeUnknown, false);
});

test('errors inside the success of a write leave its outcome unknown', () => {
  const within = (operation: Operation): boolean =>
    thrownBy(() => readAnswer(operation, json(200, { meta: meta(), errors: [{ code: 400, message: 'no' }] }), { host })).outcomeUnknown;
  assert.equal(within(operations.userRolesActionV1), true);
  assert.equal(within(operations.queryUserV1), false);
});

test('server faults ask for the trace id', () => {
  assert.match(refusal(operations.queryUserV1, 500, '').advice, /trace id/);
});

test('what the server says is shown in one line and not without end', () => {
  const { message } = refusal(operations.queryUserV1, 400, `first\r\n\u001b[31msecond ${'x'.repeat(1000)}`);
  assert.match(message, /first \[31msecond x+…/);
  assert.ok(message.length < 400);
});

/** A text that cannot come about by chance. */
const marked = fc.stringMatching(/^[A-Za-z0-9+/=&%'"<>]{6,30}$/).map((text) => `Zq7${text}9pX`);
const inHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
const statuses = fc.constantFrom(200, 201, 302, 400, 401, 403, 404, 409, 413, 429, 500, 502);

test('a secret, a token or a password never gets into an error text, even if the server repeats it', () => {
  const echoes: readonly ((secret: string) => string)[] = [
    (secret) => secret,
    (secret) => `client_secret=${encodeURIComponent(secret)}`,
    (secret) => `a ${secret} b ${secret}\n${secret}`,
    (secret) => `${'x'.repeat(290)}${secret}`,
    (secret) => JSON.stringify({ value: secret }),
    (secret) => JSON.stringify(JSON.stringify(secret)),
    (secret) => inHtml(secret),
    (secret) => inHtml(JSON.stringify(secret)),
    (secret) => [...secret].map((character) => `&#${character.codePointAt(0)};`).join(''),
    (secret) => `it begins with ${secret.slice(0, 9)}`,
    (secret) => `it ends with ${secret.slice(-9)}`,
  ];
  const given = fc.tuple(marked, statuses, fc.constantFrom(...echoes), fc.constantFrom<Operation>(...Object.values(operations)));
  fc.assert(
    fc.property(given, ([secret, status, echo, operation]) => {
      const error = thrownBy(() => readAnswer(operation, refused(status, echo(secret)), { host, secrets: [secret] }));
      assert.doesNotMatch(`${error.message} ${error.nextStep}`, /Zq7|9pX|&#90;/, error.message);
    }),
    { numRuns: 400 },
  );
});

test('nothing that was sent gets into the text of a failure that the server says nothing about', () => {
  const bodies = fc.constantFrom('', '<html>', '{}', '{"errors":[{"code":500}]}', '{"resources":[');
  fc.assert(
    fc.property(marked, marked, statuses, bodies, (filter, password, status, body) => {
      const written = writeRequest(operations.queryUserV1, { filter });
      writeRequest(operations.createUserV1, { body: { uid: filter, password } });
      const broken = transportError(new Error(`read failed for ${written.target.slice(0, 4)}`), `https://${host}${written.target}`, {
        viaProxy: false,
        write: false,
        aborted: false,
      });
      const errors = [broken];
      if (status >= 300) errors.push(thrownBy(() => readAnswer(operations.queryUserV1, answer(status, body), { host })));
      for (const error of errors) {
        assert.ok(!error.advice.includes(filter.slice(0, 8)) && !error.advice.includes(encodeURIComponent(filter).slice(0, 8)), error.advice);
      }
    }),
  );
});
