import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findOperation, operationRows, operations } from '../../../../src/api/falcon/operations.ts';
import { writeRequest } from '../../../../src/api/falcon/request.ts';
import { thrownBy } from '../fakes/failure.ts';

const cid = 'c'.repeat(32);
const uuid = '11111111-2222-4333-8444-555555555555';
const other = '99999999-2222-4333-8444-555555555555';
const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

interface Case {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Method and target. */
  readonly request: string;
  readonly body?: string;
  readonly contentType?: string;
}

const grants = 'user_uuid=11111111-2222-4333-8444-555555555555';
const grantsCase = (path: string): Case => ({
  parameters: { user_uuid: uuid, cid, direct_only: true, filter: "role_id:'a b'", offset: 0, limit: 500, sort: 'role_name|desc' },
  request: `GET ${path}?${grants}&cid=${cid}&direct_only=true&filter=role_id%3A%27a+b%27&offset=0&limit=500&sort=role_name%7Cdesc`,
});

/** What each operation has to look like on the wire, in CrowdStrike's specification. */
const cases: Readonly<Record<string, Case>> = {
  queryUserV1: {
    parameters: { filter: "status:'active'+uid:*'*ä@x*'", offset: 500, limit: 500, sort: 'uid|asc' },
    request:
      'GET /user-management/queries/users/v1?filter=status%3A%27active%27%2Buid%3A*%27*%C3%A4%40x*%27&offset=500&limit=500&sort=uid%7Casc',
  },
  retrieveUsersGETV1: {
    parameters: { body: { ids: [uuid, other] } },
    request: 'POST /user-management/entities/users/GET/v1',
    body: `{"ids":["${uuid}","${other}"]}`,
  },
  createUserV1: {
    parameters: { validate_only: false, body: { uid: 'a@b.example', cid, first_name: 'Ä', last_name: 'B', password: 'pw' } },
    request: 'POST /user-management/entities/users/v1?validate_only=false',
    body: `{"uid":"a@b.example","cid":"${cid}","first_name":"Ä","last_name":"B","password":"pw"}`,
  },
  updateUserV1: {
    parameters: { user_uuid: uuid, body: { first_name: 'A', last_name: '' } },
    request: `PATCH /user-management/entities/users/v1?user_uuid=${uuid}`,
    body: '{"first_name":"A","last_name":""}',
  },
  deleteUserV1: { parameters: { user_uuid: uuid }, request: `DELETE /user-management/entities/users/v1?user_uuid=${uuid}` },
  aggregateUsersV1: {
    parameters: { body: [{ name: 'n', type: 'range', field: 'f', ranges: [{ From: 1, To: 2 }], sub_aggregates: [] }] },
    request: 'POST /user-management/aggregates/users/v1',
    body: '[{"name":"n","type":"range","field":"f","ranges":[{"From":1,"To":2}],"sub_aggregates":[]}]',
  },
  userActionV1: {
    parameters: { body: { ids: [uuid], action: { action_name: 'reset_2fa' } } },
    request: 'POST /user-management/entities/user-actions/v1',
    body: `{"ids":["${uuid}"],"action":{"action_name":"reset_2fa"}}`,
  },
  userRolesActionV1: {
    parameters: { body: { action: 'grant', cid, uuid, role_ids: ['r1', 'r2'], expires_at: '2026-01-02T03:04:05Z' } },
    request: 'POST /user-management/entities/user-role-actions/v1',
    body: `{"action":"grant","cid":"${cid}","uuid":"${uuid}","role_ids":["r1","r2"],"expires_at":"2026-01-02T03:04:05Z"}`,
  },
  queriesRolesV1: {
    parameters: { cid, user_uuid: uuid, action: 'grant' },
    request: `GET /user-management/queries/roles/v1?cid=${cid}&user_uuid=${uuid}&action=grant`,
  },
  entitiesRolesGETV2: {
    parameters: { cid, body: { ids: ['r1'] } },
    request: `POST /user-management/entities/roles/GET/v2?cid=${cid}`,
    body: '{"ids":["r1"]}',
  },
  entitiesRolesV1: { parameters: { cid, ids: ['r1', 'r2'] }, request: `GET /user-management/entities/roles/v1?cid=${cid}&ids=r1&ids=r2` },
  CombinedUserRolesV2: grantsCase('/user-management/combined/user-roles/v2'),
  combinedUserRolesV1: grantsCase('/user-management/combined/user-roles/v1'),
  RetrieveUser: { parameters: { ids: [uuid, other] }, request: `GET /users/entities/users/v1?ids=${uuid}&ids=${other}` },
  CreateUser: {
    parameters: { body: { uid: 'a@b.example', firstName: 'A', lastName: 'B', password: 'pw' } },
    request: 'POST /users/entities/users/v1',
    body: '{"uid":"a@b.example","firstName":"A","lastName":"B","password":"pw"}',
  },
  UpdateUser: {
    parameters: { user_uuid: uuid, body: { firstName: 'A' } },
    request: `PATCH /users/entities/users/v1?user_uuid=${uuid}`,
    body: '{"firstName":"A"}',
  },
  DeleteUser: { parameters: { user_uuid: uuid }, request: `DELETE /users/entities/users/v1?user_uuid=${uuid}` },
  RetrieveEmailsByCID: { parameters: {}, request: 'GET /users/queries/emails-by-cid/v1' },
  RetrieveUserUUIDsByCID: { parameters: {}, request: 'GET /users/queries/user-uuids-by-cid/v1' },
  RetrieveUserUUID: {
    parameters: { uid: ['a+1@b.example', 'c@d.example'] },
    request: 'GET /users/queries/user-uuids-by-email/v1?uid=a%2B1%40b.example&uid=c%40d.example',
  },
  GetRoles: { parameters: { ids: ['r1', 'r2'] }, request: 'GET /user-roles/entities/user-roles/v1?ids=r1&ids=r2' },
  GrantUserRoleIds: {
    parameters: { user_uuid: uuid, body: { roleIds: ['r1'] } },
    request: `POST /user-roles/entities/user-roles/v1?user_uuid=${uuid}`,
    body: '{"roleIds":["r1"]}',
  },
  RevokeUserRoleIds: {
    parameters: { user_uuid: uuid, ids: ['r1', 'r2'] },
    request: `DELETE /user-roles/entities/user-roles/v1?user_uuid=${uuid}&ids=r1&ids=r2`,
  },
  GetAvailableRoleIds: { parameters: {}, request: 'GET /user-roles/queries/user-role-ids-by-cid/v1' },
  GetUserRoleIds: { parameters: { user_uuid: uuid }, request: `GET /user-roles/queries/user-role-ids-by-user-uuid/v1?user_uuid=${uuid}` },
  oauth2AccessToken: {
    parameters: { body: { client_id: 'id', client_secret: 'a+b&c=ä', member_cid: cid } },
    request: 'POST /oauth2/token',
    body: `client_id=id&client_secret=a%2Bb%26c%3D%C3%A4&member_cid=${cid}`,
    contentType: form,
  },
  oauth2RevokeToken: { parameters: { body: { token: 't', client_id: 'id' } }, request: 'POST /oauth2/revoke', body: 'token=t&client_id=id', contentType: form },
  queryChildren: {
    parameters: { filter: `cid:'${cid}'`, offset: 0, limit: 5000, sort: 'last_modified_timestamp|asc' },
    request: `GET /mssp/queries/children/v1?filter=cid%3A%27${cid}%27&offset=0&limit=5000&sort=last_modified_timestamp%7Casc`,
  },
  getChildren: { parameters: { ids: [cid, 'd'] }, request: `GET /mssp/entities/children/v1?ids=${cid}&ids=d` },
  getChildrenV2: { parameters: { body: { ids: [cid] } }, request: 'POST /mssp/entities/children/GET/v2', body: `{"ids":["${cid}"]}` },
  GetSensorInstallersCCIDByQuery: { parameters: {}, request: 'GET /sensors/queries/installers/ccid/v1' },
};

test('every operation of the table is proved here', () => {
  assert.deepEqual(Object.keys(cases).sort(), operationRows.map(({ id }) => id).sort());
  for (const [key, { id }] of Object.entries(operations)) assert.equal(key, id);
});

for (const [id, { parameters, request, body, contentType = json }] of Object.entries(cases)) {
  test(`${id} is written with its method, path, parameters and body`, () => {
    const operation = findOperation(id);
    assert.ok(operation);
    const written = writeRequest(operation, parameters);
    assert.equal(`${operation.method} ${written.target}`, request);
    assert.equal(written.body, body);
    assert.equal(written.contentType, contentType);
  });
}

test('parameters left out or undefined are not written', () => {
  assert.equal(writeRequest(operations.queryUserV1, { filter: undefined, limit: 1 }).target, '/user-management/queries/users/v1?limit=1');
  assert.equal(writeRequest(operations.queryUserV1, {}).target, '/user-management/queries/users/v1');
});

const refusals: readonly (readonly [name: string, id: keyof typeof operations, parameters: Readonly<Record<string, unknown>>, said: RegExp])[] = [
  ['a missing parameter', 'deleteUserV1', {}, /“user_uuid” is required/],
  ['a missing field of the body', 'updateUserV1', { user_uuid: uuid, body: { first_name: 'A' } }, /“last_name” is required/],
  ['a missing body', 'retrieveUsersGETV1', {}, /“ids” is required/],
  ['a missing field inside a field', 'userActionV1', { body: { ids: [uuid], action: {} } }, /“action\.action_name” is required/],
  ['an unknown parameter', 'queryUserV1', { limits: 5 }, /no parameter “limits”/],
  ['a parameter named like something every object has', 'queryUserV1', { constructor: 'x' }, /no parameter “constructor”/],
  ['an unknown field of the body', 'createUserV1', { body: { uid: 'a', firstName: 'x' } }, /no parameter “firstName”/],
  ['an unknown field inside a field', 'userActionV1', { body: { ids: [uuid], action: { action_name: 'reset_2fa', x: 1 } } }, /“action\.x”/],
  ['a body where there is none', 'deleteUserV1', { user_uuid: uuid, body: {} }, /no body/],
  ['a limit that is too large', 'queryUserV1', { limit: 501 }, /“limit” is 500 at most/],
  ['a limit that is too small', 'queryUserV1', { limit: 0 }, /“limit” is 1 at least/],
  ['an offset below zero', 'queryChildren', { offset: -1 }, /“offset” is 0 at least/],
  ['half a record', 'queryUserV1', { limit: 1.5 }, /whole number/],
  ['a number that is none', 'queryUserV1', { limit: Number.NaN }, /whole number/],
  ['a number as text', 'queryUserV1', { limit: '5' }, /whole number/],
  ['a flag as text', 'createUserV1', { validate_only: 'True', body: { uid: 'a' } }, /true or false/],
  ['one id in place of a list', 'entitiesRolesV1', { ids: 'r1' }, /a list of texts/],
  ['a list of numbers', 'entitiesRolesV1', { ids: [1] }, /a list of texts/],
  ['no ids at all', 'retrieveUsersGETV1', { body: { ids: [] } }, /at least 1/],
  ['too many ids', 'retrieveUsersGETV1', { body: { ids: Array.from({ length: 5001 }, () => uuid) } }, /at most 5000 at a time, not 5001/],
  ['too many roles', 'userRolesActionV1', { body: { action: 'grant', cid, uuid, role_ids: Array.from({ length: 101 }, String) } }, /at most 100/],
  ['an unknown action', 'userRolesActionV1', { body: { action: 'give', cid, uuid, role_ids: ['r'] } }, /one of grant, revoke/],
  ['an unknown order', 'queryUserV1', { sort: 'uid.asc' }, /“sort” takes one of/],
  ['a single aggregate', 'aggregateUsersV1', { body: { name: 'x' } }, /list of queries/],
  ['a list as a body', 'createUserV1', { body: [] }, /an object/],
];

for (const [name, id, parameters, said] of refusals) {
  test(`${name} is refused before anything is sent`, () => {
    const error = thrownBy(() => writeRequest(operations[id], parameters));
    assert.equal(error.kind, 'invalid');
    assert.equal(error.operation, id);
    assert.match(error.message, said);
    assert.equal(error.outcomeUnknown, false);
  });
}

test('a URL that is too long for the server is refused with advice', () => {
  const ids = Array.from({ length: 500 }, () => uuid);
  const error = thrownBy(() => writeRequest(operations.RetrieveUser, { ids }));
  assert.equal(error.kind, 'invalid');
  assert.match(error.advice, /URL too long.*fewer ids/);
  assert.doesNotMatch(error.advice, new RegExp(uuid));
  writeRequest(operations.RetrieveUser, { ids: ids.slice(0, 400) });
});

test('the largest batch of CIDs that assignments are searched by fits into a URL', () => {
  const cids = Array.from({ length: 250 }, (_, n) => `'${n.toString(16).padStart(32, '0')}'`);
  const { target } = writeRequest(operations.queryUserV1, { filter: `uuid:'${uuid}'+assigned_cids:[${cids.join(',')}]`, limit: 1 });
  assert.ok(target.length < 14_000, String(target.length));
});

test('whatever the filter, the server reads back exactly that text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (filter) => {
      const { target } = writeRequest(operations.queryUserV1, { filter, limit: 1 });
      const url = new URL(target, 'https://x.example');
      assert.equal(url.searchParams.get('filter'), filter.toWellFormed());
      assert.equal(url.searchParams.get('limit'), '1');
      assert.equal([...url.searchParams].length, 2);
    }),
  );
});

test('no refusal repeats a value that was given', () => {
  const value = 'Xq7Zw1Kp9';
  const rows = operationRows.filter(({ query }) => Object.keys(query).length > 0);
  fc.assert(
    fc.property(fc.constantFrom(...rows), fc.constantFrom<unknown>(value, [value], { [value]: 1 }, Number.NaN), (operation, given) => {
      const names = Object.keys(operation.query);
      try {
        writeRequest(operation, Object.fromEntries(names.map((name) => [name, given])));
      } catch (thrown) {
        assert.ok(thrown instanceof Error);
        assert.ok(!thrown.message.includes(value), thrown.message);
      }
    }),
  );
});

test('passwords, secrets and tokens of a body are known as secrets', () => {
  assert.deepEqual(writeRequest(operations.createUserV1, { body: { uid: 'a', password: 'pw' } }).secrets, ['pw']);
  assert.deepEqual(writeRequest(operations.oauth2AccessToken, { body: { client_id: 'id', client_secret: 's' } }).secrets, ['s']);
  assert.deepEqual(writeRequest(operations.oauth2RevokeToken, { body: { token: 't' } }).secrets, ['t']);
});

test('every write asks for the write scope, and every read for one that reads', () => {
  for (const { id, write, scope, repeatable, method } of operationRows) {
    if (id.startsWith('oauth2')) assert.equal(scope, undefined);
    else assert.equal(scope?.endsWith(':write'), write, id);
    if (!write) assert.ok(repeatable, id);
    if (method === 'GET') assert.ok(!write, id);
  }
});

test('deprecated operations name one that is there in their place', () => {
  for (const { id, replacedBy } of operationRows) {
    if (replacedBy !== undefined) assert.ok(findOperation(replacedBy), id);
  }
  assert.equal(findOperation('toString'), undefined);
});
