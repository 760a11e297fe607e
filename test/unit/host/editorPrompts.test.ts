import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import './useFakeVscode.ts';
import type { FakeBox } from './fakeVscode.ts';
import type { PickItem } from '../../../src/host/prompts.ts';

const { desk } = await import('./fakeVscode.ts');
const { editorPrompts: prompts } = await import('../../../src/host/editorPrompts.ts');
const { back } = await import('../../../src/host/prompts.ts');
const { TenantError } = await import('../../../src/core/errors.ts');

const box = (): FakeBox => desk.boxes.at(-1) ?? assert.fail('nothing is shown');
const labels = (): readonly string[] => box().items.map(({ label }) => label);
const settled = () => new Promise((resolve) => setImmediate(resolve));
const fruit: readonly PickItem<number>[] = [
  { label: 'Apple', value: 1, group: 'Trees', icon: 'symbol-misc' },
  { label: 'Pear', value: 2, picked: true },
  { label: 'Melon', value: 3, group: 'Ground' },
];

test('an input gives what was typed, stays when focus leaves, and lets go of the box', async () => {
  const answer = prompts.input({ title: 'Name', value: 'Acme', placeholder: 'A name', prompt: 'For the tree', password: true });
  assert.deepEqual([box().title, box().value, box().placeholder, box().prompt, box().password], ['Name', 'Acme', 'A name', 'For the tree', true]);
  assert.equal(box().ignoreFocusOut, true);
  box().type('Acme Global');
  box().enter();
  assert.equal(await answer, 'Acme Global');
  assert.deepEqual([box().visible, box().listening], [false, 0]);
});

test('an input shows what is wrong, also of the slow check, and stays with what was typed', async () => {
  const answer = prompts.input({
    title: 'Secret',
    validate: (value) => (value === '' ? 'Give a secret.' : undefined),
    check: async (value) => (value === 'right' ? undefined : 'The secret is wrong.'),
  });
  box().enter();
  assert.equal(box().validationMessage, 'Give a secret.');
  box().type('wrong');
  box().enter();
  assert.equal(box().busy, true);
  await settled();
  assert.deepEqual([box().validationMessage, box().value, box().visible, box().busy], ['The secret is wrong.', 'wrong', true, false]);
  box().type('right');
  box().enter();
  assert.equal(await answer, 'right');
});

test('leaving an input aborts its check', async () => {
  const signals: AbortSignal[] = [];
  const answer = prompts.input({ title: 'Secret', check: (_, signal) => new Promise(() => signals.push(signal)) });
  box().enter();
  box().hide();
  assert.equal(await answer, undefined);
  assert.equal(signals[0]?.aborted, true);
});

test('steps are counted, and only later ones go back, the first where something stands before it', async () => {
  const first = prompts.input({ title: 'Connect', step: { current: 1, total: 3 } });
  assert.deepEqual([box().step, box().totalSteps, box().buttons.length], [1, 3, 0]);
  box().hide();
  assert.equal(await first, undefined);
  const afterAnother = prompts.input({ title: 'Connect', step: { current: 1, total: 3, hasBefore: true } });
  assert.equal(box().buttons.length, 1);
  box().goBack();
  assert.equal(await afterAnother, back);
  const second = prompts.pick({ title: 'Connect', step: { current: 2, total: 3 }, items: fruit });
  assert.deepEqual([box().step, box().buttons.length, box().ignoreFocusOut], [2, 1, true]);
  box().goBack();
  assert.equal(await second, back);
});

test('a list shows its groups, starts at what is picked and answers with the value', async () => {
  const answer = prompts.pick({ title: 'Fruit', items: fruit });
  assert.deepEqual(labels(), ['Trees', 'Apple', 'Pear', 'Ground', 'Melon']);
  assert.equal(box().items[1]?.iconPath?.id, 'symbol-misc');
  assert.deepEqual(box().activeItems.map(({ label }) => label), ['Pear']);
  box().enter('Melon');
  assert.equal(await answer, 3);
});

test('Enter takes the first row of a list in which nothing is picked', async () => {
  const answer = prompts.pick({ title: 'Fruit', items: fruit.map(({ picked: _, ...item }) => item) });
  box().enter();
  assert.equal(await answer, 1);
});

test('a list that loads is busy, and a failure is a line that tries again', async () => {
  const offline = new TenantError({ kind: 'network', message: 'The machine is offline.' });
  const answers = [Promise.reject(offline), Promise.resolve(fruit)];
  const answer = prompts.pick({ title: 'Fruit', items: () => answers.shift() ?? assert.fail() });
  assert.equal(box().busy, true);
  await settled();
  assert.equal(box().items.length, 1);
  assert.match(labels()[0] ?? '', /offline/);
  box().enter(labels()[0] ?? '');
  await settled();
  assert.deepEqual([box().busy, box().items.length], [false, 5]);
  box().enter('Apple');
  assert.equal(await answer, 1);
});

test('a heading or an empty choice settles nothing', async () => {
  const answer = prompts.pick({ title: 'Fruit', items: [] });
  box().enter();
  assert.equal(box().visible, true);
  box().hide();
  assert.equal(await answer, undefined);
});

test('a search asks the server after each pause and keeps the editor from filtering its answer', async (context) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const answer = prompts.search({
    title: 'Find',
    nothingFound: 'No fruit of that name.',
    search: async (text, signal) => {
      asked.push(text);
      signals.push(signal);
      return fruit.filter(({ label }) => label.toLowerCase().includes(text));
    },
  });
  await settled();
  box().type('me');
  box().type('mel ');
  mock.timers.tick(1000);
  await settled();
  assert.deepEqual(asked, ['', 'mel']);
  assert.deepEqual(labels(), ['Ground', 'Melon']);
  assert.ok(box().items.every(({ kind, alwaysShow }) => kind === -1 || alwaysShow));
  box().type('kiwi');
  mock.timers.tick(1000);
  await settled();
  assert.deepEqual(labels(), ['No fruit of that name.']);
  box().enter('No fruit of that name.');
  assert.equal(box().visible, true);
  box().type('pear');
  mock.timers.tick(1000);
  await settled();
  box().enter('Pear');
  assert.equal(await answer, 2);
  assert.equal(box().listening, 0);
});

test('leaving a search aborts it', async () => {
  const signals: AbortSignal[] = [];
  const forever = (_: string, signal: AbortSignal) => new Promise<never>(() => signals.push(signal));
  const answer = prompts.search({ title: 'Find', nothingFound: '', search: forever });
  box().hide();
  assert.equal(await answer, undefined);
  assert.equal(signals[0]?.aborted, true);
});

test('confirming is modal and true only for the verb', async () => {
  desk.answer = 'Disconnect';
  assert.equal(await prompts.confirm({ message: 'Disconnect Acme?', detail: 'Its secret is deleted.', action: 'Disconnect' }), true);
  const rest = [{ modal: true, detail: 'Its secret is deleted.' }, 'Disconnect'];
  assert.deepEqual(desk.dialogs.at(-1), { kind: 'warning', message: 'Disconnect Acme?', rest });
  desk.answer = undefined;
  assert.equal(await prompts.confirm({ message: 'Disconnect Acme?', action: 'Disconnect' }), false);
});

test('notices come with their severity and answer with the action', async () => {
  desk.answer = 'Show Log';
  assert.equal(await prompts.notify({ severity: 'warning', message: 'A scope is missing.', actions: ['Show Log'] }), 'Show Log');
  desk.answer = undefined;
  assert.equal(await prompts.notify({ severity: 'information', message: 'Done.' }), undefined);
  assert.deepEqual(desk.dialogs.slice(-2).map(({ kind, rest }) => [kind, rest]), [['warning', ['Show Log']], ['information', []]]);
});
