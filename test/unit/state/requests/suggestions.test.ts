import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregateTypes } from '../../../../src/core/aggregates/query.ts';
import { explanationAt } from '../../../../src/state/requests/explain.ts';
import { requestOperations } from '../../../../src/state/requests/requestOperations.ts';
import { suggestionsAt } from '../../../../src/state/requests/suggestions.ts';
import type { Suggestion } from '../../../../src/state/requests/suggestions.ts';

interface Marked {
  readonly text: string;
  readonly at: number;
}

/** The place of the caret is marked with a bar. */
function marked(written: string): Marked {
  const at = written.indexOf('|');
  assert.ok(at >= 0);
  return { text: written.slice(0, at) + written.slice(at + 1), at };
}

/** What is suggested at the bar, and the text once the first suggestion that fits was taken. */
function suggested(written: string): { readonly items: readonly Suggestion[]; readonly labels: readonly string[]; readonly take: (label: string) => string } {
  const { text, at } = marked(written);
  const { place, items } = suggestionsAt(text, at, ['Acme Global', 'Beta']);
  const take = (label: string): string => {
    const item = items.find((one) => one.label === label);
    assert.ok(item, label);
    return text.slice(0, place.offset) + item.text + text.slice(place.offset + place.length);
  };
  return { items, labels: items.map(({ label }) => label), take };
}

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
  for (const text of ['{ "query": { "|" } }', '{ "operation": "queryUserV1", "body": { | } }', '{ "operation": "createUserV1", "body": { "uid": "|" } }']) {
    assert.deepEqual(suggested(text).labels, [], text);
  }
  assert.deepEqual(suggested(`${'['.repeat(20_000)}|`).labels, []);
});

test('a filter is completed in its own language, with the properties of its operation', () => {
  const users = (filter: string) => suggested(`{ "operation": "queryUserV1", "query": { "filter": "${filter}" } }`);
  assert.equal(users('sta|').take('status'), '{ "operation": "queryUserV1", "query": { "filter": "status:" } }');
  assert.equal(users("status:'|").take('active'), `{ "operation": "queryUserV1", "query": { "filter": "status:'active'" } }`);
  assert.equal(users("status:'act|'").take('active'), `{ "operation": "queryUserV1", "query": { "filter": "status:'active'" } }`);
  const grants = suggested('{ "operation": "CombinedUserRolesV2", "query": { "filter": "|" } }');
  assert.deepEqual(grants.labels, ['expires_at', 'role_id', 'role_name']);
});

test('what is escaped in a filter stays where it stands', () => {
  const written = String.raw`{ "operation": "queryUserV1", "query": { "filter": "first_name:'\u0041\"b'+sta|" } }`;
  assert.equal(suggested(written).take('status'), written.replace('sta|', 'status:'));
});

test('a filter that is not closed yet is completed, and nothing behind its end', () => {
  assert.ok(suggested('{ "operation": "queryUserV1", "query": { "filter": "status:\'|').labels.includes('active'));
  assert.ok(!suggested('{ "operation": "queryUserV1", "query": { "filter": |"" } }').labels.includes('status'));
});

const ofQuery = (query: string) => suggested(`{ "operation": "aggregateUsersV1", "body": [${query}] }`);

test('aggregate queries are completed: names, types, fields, intervals, orders and filters, at every level', () => {
  assert.ok(ofQuery('{ "name": "a", | }').labels.includes('sub_aggregates'));
  assert.ok(!ofQuery('{ "name": "a", | }').labels.includes('name'));
  assert.match(ofQuery('{ "na|" }').take('filters_spec'), /\[\{ "filters_spec": \{\} \}\]/);
  assert.deepEqual(ofQuery('{ "type": "|" }').labels, [...aggregateTypes]);
  assert.ok(ofQuery('{ "sub_aggregates": [{ "field": "|" }] }').labels.includes('last_login_at'));
  assert.ok(ofQuery('{ "sub_aggregates": [{ "interval": | }] }').labels.includes('month'));
  assert.ok(ofQuery('{ "sort": "|" }').labels.includes('_count|desc'));
  assert.ok(ofQuery('{ "filter": "|" }').labels.includes('status'));
  assert.ok(ofQuery('{ "filters_spec": { "filters": { "mine": "|" } } }').labels.includes('status'));
  assert.deepEqual(ofQuery('{ "ranges": [{ | }] }').labels, ['From', 'To']);
  assert.deepEqual(ofQuery('{ "extended_bounds": { "min": "2025-01-01", | } }').labels, ['max']);
});

test('where an aggregate query takes anything, nothing is offered', () => {
  const queries = ['{ "name": "|" }', '{ "percents": [|] }', '{ "other": { | } }', '{ "ranges": [{ "From": [{ | }] }] }'];
  for (const query of queries) assert.deepEqual(ofQuery(query).labels, [], query);
});

const explained = (written: string) => {
  const { text, at } = marked(written);
  const found = explanationAt(text, at);
  return found && [text.slice(found.place.offset, found.place.offset + found.place.length), found.title, found.lines.join(' ')];
};

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

test('aggregate queries are explained at names, types and fields', () => {
  const inQuery = (query: string) => explained(`{ "operation": "aggregateUsersV1", "body": [${query}] }`);
  assert.match(inQuery('{ "interv|al": "month" }')?.[2] ?? '', /How long each bucket/);
  assert.match(inQuery('{ "type": "te|rms" }')?.[2] ?? '', /^One bucket for each value/);
  assert.match(inQuery('{ "sub_aggregates": [{ "field": "cid|_name" }] }')?.[2] ?? '', /^Name of the home CID\. /);
  assert.equal(inQuery('{ "colo|ur": 1 }'), undefined);
  assert.equal(explained('{ "operation": "aggregateUsersV1", "body": [[{ "ty|pe": "terms" }]] }'), undefined);
});

test('parts are explained, and what is not known is not', () => {
  assert.match(explained('{ "ten|ant": "Acme" }')?.[2] ?? '', /connected tenant/);
  assert.equal(explained('{ "operation": "queryUserV1", "query": { "fil|ler": 1 } }'), undefined);
  assert.equal(explained('{ "constructor|": 1 }'), undefined);
});
