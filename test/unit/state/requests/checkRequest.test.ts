import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkRequest, readOutline } from '../../../../src/state/requests/checkRequest.ts';
import { requestOperations } from '../../../../src/state/requests/requestOperations.ts';
import { check, cid, documentOf, found, now, onlyProblem, uuid } from './requestDocument.ts';

test('a document that says everything is read into an operation, a tenant and parameters', () => {
  const text = `// a comment
  { "tenant": "Beta", /* another */ "operation": "userRolesActionV1",
    "body": { "action": "grant", "cid": "${cid}", "uuid": "${uuid}", "role_ids": ["help_desk"], }, }`;
  const { problems, request } = check(text);
  assert.deepEqual(problems, []);
  assert.deepEqual([request?.operation.id, request?.tenant], ['userRolesActionV1', 'Beta']);
  assert.equal(JSON.stringify(request?.parameters), JSON.stringify({ body: { action: 'grant', cid, uuid, role_ids: ['help_desk'] } }));
});

const grants = (query: object): string => documentOf('CombinedUserRolesV2', { query: { user_uuid: uuid, ...query } });
const create = (body: object): string => documentOf('createUserV1', { body: { uid: 'ada@acme.test', ...body } });
const grant = (body: object): string =>
  documentOf('userRolesActionV1', { body: { action: 'grant', cid, uuid, role_ids: ['help_desk'], ...body } });
const inQuery = documentOf('createUserV1', { query: { uid: 'a@b.test' }, body: { uid: 'a@b.test' } });
const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `role_${at}`);

/** What is wrong, the document, and the problem with the piece of the text that it is about. */
const table: readonly (readonly [what: string, text: string, ...problems: string[]])[] = [
  ['no JSON', '{ "operation": "queryUserV1", "query": { "limit" 5 } }', 'error syntax 5'],
  ['no object', '[]', 'error syntax ['],
  ['an unknown part', documentOf('queryUserV1', { querry: {} }), 'error unknownPart "querry"'],
  ['an unknown operation', documentOf('queryUsersV1'), 'error operation "queryUsersV1"'],
  ['no operation', '{ "tenant": "Acme" }', 'error operation {'],
  ['a call for tokens', documentOf('oauth2AccessToken'), 'error operation "oauth2AccessToken"'],
  ['a deprecated operation', documentOf('RetrieveEmailsByCID'), 'hint deprecated "RetrieveEmailsByCID"'],
  ['a tenant that is not connected', '{ "tenant": "Acmee", "operation": "queryUserV1" }', 'error tenant "Acmee"'],
  ['a tenant that is no text', '{ "tenant": 5, "operation": "queryUserV1" }', 'error tenant 5'],
  ['an unknown parameter', grants({ fliter: "role_id:'x'" }), 'error unknownParameter "fliter"'],
  ['a parameter that is missing', documentOf('deleteUserV1'), 'error missing "deleteUserV1"'],
  ['a parameter that is missing in its part', documentOf('deleteUserV1', { query: {} }), 'error missing "query"'],
  ['a parameter that is not filled in', documentOf('deleteUserV1', { query: { user_uuid: '' } }), 'error missing ""'],
  ['a list that is not filled in', documentOf('retrieveUsersGETV1', { body: { ids: [] } }), 'error missing []'],
  ['another type', grants({ direct_only: 'yes' }), 'error type "yes"'],
  ['a figure above the range', grants({ limit: 501 }), 'error range 501'],
  ['a figure below the range', grants({ limit: 0 }), 'error range 0'],
  ['a figure that is not whole', grants({ offset: 1.5 }), 'error range 1.5'],
  ['a value that is not offered', grants({ sort: 'role_name|up' }), 'error value "role_name|up"'],
  ['a CID with its checksum', grants({ cid: `${cid}-3F` }), `error format "${cid}-3F"`],
  ['no CID', grants({ cid: 'acme' }), 'error format "acme"'],
  ['no UUID', documentOf('deleteUserV1', { query: { user_uuid: 'ada' } }), 'error format "ada"'],
  ['no e-mail address', documentOf('createUserV1', { body: { uid: 'ada' } }), 'error format "ada"'],
  ['a list that is too long', grant({ role_ids: ids(101) }), `error count ${JSON.stringify(ids(101), undefined, 2).replaceAll('\n', '\n    ')}`],
  ['an item of another type', grant({ role_ids: ['help_desk', 7] }), 'error type 7'],
  ['an item that stands there twice', grant({ role_ids: ['help_desk', 'help_desk'] }), 'warning twice "help_desk"'],
  ['an item that is empty', grant({ role_ids: ['help_desk', ' '] }), 'error empty " "'],
  ['an item that is no UUID', documentOf('retrieveUsersGETV1', { body: { ids: [uuid, 'ada'] } }), 'error format "ada"'],
  ['a moment that is none', grant({ expires_at: 'tomorrow' }), 'error moment "tomorrow"'],
  ['an end that is too near', grant({ expires_at: '2026-05-05T12:30:00Z' }), 'warning moment "2026-05-05T12:30:00Z"'],
  ['a password', create({ password: 'Correct-Horse-7!' }), 'warning secret "Correct-Horse-7!"'],
  ['a password that is empty', create({ password: '' }), 'error empty ""'],
  ['a broken filter', grants({ filter: "role_id='x'" }), 'error fql ='],
  ['a filter on an unknown property', grants({ filter: "role:'x'" }), 'warning fql role'],
  ['a body where there is none', documentOf('queryUserV1', { body: {} }), 'error body "body"'],
  ['a body that is no object', documentOf('createUserV1', { body: [] }), 'error type []'],
  ['a query that is no object', documentOf('queryUserV1', { query: [] }), 'error type []'],
  ['a parameter of the body in the query', inQuery, 'error unknownParameter "uid"'],
  ['a name that stands there twice', '{ "operation": "deleteUserV1", "operation": "queryUserV1" }', 'warning twice "operation"'],
  ['within an object of the body', documentOf('userActionV1', { body: { ids: [uuid], action: { action_name: 'reset' } } }), 'error value "reset"'],
  ['no list of aggregate queries', documentOf('aggregateUsersV1', { body: {} }), 'error type {}'],
  ['no aggregate queries', documentOf('aggregateUsersV1'), 'error type "aggregateUsersV1"'],
];

for (const [what, text, ...problems] of table) test(`is told where it stands: ${what}`, () => assert.deepEqual(found(text), problems));

test('an error keeps the request back; a warning and a hint do not', () => {
  assert.equal(check(grants({ limit: 501 })).request, undefined);
  assert.equal(check(create({ password: 'Correct-Horse-7!' })).request?.operation.id, 'createUserV1');
  assert.equal(check(documentOf('RetrieveEmailsByCID')).request?.operation.id, 'RetrieveEmailsByCID');
});

test('what was probably meant is said', () => {
  assert.match(onlyProblem(grants({ fliter: "role_id:'x'" })).message, /Did you mean “filter”\?/);
  assert.match(onlyProblem(documentOf('queryUsersV1')).message, /Did you mean “queryUserV1”\?/);
  assert.match(onlyProblem('{ "tenant": "Acmee", "operation": "queryUserV1" }').message, /Did you mean “Acme”\?/);
  assert.match(onlyProblem(documentOf('createUserV1', { query: { uid: 'x' }, body: { uid: 'a@b.test' } })).message, /stands in "body"/);
  assert.match(onlyProblem(grants({ cid: `${cid.toUpperCase()}-3F` })).message, new RegExp(`write “${cid}”`));
});

test('the successor of a deprecated operation is one that is not deprecated itself', () => {
  for (const { id, replacedBy } of requestOperations) {
    if (!replacedBy) continue;
    const told = check(documentOf(id)).problems.find(({ code }) => code === 'deprecated')?.message ?? '';
    const successor = requestOperations.find((operation) => told.endsWith(`: use ${operation.id} instead.`));
    assert.ok(successor && !successor.replacedBy, told);
  }
});

test('a tenant is not doubted while it is not known which there are, and may be left out', () => {
  assert.deepEqual(checkRequest('{ "tenant": "Other", "operation": "queryUserV1" }', { tenants: undefined, now }).problems, []);
  const { problems, request } = check('{ "operation": "queryUserV1" }');
  assert.deepEqual([problems, request?.tenant], [[], undefined]);
});

test('a problem of a filter is told at its place, whatever is escaped before it', () => {
  const text = '{ "operation": "queryUserV1", "query": { "filter": "\\u0075id:\'a\\"b\'+uid==\'x\'" } }';
  const { offset, length } = onlyProblem(text);
  assert.equal(text.slice(offset, offset + length), '==');
});

test('aggregate queries are judged by their own rules, at their places behind comments and trailing commas', () => {
  const text = '{ "operation": "aggregateUsersV1",\n // one\n "body": [ /* two */ { "name": "a", "type": "trems", "field": "status", }, ] }';
  const problems = check(text).problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(problems.map(({ offset, length }) => text.slice(offset, offset + length)), ['"trems"']);
  assert.deepEqual(check(text.replace('trems', 'terms')).problems, []);
});

test('parameters that would make the address too long are told before anything is sent', () => {
  const many = Array.from({ length: 600 }, (_, at) => `11111111-2222-4333-8444-${String(at).padStart(12, '0')}`);
  assert.match(check(documentOf('RetrieveUser', { query: { ids: many } })).problems.find(({ code }) => code === 'refused')?.message ?? '', /too long/);
});

test('a document that is nested without end is refused, not followed', () => {
  const text = `{ "operation": "aggregateUsersV1", "body": ${'['.repeat(20_000)}`;
  assert.match(onlyProblem(text).message, /nested more deeply/);
  assert.equal(readOutline(text), undefined);
});

test('whatever is written, it is judged without a failure, and problems lie inside of the text', () => {
  const names = ['"operation"', '"queryUserV1"', '"aggregateUsersV1"', '"query"', '"body"', '"filter"'];
  const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', ...names, '"a:\\u00e4"', '"', '5', '//', '\n');
  fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }), (written) => void found(written.join(' '))));
  const operation = fc.constantFrom(...requestOperations.map(({ id }) => id));
  const values = fc.record({ tenant: fc.jsonValue(), operation, query: fc.jsonValue(), body: fc.jsonValue() });
  fc.assert(fc.property(values, (value) => void found(JSON.stringify(value, undefined, 1))));
});

test('what a document is about is known however broken the rest of it is', () => {
  const outline = readOutline('// head\n{ "tenant": "Beta", "operation": "queryUserV1", "query": { "limit": ');
  assert.deepEqual([outline?.operation?.id, outline?.tenant, outline?.offset], ['queryUserV1', 'Beta', 8]);
  assert.equal(readOutline('nothing'), undefined);
});
