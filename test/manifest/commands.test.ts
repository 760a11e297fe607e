import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandIds } from '../../src/host/commandIds.ts';
import { commandTitles, contributes } from './manifest.ts';
import { holds, parseWhen } from './whenClause.ts';

const { commands, menus } = contributes;
const isAboutActivity = (command: string | undefined): boolean => command?.startsWith('falconAdmin.activity.') ?? false;
const palette = new Map((menus['commandPalette'] ?? []).map(({ command, when }) => [command, when]));

test('the code knows exactly the commands of the manifest, in the same order', () => {
  assert.deepEqual(
    commands.map(({ command }) => command),
    [...commandIds],
  );
});

for (const { command, category, icon } of commands) {
  const title = commandTitles.get(command) ?? '';
  test(`${command} has a category, a noun and verb, and a title in title case without the product's name`, () => {
    assert.equal(category, 'Falcon');
    assert.match(command, /^falconAdmin\.[a-z]+\.[a-zA-Z]+$/);
    assert.match(title, /^[A-Z][\w-]*( (as|from|[A-Z\d][\w-]*))*…?$/);
    assert.doesNotMatch(title, /falcon/i);
    if (icon !== undefined) assert.match(icon, /^\$\([a-z-]+\)$/);
  });
}

test('the palette offers what works without a connection only if it does', () => {
  const always = commands.map(({ command }) => command).filter((command) => !palette.has(command));
  assert.deepEqual(always, ['falconAdmin.connection.connect', 'falconAdmin.demo.open', 'falconAdmin.log.show']);
});

test('the palette hides what only a tree item can start', () => {
  const hidden = [...palette].filter(([, when]) => when === 'false').map(([command]) => command);
  assert.deepEqual(hidden, ['falconAdmin.tree.loadMore', 'falconAdmin.tree.retry']);
});

/** Work with the document in front, whatever is connected. */
const isAboutDocument = (when: string): boolean => /^(resourceLangId|activeCustomEditorId) ==/.test(when);

test('the palette offers what works with a document while one of its kind is in front', () => {
  const found = [...palette].filter(([, when = '']) => isAboutDocument(when)).map(([command, when]) => `${command}: ${when}`);
  assert.deepEqual(found, [
    'falconAdmin.aggregate.openBuilder: resourceLangId == falcon-aggregate',
    'falconAdmin.aggregate.openText: activeCustomEditorId == falconAdmin.aggregate',
    'falconAdmin.aggregate.run: activeCustomEditorId == falconAdmin.aggregate',
    'falconAdmin.operation.send: resourceLangId == falcon-request',
  ]);
});

// Only the extension knows what is connected, and in a fresh window it runs no sooner than something of it is used.
test('the palette offers everything else until it is known that nothing is connected', () => {
  const fresh: readonly string[] = [];
  const nothing = ['falconAdmin.loaded'];
  const connected = [...nothing, 'falconAdmin.connected'];
  const conditional: Readonly<Record<string, string>> = { 'falconAdmin.connection.forbidChanges': 'falconAdmin.changesAllowed' };
  const onlyFalcon = (when: string): readonly string[] => (when.includes('falconAdmin.falconConnected') ? ['falconAdmin.falconConnected'] : []);
  for (const [command, when = ''] of palette) {
    if (when === 'false' || command === 'falconAdmin.tree.cancel' || isAboutActivity(command) || isAboutDocument(when)) continue;
    const further = conditional[command ?? ''] ?? onlyFalcon(when);
    assert.deepEqual([fresh, nothing, connected.concat(further)].map((keys) => holds(when, keys)), [true, false, true], command);
  }
  assert.equal(holds(palette.get('falconAdmin.connection.forbidChanges') ?? '', connected), false);
});

// What was changed stays listed when nothing is connected any more.
test('the palette offers what is about the activity until it is known that there is none', () => {
  for (const [command, when = ''] of palette) {
    if (!isAboutActivity(command)) continue;
    const keys = [[], ['falconAdmin.activityLoaded'], ['falconAdmin.activityLoaded', 'falconAdmin.hasActivity']];
    assert.deepEqual(keys.map((some) => holds(when, some)), [true, false, true], command);
  }
});

test('the palette offers to cancel only while something is loading', () => {
  assert.deepEqual(parseWhen(palette.get('falconAdmin.tree.cancel') ?? '').map(({ key }) => key), ['falconAdmin.connected', 'falconAdmin.loading']);
});

test('every command can be reached by hand: from the palette or from a menu', () => {
  const inMenus = new Set(Object.values(menus).flatMap((items) => items.flatMap(({ command, when }) => (when === 'false' ? [] : [command]))));
  for (const { command } of commands) assert.ok(inMenus.has(command) || !palette.has(command), command);
});
