/** Making, showing and running files of aggregate queries. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQueryFile } from '../../../src/core/aggregates/readQueryFile.ts';
import { queryTemplates } from '../../../src/core/aggregates/templates.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { isNode } from '../../../src/state/nodes.ts';
import { commandHouse } from './commandHouse.ts';

const create = 'falconAdmin.aggregate.new';
const [template = assert.fail('there is no template')] = queryTemplates;

const fileOf = (text = '') => readQueryFile(text).file ?? assert.fail('the file cannot be read');

test('a new file is made of the template that was chosen, for the only tenant', async (t) => {
  const { run, connect, person, queryFiles } = await commandHouse(t);
  await connect();
  person.will({ choose: template.label });
  await run(create);
  assert.deepEqual(person.seen.map(({ labels }) => labels), [queryTemplates.map(({ label }) => label)]);
  assert.deepEqual(queryFiles.created.map(({ name }) => name), ['users-by-status.falcon-aggregate.json']);
  const { tenant, cid, queries } = fileOf(queryFiles.created[0]?.text);
  assert.deepEqual([tenant, cid, queries.length > 0], ['Acme', undefined, true]);
});

test('of several tenants the person chooses one, or none', async (t) => {
  const { run, connect, person, queryFiles } = await commandHouse(t);
  await connect();
  await connect({ id: asConnectionId('two'), name: 'Globex' });
  person.will({ choose: template.label }, { choose: 'Globex' });
  await run(create);
  person.will({ choose: template.label }, 'escape');
  await run(create);
  person.will('escape');
  await run(create);
  assert.deepEqual(queryFiles.created.map(({ text }) => fileOf(text).tenant), ['Globex']);
});

test('without any tenant there is a file all the same', async (t) => {
  const { run, person, queryFiles } = await commandHouse(t);
  person.will({ choose: template.label });
  await run(create);
  assert.deepEqual(queryFiles.created.map(({ text }) => fileOf(text).tenant), [undefined]);
});

test('from a CID of the tree the queries are about its users', async (t) => {
  const { run, connect, person, queryFiles, tree, show } = await commandHouse(t);
  await connect();
  const [root = assert.fail('there is no tenant')] = await tree.roots();
  const nodes = await tree.children(root);
  const child = nodes.filter((node) => isNode(node, 'cid')).at(-1) ?? assert.fail('there is no CID');
  person.will({ choose: template.label });
  await run(create, show(child));
  const { tenant, cid } = fileOf(queryFiles.created[0]?.text);
  assert.deepEqual([tenant, cid], ['Acme', child.cid]);
});

test('the file that was clicked is shown, else the one in front', async (t) => {
  const { run, queryFiles, panels } = await commandHouse(t);
  const clicked = new URL('file:///work/a.falcon-aggregate.json');
  queryFiles.front = 'file:///work/b.falcon-aggregate.json';
  await run('falconAdmin.aggregate.openText', [clicked]);
  await run('falconAdmin.aggregate.openBuilder');
  await run('falconAdmin.aggregate.run');
  assert.deepEqual(queryFiles.shown, [
    { editor: 'text', address: clicked.href },
    { editor: 'builder', address: queryFiles.front },
    { editor: 'builder', address: queryFiles.front },
  ]);
  assert.deepEqual(panels.ran, [queryFiles.front]);
});

test('without a file of queries there is nothing to show or to run, and the way to one is told', async (t) => {
  const { run } = await commandHouse(t);
  for (const command of ['falconAdmin.aggregate.openText', 'falconAdmin.aggregate.openBuilder', 'falconAdmin.aggregate.run'] as const) {
    await assert.rejects(run(command, ['nothing']), { kind: 'notFound', nextStep: /New Aggregate Query/ });
  }
});
