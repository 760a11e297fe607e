/** API requests by hand: from a document to the server of the demo tenant, and back into a document. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { applyEdits, modify } from 'jsonc-parser';
import { runOperation } from '../../src/commands/runOperation.ts';
import { sendRequest } from '../../src/commands/sendRequest.ts';
import type { Written } from '../../src/state/directories.ts';
import type { Connection } from '../../src/state/connection.ts';
import { requestOperation, requestOperations } from '../../src/state/requests/requestOperations.ts';
import { commandHouse } from '../unit/commands/commandHouse.ts';
import type { CommandHouse } from '../unit/commands/commandHouse.ts';
import { realRoad } from '../unit/commands/realRoad.ts';

interface Shown {
  readonly status?: number;
  readonly outcome?: string;
  readonly failure?: string;
  readonly traceId?: string;
  readonly operation: string;
  readonly tenant: string;
  readonly at: string;
  readonly ms: number;
  readonly note?: string;
  readonly answer?: { readonly resources?: readonly unknown[]; readonly errors?: readonly { readonly message: string }[]; readonly meta?: object };
}

interface Explorer extends CommandHouse {
  readonly connection: Connection;
  /** Opens a document for an operation, fills values in by path, sends it, and answers with the document that shows the answer. */
  readonly send: (id: string, values?: Readonly<Record<string, unknown>>) => Promise<Shown>;
  /** The text of the document that was sent last. */
  readonly lastText: () => string;
}

/** Values by path: `query.user_uuid`, `body.action.action_name`. */
const filled = (text: string, values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values).reduce((rest, [path, value]) => applyEdits(rest, modify(rest, path.split('.'), value, {})), text);

async function explorer(t: TestContext, { canChange = true } = {}): Promise<Explorer> {
  const house = await commandHouse(t);
  const connection = await house.connect({ canChange, cid: undefined });
  const deps = { ...house.deps, road: realRoad(house) };
  const { requests, texts, person } = house;
  const send: Explorer['send'] = async (id, values = {}) => {
    await runOperation.run(deps, [id]);
    requests.write(filled(requests.opened.at(-1) ?? '', values));
    if (requestOperation(id)?.write && canChange) person.will({ choose: 'Send' });
    const before = texts.shown.length;
    await sendRequest.run(deps, []);
    assert.equal(texts.shown.length, before + 1, `${id}: ${house.person.notices.map(({ message }) => message).join(' ')}`);
    return JSON.parse(texts.shown.at(-1)?.text ?? '') as Shown;
  };
  return { ...house, connection, send, lastText: () => requests.looked?.text ?? '' };
}

const helpDesk = 'help_desk';

test('every operation is sent once from its document, with its required values filled in, and arrives as documented', async (t) => {
  const { send, demo, person } = await explorer(t);
  const { parentCid } = demo;
  const sent = new Set<string>();
  const call = async (id: string, values?: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> => {
    const operation = requestOperation(id);
    assert.ok(operation, id);
    const before = demo.requests.length;
    const shown = await send(id, values);
    sent.add(id);
    const logged = demo.requests.slice(before).filter((entry) => entry.operation === id);
    assert.deepEqual(logged.map(({ method, path }) => [method, path]), [[operation.method, operation.path]], id);
    assert.ok(operation.success.includes(logged[0]?.status ?? 0), `${id}: ${logged[0]?.status}`);
    assert.equal(operation.write ? shown.outcome : shown.status, operation.write ? 'done' : logged[0]?.status, id);
    assert.match(shown.traceId ?? '', /^[\da-f-]{36}$/, id);
    assert.deepEqual([shown.operation, shown.tenant, shown.failure], [id, 'Acme', undefined]);
    return shown.answer?.resources ?? [];
  };
  const uuidOf = async (uid: string): Promise<string> => String((await call('RetrieveUserUUID', { 'query.uid': [uid] }))[0]);

  await call('CreateUser', { 'body.uid': 'old@demo.test' });
  await call('createUserV1', { 'body.uid': 'new@demo.test', 'body.first_name': 'New' });
  const old = await uuidOf('old@demo.test');
  const [fresh] = await call('queryUserV1', { 'query.filter': "uid:'new@demo.test'" });
  await call('retrieveUsersGETV1', { 'body.ids': [old, fresh] });
  await call('RetrieveUser', { 'query.ids': [old] });
  await call('updateUserV1', { 'query.user_uuid': fresh, 'body.first_name': 'Newer', 'body.last_name': 'Name' });
  await call('UpdateUser', { 'query.user_uuid': old, 'body.lastName': 'Older' });
  await call('aggregateUsersV1');
  await call('userActionV1', { 'body.ids': [fresh], 'body.action.action_name': 'reset_2fa' });
  await call('queriesRolesV1');
  await call('entitiesRolesGETV2', { 'body.ids': [helpDesk] });
  await call('entitiesRolesV1', { 'query.ids': [helpDesk] });
  await call('userRolesActionV1', { 'body.action': 'grant', 'body.cid': parentCid, 'body.uuid': fresh, 'body.role_ids': [helpDesk] });
  assert.equal((await call('CombinedUserRolesV2', { 'query.user_uuid': fresh })).length, 1);
  await call('combinedUserRolesV1', { 'query.user_uuid': fresh });
  await call('GetAvailableRoleIds');
  await call('GetRoles', { 'query.ids': [helpDesk] });
  await call('GrantUserRoleIds', { 'query.user_uuid': old, 'body.roleIds': [helpDesk] });
  assert.deepEqual(await call('GetUserRoleIds', { 'query.user_uuid': old }), [helpDesk]);
  await call('RevokeUserRoleIds', { 'query.user_uuid': old, 'query.ids': [helpDesk] });
  await call('RetrieveEmailsByCID');
  await call('RetrieveUserUUIDsByCID');
  await call('DeleteUser', { 'query.user_uuid': old });
  await call('deleteUserV1', { 'query.user_uuid': fresh });
  const children = await call('queryChildren', { 'query.limit': 2 });
  await call('getChildren', { 'query.ids': children });
  await call('getChildrenV2', { 'body.ids': children });
  await call('GetSensorInstallersCCIDByQuery');
  person.isDone();
  assert.deepEqual(requestOperations.filter(({ id }) => !sent.has(id)).map(({ id }) => id), []);
});

test('one page is asked for, as it was written, and shown as the server said it', async (t) => {
  const { send, demo } = await explorer(t);
  const shown = await send('queryUserV1', { 'query.limit': 3, 'query.offset': 5, 'query.sort': 'uid|desc' });
  assert.deepEqual([shown.status, shown.answer?.resources?.length, Object.keys(shown.answer ?? {})], [200, 3, ['meta', 'resources']]);
  const asked = demo.requests.filter(({ operation }) => operation === 'queryUserV1');
  assert.deepEqual(asked.map(({ query }) => Object.fromEntries(new URLSearchParams(query))), [{ limit: '3', offset: '5', sort: 'uid|desc' }]);
});

test('a refusal is shown with its status, its trace id and what the server said', async (t) => {
  const { send } = await explorer(t);
  const nobody = '00000000-0000-4000-8000-000000000000';
  const shown = await send('CombinedUserRolesV2', { 'query.user_uuid': nobody });
  assert.equal(shown.status, 400);
  assert.match(shown.traceId ?? '', /^[\da-f-]{36}$/);
  assert.match(shown.failure ?? '', /does not know this user/);
  assert.match(shown.answer?.errors?.[0]?.message ?? '', /invalid user uuid/);
  const write = await send('deleteUserV1', { 'query.user_uuid': nobody });
  assert.deepEqual([write.outcome, write.status], ['failed', undefined]);
  assert.match(write.failure ?? '', /invalid user uuid/);
});

test('a change is written down as every change is, without its password, and can be looked at in the activity', async (t) => {
  const { send, activity, journalFiles, requestFiles, person, apiRequests, lastText } = await explorer(t);
  const password = 'Correct-Horse-7!';
  const shown = await send('createUserV1', { 'body.uid': 'secret@demo.test', 'body.password': password });
  assert.equal(shown.outcome, 'done');
  assert.match(journalFiles.all, /secret@demo\.test/);
  assert.ok(lastText().includes(password));
  const [entry] = await activity.list();
  assert.deepEqual([entry?.record.set.origin, entry?.record.set.changes.length], ['apiExplorer', 1]);
  assert.ok(!JSON.stringify([journalFiles.all, requestFiles.all, entry, person.seen, shown]).includes(password));
  assert.match(JSON.stringify(person.seen), /secret@demo\.test.*kept nowhere else/);
  assert.deepEqual((await apiRequests.recent()).map(({ operation, text }) => [operation, text]), [['createUserV1', undefined]]);
});

test('a tenant that is read-only is not changed, whatever a document asks for', async (t) => {
  const { deps, requests, texts, demo, person, ...house } = await explorer(t, { canChange: false });
  await runOperation.run(deps, ['createUserV1']);
  requests.write(filled(requests.opened.at(-1) ?? '', { 'body.uid': 'new@demo.test' }));
  person.will('escape');
  await sendRequest.run({ ...deps, road: realRoad({ deps, requests, texts, demo, person, ...house }) }, []);
  assert.match(person.seen.at(-1)?.detail ?? '', /read-only/);
  assert.deepEqual([texts.shown, demo.requests.filter(({ operation }) => operation === 'createUserV1')], [[], []]);
});

test('after a change by hand nothing stale is shown; asking whether a user would do forgets nothing', async (t) => {
  const { send, directories, connection } = await explorer(t);
  const written: Written[] = [];
  directories.onDidWrite((told) => written.push(told));
  const directory = await directories.of(connection.id);
  const users = directory.users(undefined);
  await users.load();
  const [first] = users.items;
  assert.ok(first);
  await send('createUserV1', { 'query.validate_only': true, 'body.uid': 'maybe@demo.test' });
  assert.deepEqual([written, directory.users(undefined).items.length > 0], [[], true]);
  await send('updateUserV1', { 'query.user_uuid': first.uuid, 'body.first_name': 'By', 'body.last_name': 'Hand' });
  assert.deepEqual(written.map(({ connection: of, all }) => [of, all]), [[connection.id, true]]);
  const again = directory.users(undefined);
  await again.load();
  assert.equal(again.find(first.uuid)?.first_name, 'By');
});
