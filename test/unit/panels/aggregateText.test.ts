/** The builder and the text of its file: the text is the truth, and nobody else's characters are touched. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregateHouse, byStatus, fileText } from './aggregateHouse.ts';

const twoQueries = `[
  { "name": "by status",  "type": "terms", "field": "status", "size": 10, "x-note": [1,2 , 3] },
  {
    "name": "newest", "type": "max",
    "field": "created_at"
  }
]
`;

test('a file shows with its name, its queries, its tenant and what is wrong with it', async (t) => {
  const { open, connection } = await aggregateHouse(t);
  const { page } = open(fileText({ tenant: 'Acme', queries: [byStatus, { name: 'odd', type: 'terms', field: 'status', size: -1 }] }));
  const state = await page.when(({ tenant }) => tenant !== undefined);
  assert.equal(state.title, 'by-status.falcon-aggregate.json');
  assert.deepEqual(state.file?.queries.map(({ name }) => name), ['by status', 'odd']);
  assert.deepEqual([state.tenant, state.tenants.map(({ name }) => name)], [connection.id, ['Acme']]);
  assert.deepEqual([...new Set(state.problems.map(({ path }) => path.join('.')))], ['queries.1.size']);
  assert.deepEqual([state.run.kind, state.age, state.isReadOnly], ['none', 0, false]);
});

test('an edit changes what it is about and nothing else', async (t) => {
  const { open } = await aggregateHouse(t);
  const { document, page } = open(twoQueries);
  await page.ask('edit', { version: 1, edits: [{ kind: 'set', path: [0, 'size'], value: 25 }] });
  assert.equal(document.getText(), twoQueries.replace('"size": 10', '"size": 25'));
});

test('the edits of one request are one step of undo', async (t) => {
  const { open } = await aggregateHouse(t);
  const { document, page } = open(twoQueries);
  const edits = [
    { kind: 'set', path: [0, 'size'], value: 25 },
    { kind: 'duplicate', list: [], at: 1 },
    { kind: 'set', path: [2, 'name'], value: 'again' },
  ] as const;
  await page.ask('edit', { version: 1, edits });
  assert.deepEqual(page.spec.state().file?.queries.map(({ name, size }) => [name, size]), [['by status', 25], ['newest', undefined], ['again', undefined]]);
  assert.equal(document.steps.length, 1);
  document.undo();
  assert.equal(document.getText(), twoQueries);
  assert.equal(page.spec.state().file?.queries.length, 2);
});

test('an edit of a text that is another one by now is refused, and the page is shown the newer one', async (t) => {
  const { open } = await aggregateHouse(t);
  const { document, page } = open(twoQueries);
  document.type(twoQueries.replace('newest', 'latest'));
  const newer = page.when(({ version }) => version === 2);
  await assert.rejects(page.ask('edit', { version: 1, edits: [{ kind: 'remove', path: [1] }] }), { kind: 'conflict' });
  assert.equal((await newer).file?.queries[1]?.name, 'latest');
  assert.equal(document.getText(), twoQueries.replace('newest', 'latest'));
});

test('of two edits of the same text that arrive together the second is refused', async (t) => {
  const { open } = await aggregateHouse(t);
  const { document, page } = open(twoQueries);
  const one = page.ask('edit', { version: 1, edits: [{ kind: 'remove', path: [1] }] });
  const other = page.ask('edit', { version: 1, edits: [{ kind: 'set', path: [1, 'field'], value: 'last_login_at' }] });
  await one;
  await assert.rejects(other, { kind: 'conflict' });
  assert.equal(document.steps.length, 1);
});

test('every builder of a document shows what was changed, from wherever', async (t) => {
  const { open, show } = await aggregateHouse(t);
  const { document, page } = open(twoQueries);
  const second = show(document);
  const seen = [page, second].map((one) => one.when(({ version }) => version === 2));
  document.type('[]');
  for (const state of await Promise.all(seen)) assert.deepEqual(state.file?.queries, []);
});

test('a text that is no file of queries shows what is wrong, and is not changed', async (t) => {
  const { open, connection } = await aggregateHouse(t);
  const { document, page } = open('"by status"');
  const { file, problems } = page.spec.state();
  assert.equal(file, undefined);
  assert.ok(problems.length > 0);
  await assert.rejects(page.ask('chooseTenant', { id: connection.id }), /no queries that can be read/);
  assert.equal(document.getText(), '"by status"');
});

test('what cannot be changed says so', async (t) => {
  const { queryFiles, show } = await aggregateHouse(t);
  const fixed = queryFiles.add('git:/work/old.falcon-aggregate.json', twoQueries, { isReadOnly: true });
  const page = show(fixed);
  assert.equal(page.spec.state().isReadOnly, true);
  await assert.rejects(page.ask('edit', { version: 1, edits: [{ kind: 'remove', path: [0] }] }), /cannot be changed/);
  const stubborn = queryFiles.add('file:/work/stubborn.falcon-aggregate.json', twoQueries);
  stubborn.isStubborn = true;
  await assert.rejects(show(stubborn).ask('edit', { version: 1, edits: [{ kind: 'remove', path: [0] }] }), /did not change the file/);
});

test('a tenant, a CID and a chart are written into the file, which becomes an object', async (t) => {
  const { open, connection, chosenCids, directories } = await aggregateHouse(t);
  const { document, page } = open(fileText([byStatus, { type: 'terms', field: 'cid' }]));
  const [child = assert.fail('there is no child')] = await (await directories.of(connection.id)).allChildren();
  await page.ask('chooseTenant', { id: connection.id });
  chosenCids.push({ cid: child.child_cid, name: child.name ?? '' });
  await page.ask('act', { action: 'chooseCid' });
  await page.ask('chooseChart', { query: 0, chart: 'table' });
  const written = JSON.parse(document.getText()) as object;
  assert.deepEqual(written, { tenant: 'Acme', cid: child.child_cid, charts: { 'by status': 'table' }, queries: [byStatus, { type: 'terms', field: 'cid' }] });
  assert.equal(page.spec.state().cidName, child.name);
  assert.equal(document.steps.length, 3);
  // Charts are told by names.
  await page.ask('chooseChart', { query: 1, chart: 'table' });
  const { file } = page.spec.state();
  const name = file?.queries[1]?.name ?? '';
  assert.deepEqual([name !== '', file?.charts], [true, { 'by status': 'table', [name]: 'table' }]);
  await page.ask('act', { action: 'clearCid' });
  assert.equal(page.spec.state().file?.cid, undefined);
});

test('a tenant, a CID or a chart that is chosen already changes nothing', async (t) => {
  const { open, connection } = await aggregateHouse(t);
  const { document, page } = open(fileText({ tenant: 'Acme', queries: [byStatus] }));
  await page.ask('chooseTenant', { id: connection.id });
  await page.ask('act', { action: 'clearCid' });
  await page.ask('act', { action: 'chooseCid' });
  assert.equal(document.steps.length, 0);
});
