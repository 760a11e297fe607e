/** What keeps the queries of a file from being sent to a tenant that is not meant, or otherwise than a person sees them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import { aggregateHouse, byStatus, fileText } from './aggregateHouse.ts';

describe('a tenant chosen for a file that cannot be changed', () => {
  const openReadOnly = async (...[t]: Parameters<typeof aggregateHouse>) => {
    const house = await aggregateHouse(t);
    const other = await house.connect({ id: asConnectionId('two'), name: 'Globex' });
    const text = fileText({ tenant: 'Initech', queries: [byStatus] });
    const page = house.show(house.queryFiles.add('git:/work/old.falcon-aggregate.json', text, { isReadOnly: true }));
    await page.when(({ tenants }) => tenants.length === 2);
    return { ...house, other, page };
  };

  test('is missed when it is not connected any more, and no other one is asked', async (t) => {
    const { page, store, other, sent } = await openReadOnly(t);
    assert.equal(page.spec.state().missingTenant, 'Initech');
    await page.ask('chooseTenant', { id: other.id });
    assert.deepEqual([page.spec.state().tenant, page.spec.state().missingTenant], [other.id, undefined]);
    await store.remove(other.id);
    const { tenant, missingTenant, tenants } = page.spec.state();
    assert.deepEqual([tenant, missingTenant, tenants.length], [undefined, 'Globex', 1]);
    await assert.rejects(page.ask('act', { action: 'run' }), /“Globex”, which was chosen for this file, is not connected/);
    assert.equal(sent(), 0);
  });

  test('is meant again when it is connected again', async (t) => {
    const { page, store, other, connect } = await openReadOnly(t);
    await page.ask('chooseTenant', { id: other.id });
    await store.remove(other.id);
    const again = await connect({ id: asConnectionId('three'), name: 'Globex' });
    assert.equal(page.spec.state().tenant, again.id);
    await page.ask('act', { action: 'run' });
    const { run } = page.spec.state();
    assert.ok(run.kind === 'done' && run.tenant === 'Globex');
  });
});

test('of several tenants of the name that a file names none is missing', async (t) => {
  const { open, connect } = await aggregateHouse(t);
  await connect({ id: asConnectionId('two'), name: 'Acme' });
  const { page } = open(fileText({ tenant: 'Acme', queries: [byStatus] }));
  const { tenant, missingTenant } = await page.when(({ tenants }) => tenants.length === 2);
  assert.deepEqual([tenant, missingTenant], [undefined, undefined]);
});

test('undo, redo and saving are asked of the editor, unless another editor is in front by now', async (t) => {
  const { show, queryFiles, editorRan } = await aggregateHouse(t);
  const panel = { active: true };
  const page = show(queryFiles.add('file:/work/a.falcon-aggregate.json', fileText([byStatus])), panel);
  for (const action of ['undo', 'redo', 'save'] as const) await page.ask('act', { action });
  panel.active = false;
  await page.ask('act', { action: 'undo' });
  assert.deepEqual(editorRan, ['undo', 'redo', 'workbench.action.files.save']);
});

describe('a field of a builder that cannot be written', () => {
  test('keeps the file from being sent and copied, whoever asks, until it can be', async (t) => {
    const { open, show, editors, sent, copied } = await aggregateHouse(t);
    const { document, page } = open(fileText([byStatus]));
    const other = show(document);
    await page.ask('hold', { where: '“by status”' });
    assert.deepEqual([page.spec.state().isHeld, other.spec.state().isHeld], [true, false]);
    await assert.rejects(other.ask('act', { action: 'run' }), /a field of “by status” holds no number/);
    await assert.rejects(editors.run(document.address), { kind: 'invalid', nextStep: 'Mend it there.' });
    await assert.rejects(page.ask('copyAs', { form: 'curl' }), { kind: 'invalid' });
    assert.deepEqual([sent(), copied.length], [0, 0]);
    await page.ask('hold', {});
    await other.ask('act', { action: 'run' });
    assert.deepEqual([sent(), page.spec.state().isHeld], [1, false]);
  });

  test('matters no more once its builder is closed', async (t) => {
    const { open, editors, sent } = await aggregateHouse(t);
    const { document, page } = open(fileText([byStatus]));
    await page.ask('hold', { where: '“by status”' });
    page.dispose();
    await editors.run(document.address);
    assert.equal(sent(), 1);
  });
});
