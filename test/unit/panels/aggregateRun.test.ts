/** Running the queries of a file: on which tenant, what is shown meanwhile and afterwards, and for how long. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import { aggregateHouse, byStatus, fileText } from './aggregateHouse.ts';

const byCid = { name: 'by CID', type: 'terms', field: 'cid', size: 10 };

test('all queries go in one request, and each gets the answer to its name', async (t) => {
  const { open, sent } = await aggregateHouse(t);
  const { page } = open(fileText([byCid, byStatus, { name: 'nothing there', type: 'terms', field: 'no_such_field' }]));
  const running = page.when(({ run }) => run.kind === 'running');
  await page.ask('act', { action: 'run' });
  await running;
  const { run, age } = page.spec.state();
  assert.ok(run.kind === 'done' && run.tenant === 'Acme' && run.traceId !== undefined);
  const results = await page.ask('results', undefined);
  assert.deepEqual([sent(), results.age], [1, age]);
  assert.deepEqual(results.answers.map(({ at, name, result }) => [at, name, result?.name]), [
    [0, 'by CID', 'by CID'],
    [1, 'by status', 'by status'],
    [2, 'nothing there', 'nothing there'],
  ]);
  const count = results.answers[0]?.result?.buckets.reduce((sum, bucket) => sum + (bucket.count ?? 0), 0);
  assert.equal(count, 90);
  assert.match(results.answers[2]?.notes.join() ?? '', /unknown|empty/i);
  assert.deepEqual((JSON.parse(results.request) as { name: string }[]).map(({ name }) => name), ['by CID', 'by status', 'nothing there']);
  const written = JSON.parse(results.response) as { meta: Record<string, unknown>; resources: unknown[] };
  assert.deepEqual([written.resources.length, typeof written.meta['query_time']], [3, 'number']);
});

test('a CID narrows every query to its users, and gets its name', async (t) => {
  const { open, connection, directories } = await aggregateHouse(t);
  const directory = await directories.of(connection.id);
  const [child = assert.fail('there is no child')] = await directory.allChildren();
  const users = directory.users(child.child_cid);
  await users.load();
  const { page } = open(fileText({ cid: child.child_cid, queries: [byCid, byStatus] }));
  await page.ask('act', { action: 'run' });
  const { answers } = await page.ask('results', undefined);
  for (const { result, sent } of answers) {
    assert.match((sent as { filter: string }).filter, new RegExp(child.child_cid));
    assert.equal(result?.buckets.reduce((sum, bucket) => sum + (bucket.count ?? 0), 0), users.total);
  }
  assert.equal((await page.when(({ cidName }) => cidName !== undefined)).cidName, child.name);
});

test('CIDs among the answers get their names, after the figures', async (t) => {
  const { open, connection, directories } = await aggregateHouse(t);
  const { page } = open(fileText([byStatus, { ...byStatus, name: 'below', sub_aggregates: [byCid] }]));
  await page.ask('act', { action: 'run' });
  await page.when(({ age }) => age > 1);
  const { cidNames = {}, answers } = await page.ask('results', undefined);
  const labels = answers[1]?.result?.buckets.flatMap(({ sub_aggregates: below }) => below?.[0]?.buckets.map(({ label }) => String(label)) ?? []) ?? [];
  const directory = await directories.of(connection.id);
  const [children, { cid }] = await Promise.all([directory.allChildren(), directory.shape()]);
  const names = new Map(children.map(({ child_cid: child, name }): [string, string | undefined] => [child, name]).concat([[cid ?? '', 'Acme']]));
  assert.equal(new Set(labels).size, 3);
  for (const label of labels) assert.equal(cidNames[label], names.get(label));
});

test('the results are there for every builder of the file, until it is closed', async (t) => {
  const { open, show, queryFiles } = await aggregateHouse(t);
  const { document, page } = open(fileText([byStatus]));
  await page.ask('act', { action: 'run' });
  page.dispose();
  const again = show(document);
  const { age } = again.spec.state();
  assert.ok(age > 0);
  assert.deepEqual((await again.ask('results', undefined)).answers.map(({ name }) => name), ['by status']);
  queryFiles.close(document);
  assert.equal(again.spec.state().age, 0);
  assert.deepEqual((await show(document).ask('results', undefined)).answers, []);
});

test('the results stay with a file that is saved for the first time, or gets another name', async (t) => {
  const { open, show, queryFiles } = await aggregateHouse(t);
  const { document, page } = open(fileText([byStatus]), 'untitled:/work/new.falcon-aggregate.json');
  await page.ask('act', { action: 'run' });
  const saved = queryFiles.add('file:/work/new.falcon-aggregate.json', document.getText());
  assert.ok(show(saved).spec.state().age > 0);
  queryFiles.move(saved, 'file:/work/other.falcon-aggregate.json');
  const renamed = show(queryFiles.add('file:/work/other.falcon-aggregate.json', document.getText()));
  assert.deepEqual([renamed.spec.state().title, renamed.spec.state().age > 0], ['other.falcon-aggregate.json', true]);
});

test('results are marked as old once the file asks for something else, not when it looks different', async (t) => {
  const { open } = await aggregateHouse(t);
  const { document, page } = open(fileText([byStatus]));
  await page.ask('act', { action: 'run' });
  await page.ask('chooseChart', { query: 0, chart: 'table' });
  assert.equal(page.spec.state().isStale, false);
  document.type(document.getText().replace('"size": 10', '"size": 11'));
  assert.equal(page.spec.state().isStale, true);
  document.type('[');
  assert.equal(page.spec.state().isStale, true);
});

test('one run goes on at a time, and cancelling ends it', async (t) => {
  const { open, show, sent } = await aggregateHouse(t, { latencyMs: 300 });
  const { document, page } = open(fileText([byStatus]));
  const other = show(document);
  const running = page.ask('act', { action: 'run' });
  await other.when(({ run }) => run.kind === 'running');
  await assert.rejects(other.ask('act', { action: 'run' }), { kind: 'conflict' });
  await other.ask('act', { action: 'cancel' });
  await running;
  assert.deepEqual([page.spec.state().run.kind, page.spec.state().age], ['cancelled', 0]);
  await page.ask('act', { action: 'run' });
  assert.equal(page.spec.state().run.kind, 'done');
  assert.ok(sent() <= 2);
});

test('a page that gives up does not stop the run', async (t) => {
  const { open } = await aggregateHouse(t, { latencyMs: 50 });
  const { page } = open(fileText([byStatus]));
  const gone = new AbortController();
  const running = page.ask('act', { action: 'run' }, gone.signal);
  gone.abort();
  await running;
  assert.equal(page.spec.state().run.kind, 'done');
});

test('what the server refuses is shown with its trace id', async (t) => {
  const { open, demo, connect } = await aggregateHouse(t, { extraClients: [{ scopes: [] }] });
  const [client] = demo.extraClients;
  await connect({ clientId: client?.clientId ?? '', clientSecret: client?.clientSecret ?? '' });
  const { page } = open(fileText([byStatus]));
  await page.ask('act', { action: 'run' });
  const { run, age } = page.spec.state();
  assert.ok(run.kind === 'failed');
  assert.match(run.message, /usermgmt:read/);
  assert.ok(run.traceId);
  assert.equal(age, 0);
});

test('when a run fails the results of the one before stay', async (t) => {
  const { open, demo } = await aggregateHouse(t);
  const { document, page } = open(fileText([byStatus]));
  await page.ask('act', { action: 'run' });
  const { age } = page.spec.state();
  document.type(fileText([byCid]));
  await demo.close();
  await page.ask('act', { action: 'run' });
  const { run, age: after, isStale } = page.spec.state();
  assert.deepEqual([run.kind, after, isStale], ['failed', age, true]);
});

test('a file with a mistake, or without queries, is not sent', async (t) => {
  const { open, sent } = await aggregateHouse(t);
  const { document, page } = open(fileText([{ ...byStatus, size: -1 }]));
  await assert.rejects(page.ask('act', { action: 'run' }), /mistake/);
  await assert.rejects(page.ask('copyAs', { form: 'curl' }), /mistake/);
  document.type('[]');
  await assert.rejects(page.ask('act', { action: 'run' }), { kind: 'invalid' });
  assert.equal(sent(), 0);
});

test('a tenant that is not connected is named, and connecting is offered', async (t) => {
  const { open, ran, sent } = await aggregateHouse(t);
  const { page } = open(fileText({ tenant: 'Globex', queries: [byStatus] }));
  assert.equal(page.spec.state().tenant, undefined);
  await assert.rejects(page.ask('act', { action: 'run' }), /“Globex”.+not connected/);
  await page.ask('act', { action: 'connect' });
  assert.deepEqual([ran, sent()], [['falconAdmin.connection.connect'], 0]);
});

test('where the file names no tenant the person is asked once, and nothing is written', async (t) => {
  const { open, connect, person, connection } = await aggregateHouse(t);
  await connect({ id: asConnectionId('two'), name: 'Globex' });
  const { document, page } = open(fileText([byStatus]));
  assert.equal((await page.when(({ tenants }) => tenants.length === 2)).tenant, undefined);
  person.will('escape');
  await page.ask('act', { action: 'run' });
  assert.equal(page.spec.state().run.kind, 'none');
  person.will({ choose: 'Acme' });
  await page.ask('act', { action: 'run' });
  await page.ask('act', { action: 'run' });
  const { run, tenant } = page.spec.state();
  assert.ok(run.kind === 'done' && run.tenant === 'Acme');
  assert.deepEqual([tenant, document.steps.length, person.seen.length], [connection.id, 0, 2]);
});

test('a file that cannot be changed can be run on another tenant than its own', async (t) => {
  const { queryFiles, show, connection } = await aggregateHouse(t);
  const page = show(queryFiles.add('git:/work/old.falcon-aggregate.json', fileText({ tenant: 'Globex', queries: [byStatus] }), { isReadOnly: true }));
  await page.ask('chooseTenant', { id: connection.id });
  await page.ask('act', { action: 'run' });
  assert.equal(page.spec.state().run.kind, 'done');
});

test('what a tenant answered goes when its connection does', async (t) => {
  const { open, store, connection } = await aggregateHouse(t);
  const { page } = open(fileText([byStatus]));
  await page.ask('act', { action: 'run' });
  await store.remove(connection.id);
  const { age, run, tenants } = page.spec.state();
  assert.deepEqual([age, run.kind, tenants], [0, 'none', []]);
  await assert.rejects(page.ask('act', { action: 'run' }), /No tenant is connected/);
});

test('a run ends when its tenant goes, and goes on when another one does', async (t) => {
  const { open, show, queryFiles, connect, store, connection } = await aggregateHouse(t, { latencyMs: 300 });
  await connect({ id: asConnectionId('two'), name: 'Globex' });
  const { document, page } = open(fileText({ tenant: 'Acme', queries: [byStatus] }));
  await page.ask('act', { action: 'run' });
  document.type(fileText({ tenant: 'Globex', queries: [byStatus] }));
  const other = show(queryFiles.add('file:/work/other.falcon-aggregate.json', fileText({ tenant: 'Acme', queries: [byStatus] })));
  const runs = [page.ask('act', { action: 'run' }), other.ask('act', { action: 'run' })];
  await Promise.all([page.when(({ run }) => run.kind === 'running'), other.when(({ run }) => run.kind === 'running')]);
  await store.remove(connection.id);
  assert.equal(page.spec.state().age, 0);
  await Promise.all(runs);
  const [run, ended] = [page.spec.state().run, other.spec.state()];
  assert.ok(run.kind === 'done' && run.tenant === 'Globex');
  assert.deepEqual([ended.run.kind, ended.age], ['cancelled', 0]);
});

test('a file with a mistake far below is not sent, and is run once it is mended', async (t) => {
  const { open, sent } = await aggregateHouse(t);
  const { name: _, ...nameless } = byStatus;
  const many = Array.from({ length: 201 }, () => nameless);
  const { document, page } = open(fileText([...many, { ...byStatus, filter: 'status:' }]));
  await assert.rejects(page.ask('act', { action: 'run' }), /mistake/);
  assert.equal(sent(), 0);
  document.type(fileText([byStatus]));
  await page.ask('act', { action: 'run' });
  assert.equal(page.spec.state().run.kind, 'done');
});

test('the answers of the twenty files that were run last are kept', async (t) => {
  const { open } = await aggregateHouse(t);
  const pages = Array.from({ length: 21 }, (_, at) => open(fileText([byStatus]), `file:/work/${at}.falcon-aggregate.json`).page);
  for (const page of pages) await page.ask('act', { action: 'run' });
  assert.deepEqual(pages.map((page) => page.spec.state().age > 0), [false, ...Array.from({ length: 20 }, () => true)]);
});

test('the command runs a file whether a builder shows it or not', async (t) => {
  const { editors, queryFiles, show } = await aggregateHouse(t);
  const document = queryFiles.add('file:/work/a.falcon-aggregate.json', fileText([byStatus]));
  await editors.run(document.address);
  assert.ok(show(document).spec.state().age > 0);
});

test('requests are copied without a token, for the cloud of the tenant', async (t) => {
  const { open, copied, mentioned, demo } = await aggregateHouse(t);
  const { page } = open(fileText([byStatus]));
  for (const form of ['curl', 'falconpy', 'psfalcon'] as const) await page.ask('copyAs', { form });
  assert.equal(copied.length, 3);
  assert.ok(copied[0]?.includes(demo.url));
  for (const text of copied) assert.ok(text.includes('status') && !text.includes(demo.clientSecret));
  assert.match(mentioned.at(-1) ?? '', /PSFalcon/);
});

test('an answer is exported as a table, or as the picture that the page has drawn', async (t) => {
  const { open, saved, files } = await aggregateHouse(t);
  const { page } = open(fileText([byStatus]));
  await assert.rejects(page.ask('export', { query: 0, form: 'csv' }), { kind: 'notFound' });
  await page.ask('act', { action: 'run' });
  const csv = await page.ask('export', { query: 0, form: 'csv' });
  assert.match(csv ?? '', /^by status .+\.csv$/);
  await page.ask('export', { query: 0, form: 'json' });
  await page.ask('export', { query: 0, form: 'svg', data: '<svg/>' });
  await page.ask('export', { query: 0, form: 'png', data: Buffer.from([1, 2, 3]).toString('base64') });
  const { answers } = await page.ask('results', undefined);
  const counts = answers[0]?.result?.buckets.map(({ label, count }) => `${label},${count}`) ?? [];
  for (const line of counts) assert.ok(saved[0]?.text.includes(line), line);
  assert.ok(Array.isArray(JSON.parse(saved[1]?.text ?? '')));
  assert.equal(saved[2]?.text, '<svg/>');
  assert.deepEqual([...(files.bytes[0]?.bytes ?? [])], [1, 2, 3]);
});
