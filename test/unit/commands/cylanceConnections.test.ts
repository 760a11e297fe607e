import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askTenant, tenantTargets } from '../../../src/commands/parts/anyTenant.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { cylanceNode } from '../../../src/state/cylance/cylanceNodes.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import { commandHouse } from './commandHouse.ts';

const id = asConnectionId('cylance');
const rename = 'falconAdmin.connection.rename';
const disconnect = 'falconAdmin.connection.disconnect';
const replaceSecret = 'falconAdmin.connection.replaceSecret';

test('a rename keeps everything else and refuses the names of both kinds', async (t) => {
  const { person, cylance, connect, connectCylance, run, show } = await commandHouse(t);
  await connect({ name: 'Falcon' });
  await connectCylance({ id: asConnectionId('two'), name: 'Other' });
  const clicked = show(cylanceNode(await connectCylance()));
  const before = cylance.store.entry(id);
  person.will({ type: 'falcon' }, { type: 'OTHER' }, { type: ' New ' });
  await run(rename, clicked);
  person.isDone();
  assert.equal(person.problems.length, 2);
  assert.deepEqual(cylance.store.entry(id), { ...before, name: 'New' });
});

test('a Falcon tenant does not get the name of a Cylance tenant', async (t) => {
  const { person, store, connect, connectCylance, run, show } = await commandHouse(t);
  await connectCylance({ name: 'Taken' });
  person.will({ type: 'taken' }, { type: 'Free' });
  const connection = await connect();
  await run(rename, show(connectionNode(connection)));
  assert.deepEqual([person.problems, store.get(connection.id)?.name], [['Another connection has this name.'], 'Free']);
});

test('a new secret replaces the old one only after it was proved', async (t) => {
  const { person, demo, cylance, connectCylance, run, show } = await commandHouse(t);
  const { applicationId, applicationSecret } = demo.cylance;
  const clicked = show(cylanceNode(await connectCylance({ applicationSecret: 'old' })));
  person.will('enter', { type: 'wrong' }, 'escape');
  await run(replaceSecret, clicked);
  assert.equal(cylance.store.entry(id).applicationSecret, 'old');
  person.will('enter', { type: applicationSecret });
  await run(replaceSecret, clicked);
  person.isDone();
  assert.equal(person.seen[0]?.value, applicationId);
  assert.match(person.problems[0] ?? '', /does not accept the tenant ID, application ID and secret/);
  assert.equal(cylance.store.entry(id).applicationSecret, applicationSecret);
  assert.deepEqual(person.notices.map(({ message }) => message), ['Acme Endpoints uses the new secret.']);
});

test('another application may take over, unless another connection has it; what it may not read is told', async (t) => {
  const house = await commandHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list'] }, { scopes: ['user:list', 'zone:list'] }] } });
  const { person, demo, cylance, connectCylance, run, show } = house;
  const [half, other] = demo.cylance.extraApplications;
  assert.ok(half && other);
  await connectCylance({ id: asConnectionId('two'), name: 'Other', ...other });
  const clicked = show(cylanceNode(await connectCylance()));
  person.will({ type: 'no id' }, { type: other.applicationId }, { type: half.applicationId.toUpperCase() }, { back: 'half a sec' }, 'enter');
  person.will({ type: half.applicationSecret });
  await run(replaceSecret, clicked);
  person.isDone();
  assert.equal(person.seen.at(-1)?.value, 'half a sec');
  assert.equal(person.problems[1], '“Other” is connected with this application already.');
  const { applicationId, applicationSecret } = cylance.store.entry(id);
  assert.deepEqual([applicationId, applicationSecret], [half.applicationId, half.applicationSecret]);
  assert.match(person.notices[0]?.message ?? '', /uses the new secret\. Missing: Zones: Read \(zone:list\)\./);
});

test('credentials of another tenant are refused, and nothing is changed', async (t) => {
  const { person, demo, cylance, connectCylance, run, show } = await commandHouse(t);
  const clicked = show(cylanceNode(await connectCylance({ tenantId: 'b0f1e2d3-0000-4000-8000-00000000000f' })));
  const before = cylance.store.entry(id);
  person.will('enter', { type: demo.cylance.applicationSecret }, 'escape');
  await run(replaceSecret, clicked);
  assert.equal(person.problems.length, 1);
  assert.deepEqual(cylance.store.entry(id), before);
});

test('disconnecting asks by name, deletes the secret and closes the records', async (t) => {
  const { person, secrets, cylance, connectCylance, run, show, closed } = await commandHouse(t);
  const clicked = show(cylanceNode(await connectCylance()));
  person.will({ confirm: false });
  await run(disconnect, clicked);
  assert.equal(cylance.store.all.length, 1);
  person.will({ confirm: true });
  await run(disconnect, clicked);
  assert.match(person.seen[0]?.title ?? '', /Disconnect Acme Endpoints\?/);
  assert.deepEqual([cylance.store.all, [...secrets.values.keys()], closed], [[], [], ['cylance']]);
});

test('tenants of both kinds are disconnected after one question that names them all', async (t) => {
  const { person, store, cylance, connect, connectCylance, run, show, secrets } = await commandHouse(t);
  const clicked = show(connectionNode(await connect()), cylanceNode(await connectCylance()));
  person.will({ confirm: true });
  await run(disconnect, clicked);
  person.isDone();
  assert.match(person.seen[0]?.title ?? '', /Disconnect 2 tenants: Acme, Acme Endpoints\?/);
  assert.deepEqual([store.all, cylance.store.all, [...secrets.values.keys()]], [[], [], []]);
});

test('from the palette tenants of both kinds are offered, unless there is only one', async (t) => {
  const { person, cylance, connect, connectCylance, run } = await commandHouse(t);
  await connectCylance();
  person.will({ type: 'Renamed' });
  await run(rename);
  await connect({ name: 'Before' });
  person.will({ choose: 'Renamed' }, { type: 'Again' });
  await run(rename);
  person.isDone();
  assert.deepEqual(person.seen[1]?.labels, ['Before', 'Renamed']);
  assert.equal(cylance.store.get(id)?.name, 'Again');
});

test('a question for a tenant says what each one is, and passes over those that do not fit', async (t) => {
  const { deps, person, connect, connectCylance } = await commandHouse(t);
  await connect({ canChange: true });
  await connect({ id: asConnectionId('two'), name: 'Beta' });
  await connectCylance();
  await connectCylance({ id: asConnectionId('demo-cylance'), name: 'Demo Cylance', demo: true });
  const described: (string | undefined)[] = [];
  const pick = (async ({ items }: { items: readonly { label: string; description?: string }[] }) => {
    described.push(...items.map(({ label, description }) => `${label}: ${description}`));
    return undefined;
  }) as unknown as typeof deps.prompts.pick;
  assert.equal(await askTenant({ ...deps, prompts: { ...deps.prompts, pick } }, { title: 'Which' }), undefined);
  assert.deepEqual(described, ['Acme: Falcon, changes allowed', 'Acme Endpoints: Cylance', 'Beta: Falcon, read-only', 'Demo Cylance: Cylance, demo']);
  const demo = await askTenant(deps, { title: 'Which', fits: (one) => one.kind === 'cylance' && one.tenant.demo });
  assert.deepEqual(demo?.kind === 'cylance' && demo.tenant.name, 'Demo Cylance');
  await assert.rejects(askTenant(deps, { title: 'Which', fits: () => false, none: 'None fits.' }), { kind: 'notFound', message: 'None fits.' });
  person.isDone();
});

test('what was clicked is found by any node below it, once, and what does not fit is left alone', async (t) => {
  const { deps, tree, connect, connectCylance, show } = await commandHouse(t);
  const falcon = connectionNode(await connect());
  const cylance = cylanceNode(await connectCylance());
  const [users] = await tree.children(cylance);
  assert.ok(users);
  const found = await tenantTargets(deps, [...show(users, cylance, falcon), undefined, 'gone'], { title: 'Which' });
  assert.deepEqual(found.map(({ kind }) => kind), ['cylance', 'falcon']);
  const fitting = await tenantTargets(deps, show(cylance, falcon), { title: 'Which', fits: ({ kind }) => kind === 'falcon' });
  assert.deepEqual(fitting.map(({ kind }) => kind), ['falcon']);
});

test('with Cylance tenants alone, a command of Falcon tenants says that none of those is connected', async (t) => {
  const { run, connectCylance } = await commandHouse(t);
  await assert.rejects(run(rename), /No tenant is connected\./);
  await connectCylance();
  await assert.rejects(run('falconAdmin.connection.allowChanges'), /No Falcon tenant is connected\./);
});
