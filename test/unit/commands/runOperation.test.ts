import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOperation } from '../../../src/commands/runOperation.ts';
import type { PickItem, PickRequest } from '../../../src/host/prompts.ts';
import { requestOperations } from '../../../src/state/requests/requestOperations.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

/** A label without strokes. */
const plain = (label: string): string => label.replaceAll('\u0336', '');

/** The rows of the list, which nothing is chosen from. */
async function rows({ deps }: CommandHouse): Promise<readonly PickItem<unknown>[]> {
  let items: readonly PickItem<unknown>[] = [];
  const pick = async (request: PickRequest<unknown>): Promise<undefined> => {
    items = request.items as readonly PickItem<unknown>[];
  };
  await runOperation.run({ ...deps, prompts: { ...deps.prompts, pick } }, []);
  return items;
}

test('every operation is listed with its address, its scope and what it does; deprecated ones come last with their successor', async (t) => {
  const house = await commandHouse(t);
  const items = await rows(house);
  assert.deepEqual(items.map(({ label }) => plain(label)).sort(), requestOperations.map(({ id }) => id).sort());
  const groups = items.flatMap(({ group }) => group ?? []);
  assert.deepEqual(groups, ['User Management', 'Flight Control', 'Sensor Download', 'Deprecated']);
  const create = items.find(({ label }) => label === 'createUserV1');
  assert.equal(create?.description, 'POST /user-management/entities/users/v1');
  assert.equal(create.detail, 'Create a user. Roles are granted afterwards. Needs User Management: Write (usermgmt:write).');
  const deprecated = items.slice(items.findIndex(({ group }) => group === 'Deprecated'));
  assert.deepEqual(deprecated.map(({ label }) => plain(label)).sort(), requestOperations.flatMap(({ id, replacedBy }) => (replacedBy ? [id] : [])).sort());
  for (const { icon, detail } of deprecated) assert.match(`${icon} ${detail}`, /^warning Deprecated: use \w+\. /);
  assert.deepEqual(house.requests.opened, []);
});

test('a deprecated operation is struck through, and found by its plain id all the same', async (t) => {
  const house = await commandHouse(t);
  await house.connect();
  const items = await rows(house);
  const roles = items.find(({ label }) => plain(label) === 'GetRoles');
  assert.equal(roles?.label, 'G\u0336e\u0336t\u0336R\u0336o\u0336l\u0336e\u0336s\u0336');
  assert.equal(roles.description, 'GetRoles · GET /user-roles/entities/user-roles/v1');
  assert.ok(items.filter(({ icon }) => icon !== 'warning').every(({ label }) => plain(label) === label));
  house.person.will({ choose: roles.label });
  await house.run(runOperation);
  assert.match(house.requests.opened[0] ?? '', /"operation": "GetRoles"/);
});

test('a document opens for what is chosen, for the only tenant or the one that is chosen', async (t) => {
  const house = await commandHouse(t);
  const { person, requests, connect, run } = house;
  await connect({ name: 'Acme “Global”' });
  person.will({ choose: 'queryUserV1' });
  await run(runOperation);
  await connect({ id: 'two' as never, name: 'Beta' });
  person.will({ choose: 'createUserV1' }, { choose: 'Beta' });
  await run(runOperation);
  person.will('escape');
  await run(runOperation, ['queryUserV1']);
  person.isDone();
  assert.deepEqual(requests.opened.map((text) => /"tenant": (.*),\n {2}"operation": "(\w+)"/.exec(text)?.slice(1)), [
    ['"Acme “Global”"', 'queryUserV1'],
    ['"Beta"', 'createUserV1'],
  ]);
});

test('without a tenant it is said how to connect one', async (t) => {
  const { run } = await commandHouse(t);
  await assert.rejects(async () => run(runOperation, ['queryUserV1']), { kind: 'notFound' });
});

test('what was sent before is offered again as it was', async (t) => {
  const house = await commandHouse(t);
  const { person, requests, apiRequests, run } = house;
  const sent = { operation: 'queryUserV1', tenant: 'Acme', at: Date.UTC(2026, 4, 5), ms: 1234, ended: '200', traceId: 't-1' };
  await apiRequests.remember({ ...sent, text: '{ "as": "it was" }' });
  await apiRequests.remember({ ...sent, operation: 'createUserV1', text: undefined });
  const recent = (await rows(house)).filter(({ icon }) => icon === 'history');
  assert.deepEqual(recent.map(({ label, group }) => [label, group]), [['queryUserV1', 'Recent Requests']]);
  assert.match(recent[0]?.description ?? '', /^Acme · 200 · 1,234 ms · .+ · trace t-1$/);
  person.will({ choose: 'queryUserV1' });
  await run(runOperation);
  assert.deepEqual(requests.opened, ['{ "as": "it was" }']);
});
