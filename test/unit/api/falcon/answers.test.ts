import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAnswer } from '../../../../src/api/falcon/answers.ts';
import type { Reply } from '../../../../src/api/falcon/answers.ts';
import { operations } from '../../../../src/api/falcon/operations.ts';
import type { HttpAnswer } from '../../../../src/api/transport.ts';
import type { AggregateResult } from '../../../../src/core/aggregates/query.ts';
import { TenantError } from '../../../../src/core/errors.ts';
import type { Role } from '../../../../src/core/role.ts';
import type { User } from '../../../../src/core/user.ts';
import { thrownBy } from '../fakes/failure.ts';
import { answer, json, meta } from '../fakes/fakeTransport.ts';

const host = 'api.falcon.test';
const users = (given: HttpAnswer): Reply<User> => readAnswer<User>(operations.retrieveUsersGETV1, given, { host });
const ids = (given: HttpAnswer): Reply<string> => readAnswer<string>(operations.queryUserV1, given, { host });

test('resources, total and trace id are read', () => {
  const body = { meta: { query_time: 0.1, trace_id: 'abc', pagination: { limit: 1, offset: 0, total: 7 } }, resources: ['a', 'b'] };
  assert.deepEqual(ids(json(200, body)), { resources: ['a', 'b'], total: 7, errors: [], unusable: [], status: 200, traceId: 'abc' });
});

for (const resources of [undefined, null, []]) {
  test(`resources that are ${JSON.stringify(resources) ?? 'missing'} are none`, () => {
    assert.deepEqual(ids(json(200, { meta: meta(), resources })).resources, []);
  });
}

test('an answer with errors: null or an empty list of them is a success', () => {
  assert.deepEqual(ids(json(200, { meta: meta(), errors: null, resources: ['a'] })).errors, []);
  assert.deepEqual(ids(json(200, { meta: meta(), errors: [], resources: ['a'] })).resources, ['a']);
});

test('errors inside a success without resources are a failure of the status that they name', () => {
  const withCode = (code: unknown): TenantError => thrownBy(() => ids(json(200, { meta: meta(), errors: [{ code, message: 'no' }], resources: null })));
  assert.equal(withCode(404).kind, 'notFound');
  assert.equal(withCode(403).kind, 'forbidden');
  assert.equal(withCode(500).kind, 'server');
  for (const code of [0, 200, 'bad', undefined, 99_999]) assert.equal(withCode(code).kind, 'invalid', String(code));
});

test('errors of another form than documented are errors all the same', () => {
  for (const error of ['boom', {}, 5, null, { code: '403', message: ['x'] }]) {
    const failed = thrownBy(() => ids(json(200, { meta: meta(), errors: [error] })));
    assert.equal(failed.kind, 'invalid', JSON.stringify(error));
  }
  assert.match(thrownBy(() => ids(json(200, { meta: meta(), errors: ['boom'] }))).message, /boom/);
});

test('errors beside resources come with them', () => {
  const reply = ids(json(200, { meta: meta(), errors: [{ code: 404, message: 'gone' }], resources: ['a'] }));
  assert.deepEqual(reply.resources, ['a']);
  assert.deepEqual(reply.errors, [{ code: 404, message: 'gone' }]);
});

test('a 207 is a success in part', () => {
  const body = { meta: meta(), errors: [{ code: 404, message: 'x' }], resources: [{ child_cid: 'a' }] };
  const reply = readAnswer(operations.getChildrenV2, json(207, body), { host });
  assert.equal(reply.status, 207);
  assert.equal(reply.resources.length, 1);
  assert.equal(reply.errors.length, 1);
});

test('a web page is told from data, whatever its status', () => {
  for (const given of [answer(200, '\n <!DOCTYPE html><p>sign in'), answer(200, 'Sign in', { 'content-type': 'text/html' })]) {
    const error = thrownBy(() => ids(given));
    assert.equal(error.kind, 'protocol');
    assert.equal(error.reason, 'html');
    assert.match(error.advice, /web page.*(proxy|sign-in)/);
  }
});

for (const [name, text] of [
  ['an empty body', ''],
  ['a blank body', ' \n'],
  ['JSON cut short', '{"meta":{"trace_id":"t"},"resources":["a",'],
  ['a text', 'OK'],
] as const) {
  test(`${name} is an answer cut short, never an empty list`, () => {
    const error = thrownBy(() => ids(answer(200, text)));
    assert.equal(error.kind, 'protocol');
    assert.equal(error.reason, 'truncated');
    assert.equal(error.outcomeUnknown, false);
  });
}

for (const body of [[], {}, null, 5, 'text', { login: 'please' }, { resources: {} }, { resources: 'a' }, { resources: ['a'], errors: {} }]) {
  test(`JSON of another form, ${JSON.stringify(body)}, is a fault, never an empty list`, () => {
    const error = thrownBy(() => ids(json(200, body)));
    assert.equal(error.kind, 'protocol');
    assert.equal(error.reason, undefined);
    assert.match(error.message, /another form/);
  });
}

test('after a write, an answer that cannot be read leaves the outcome unknown', () => {
  for (const given of [answer(200, ''), answer(200, '<html>'), json(200, {})]) {
    assert.equal(thrownBy(() => readAnswer(operations.deleteUserV1, given, { host })).outcomeUnknown, true);
  }
});

test('a redirect is an error of its own, and not repeated as a passing fault', () => {
  const error = thrownBy(() => ids(answer(302, '', { location: 'https://sign-in.example' })));
  assert.equal(error.kind, 'protocol');
  assert.equal(error.reason, 'redirected');
  assert.equal(error.status, 302);
});

test('refusals with a body that cannot be read keep their status', () => {
  for (const text of ['', '<html>', '{"message":"Forbidden"}', '[1]']) {
    const error = thrownBy(() => ids(answer(403, text, { 'x-cs-traceid': 'from-header' })));
    assert.equal(error.kind, 'forbidden');
    assert.equal(error.status, 403);
    assert.equal(error.traceId, 'from-header');
  }
});

test('optional fields of another type count as absent, and unknown ones are kept', () => {
  const user = { uuid: 'u', first_name: 5, last_name: null, factors: 'TOTP', created_at: {}, status: 'active', shoe_size: 43 };
  const [read] = users(json(200, { meta: meta(), resources: [user] })).resources;
  assert.equal(read?.first_name, undefined);
  assert.equal(read?.last_name, undefined);
  assert.equal(read?.factors, undefined);
  assert.equal(read?.created_at, undefined);
  assert.equal(read?.status, 'active');
  assert.equal((read as unknown as { shoe_size: number }).shoe_size, 43);
});

test('a record that cannot be addressed is left out, and told by place without its values', () => {
  const reply = users(json(200, { meta: meta(), resources: [{ uuid: 'u' }, { uid: 'hidden@x' }, null, 'hidden', { uuid: '' }, { uuid: 7 }] }));
  assert.deepEqual(reply.resources.map(({ uuid }) => uuid), ['u']);
  assert.equal(reply.unusable.length, 5);
  assert.match(reply.unusable[0] ?? '', /retrieveUsersGETV1: record 2 is left out \(uuid/);
  assert.doesNotMatch(reply.unusable.join(), /hidden/);
});

test('ids that are no texts are left out', () => {
  const reply = ids(json(200, { meta: meta(3), resources: ['a', 5, ''] }));
  assert.deepEqual(reply.resources, ['a']);
  assert.equal(reply.unusable.length, 2);
});

test('a role without a name or a description gets a usable one', () => {
  const body = { meta: meta(), resources: [{ id: 'r', is_global: 'yes' }, { id: 's', display_name: '', description: 5 }] };
  const { resources } = readAnswer(operations.entitiesRolesGETV2, json(200, body), { host });
  assert.deepEqual(
    resources.map((role) => role as Role).map(({ id, display_name, description, is_global }) => [id, display_name, description, is_global]),
    [
      ['r', 'r', '', undefined],
      ['s', 's', '', undefined],
    ],
  );
});

test('a bucket that is none falls out alone, and labels may be true or false', () => {
  const body = { resources: [{ name: 'n', buckets: [null, { label: true, count: 5 }, 7, { label: false, count: 3 }] }] };
  const { resources } = readAnswer<AggregateResult>(operations.aggregateUsersV1, json(200, body), { host });
  assert.deepEqual(resources[0]?.buckets.map(({ label, count }) => [label, count]), [[true, 5], [false, 3]]);
});

test('aggregates are read to any depth', () => {
  const bucket = { label: 'x', count: 1, sub_aggregates: [{ name: 'inner', buckets: [{ label: 1_700_000_000_000, key_as_string: 'k', value: 3 }] }] };
  const body = { meta: meta(), errors: [], resources: [{ name: 'n', buckets: [bucket] }, {}] };
  const { resources } = readAnswer(operations.aggregateUsersV1, json(200, body), { host });
  assert.equal(resources.length, 2);
  assert.deepEqual((resources[1] as { buckets: unknown }).buckets, []);
});

for (const pagination of [{ total: '7' }, { total: -1 }, { total: null }, 'many', null, {}]) {
  test(`a total of ${JSON.stringify(pagination)} is none`, () => {
    assert.equal(ids(json(200, { meta: { pagination }, resources: ['a'] })).total, undefined);
  });
}

test('whatever the server sends, it is data or one TenantError', () => {
  const envelopes = fc.record({ meta: fc.jsonValue(), errors: fc.jsonValue(), resources: fc.jsonValue() });
  const bodies = fc.oneof(fc.json(), fc.string(), envelopes.map((body) => JSON.stringify(body)));
  const statuses = fc.constantFrom(200, 201, 204, 207, 301, 400, 401, 403, 404, 409, 413, 418, 429, 500, 502, 503, 504);
  fc.assert(
    fc.property(bodies, statuses, fc.constantFrom(...Object.values(operations)), (text, status, operation) => {
      try {
        readAnswer(operation, answer(status, text), { host });
      } catch (thrown) {
        assert.ok(thrown instanceof TenantError);
        assert.equal(thrown.operation, operation.id);
      }
    }),
    { numRuns: 500 },
  );
});
