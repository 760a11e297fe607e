import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestOperations } from '../../../../src/state/requests/requestOperations.ts';
import { explained, suggested } from './atBar.ts';

test('the parts of a request are offered, but for those that are written', () => {
  const { labels, take } = suggested('{ "operation": "queryUserV1", | }');
  assert.deepEqual(labels, ['tenant', 'query', 'body']);
  assert.equal(take('query'), '{ "operation": "queryUserV1", "query": {} }');
});

test('all operations are offered with what they do, deprecated ones marked', () => {
  const { items, take } = suggested('{ "operation": "query|" }');
  assert.deepEqual(items.map(({ label }) => label), requestOperations.map(({ id }) => id));
  const deprecated = items.filter(({ isDeprecated }) => isDeprecated).map(({ label }) => label);
  assert.deepEqual(deprecated, requestOperations.filter(({ replacedBy }) => replacedBy).map(({ id }) => id));
  assert.match(items.find(({ label }) => label === 'GetRoles')?.about ?? '', /use entitiesRolesGETV2 instead/);
  assert.equal(take('queryUserV1'), '{ "operation": "queryUserV1" }');
});

test('connected tenants are offered', () => assert.deepEqual(suggested('{ "tenant": | }').labels, ['Acme Global', 'Beta']));

test('parameters are offered with a value to begin with, but for those that are written', () => {
  const { items, labels, take } = suggested('{ "operation": "CombinedUserRolesV2", "query": { "limit": 5, "us|" } }');
  assert.ok(!labels.includes('limit') && labels.includes('user_uuid') && labels.includes('sort'));
  assert.deepEqual(items.find(({ label }) => label === 'user_uuid')?.detail, 'required');
  assert.equal(take('direct_only'), '{ "operation": "CombinedUserRolesV2", "query": { "limit": 5, "direct_only": false } }');
});

test('before another name a comma follows', () => {
  assert.equal(suggested('{ | "operation": "queryUserV1" }').take('query'), '{ "query": {}, "operation": "queryUserV1" }');
});

test('a name before a value is replaced alone', () => {
  assert.equal(suggested('{ "operation": "queryUserV1", "query": { "li|": 7 } }').take('limit'), '{ "operation": "queryUserV1", "query": { "limit": 7 } }');
});

test('values are offered where there is a choice, within the body too', () => {
  assert.deepEqual(suggested('{ "operation": "userRolesActionV1", "body": { "action": "|" } }').labels, ['grant', 'revoke']);
  assert.deepEqual(suggested('{ "operation": "userActionV1", "body": { "action": { "action_name": | } } }').labels, ['reset_password', 'reset_2fa']);
  assert.deepEqual(suggested('{ "operation": "CombinedUserRolesV2", "query": { "direct_only": | } }').labels, ['true', 'false']);
  assert.ok(suggested('{ "operation": "queryUserV1", "query": { "sort": "|" } }').labels.includes('last_login_at|desc'));
});

test('nothing is offered where nothing is known', () => {
  for (const text of ['{ "query": { "|" } }', '{ "operation": "queryUserV1", "body": { | } }', '{ "operation": "queryUserV1", "query": { "filter": | } }']) {
    assert.deepEqual(suggested(text).labels, [], text);
  }
  assert.deepEqual(suggested(`${'['.repeat(20_000)}|`).labels, []);
});

test('an operation is explained by what it does, where it goes and what it needs', () => {
  const [piece, title, lines] = explained('{ "operation": "delete|UserV1" }') ?? [];
  assert.deepEqual([piece, title], ['"deleteUserV1"', 'deleteUserV1']);
  assert.match(lines ?? '', /Delete a user for good\. DELETE \/user-management.* Needs User Management: Write.* may change the tenant/);
  assert.match(explained('{ "operation": "Get|Roles" }')?.[2] ?? '', /Deprecated: use entitiesRolesGETV2 instead/);
});

test('a parameter is explained at its name and at its value, items of lists and members of objects too', () => {
  const wanted = /at most\. A whole number from 1 to 500; 100 unless given\./;
  for (const text of ['"li|mit": 5', '"limit": |5']) assert.match(explained(`{ "operation": "queryUserV1", "query": { ${text} } }`)?.[2] ?? '', wanted);
  assert.equal(explained('{ "operation": "retrieveUsersGETV1", "body": { "ids": [ "a|" ] } }')?.[1], 'ids');
  assert.equal(explained('{ "operation": "userActionV1", "body": { "action": { "action_na|me": "" } } }')?.[1], 'action_name');
});

test('parts are explained, and what is not known is not', () => {
  assert.match(explained('{ "ten|ant": "Acme" }')?.[2] ?? '', /connected tenant/);
  assert.equal(explained('{ "operation": "queryUserV1", "query": { "fil|ler": 1 } }'), undefined);
  assert.equal(explained('{ "constructor|": 1 }'), undefined);
});
