import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextKeyNames } from '../../src/host/contextKeys.ts';
import { contextValues } from '../../src/host/contextValues.ts';
import { contributes } from './manifest.ts';
import type { MenuItem } from './manifest.ts';
import { itemPattern, parseWhen } from './whenClause.ts';

const { menus, submenus, viewsWelcome, walkthroughs, commands } = contributes;
const viewIds = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
const clauses = [
  ...Object.values(menus).flatMap((items) => items.map(({ when }) => when)),
  ...viewsWelcome.map(({ when }) => when),
  ...walkthroughs.map(({ when }) => when),
].filter((when) => when !== undefined);
const events = walkthroughs.flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents));
const context = (menus['view/item/context'] ?? []).map((item) => ({ ...item, pattern: itemPattern(item.when ?? '') ?? '' }));
const viewOf = (when = ''): string | undefined => parseWhen(when).find(({ key }) => key === 'view')?.operand;
const nameOf = ({ command, submenu }: MenuItem): string => command ?? submenu ?? '';

test('when-clauses read only keys that exist, and every key of ours is read', () => {
  const keys = new Set(clauses.flatMap((clause) => parseWhen(clause).map(({ key }) => key)));
  for (const event of events) if (event.startsWith('onContext:')) keys.add(event.slice('onContext:'.length));
  const builtIn = ['view', 'viewItem', 'false', 'activeCustomEditorId', 'editorLangId', 'resourceLangId'];
  assert.deepEqual([...keys].filter((key) => !builtIn.includes(key)).sort(), [...contextKeyNames].sort());
});

test('views, commands and submenus that are named exist', () => {
  const ids = new Set(commands.map(({ command }) => command));
  for (const item of Object.values(menus).flat()) {
    if (item.command !== undefined) assert.ok(ids.has(item.command), item.command);
    if (item.submenu !== undefined) assert.ok(submenus.some(({ id }) => id === item.submenu), item.submenu);
  }
  for (const { id } of submenus) assert.ok(menus[id]?.length && context.some(({ submenu }) => submenu === id), id);
  for (const term of clauses.flatMap(parseWhen)) if (term.key === 'view') assert.ok(viewIds.includes(term.operand ?? ''), term.operand);
  for (const { view } of viewsWelcome) assert.ok(viewIds.includes(view), view);
  for (const event of events) {
    const [kind, name = ''] = event.split(':');
    // The editor itself makes a command that shows each view.
    if (kind === 'onCommand') assert.ok(ids.has(name) || viewIds.includes(name.replace(/\.focus$/, '')), event);
    else assert.equal(kind, 'onContext');
  }
});

test('entries in the title of editors are for our own editors and languages alone', () => {
  const ours = new Set([...contributes.customEditors.map(({ viewType }) => viewType), ...contributes.languages.map(({ id }) => id)]);
  const items = menus['editor/title'] ?? [];
  for (const item of items) {
    const terms = parseWhen(item.when ?? '');
    assert.ok(terms.some(({ operator, operand = '' }) => operator === '==' && ours.has(operand)), nameOf(item));
    for (const { operand = '' } of terms) assert.ok(ours.has(operand), `${nameOf(item)}: ${operand}`);
    assert.match(item.group ?? '', /^navigation@\d$/, nameOf(item));
    assert.ok(commands.find(({ command }) => command === item.command)?.icon, `${item.command} needs an icon`);
  }
});

for (const [menu, items] of Object.entries(menus)) {
  if (menu === 'commandPalette' || menu === 'editor/title') continue;
  test(`entries of ${menu} name their view, and their group with a place in it`, () => {
    for (const item of items) {
      assert.ok(parseWhen(item.when ?? '').some(({ key, operator }) => key === 'view' && operator === '=='), nameOf(item));
      assert.match(item.group ?? '', /^(inline|navigation|\d_[a-z]+)@\d$/, nameOf(item));
    }
    for (const kind of [...contextValues, undefined]) {
      const here = items.filter(({ when }) => kind === undefined || new RegExp(itemPattern(when ?? '') ?? '^$').test(kind));
      if (kind === undefined && menu !== 'view/title') continue;
      const places = here.map(({ when, group }) => `${viewOf(when)} ${group}`);
      assert.equal(new Set(places).size, places.length, `two entries share a place for ${kind}: ${places.join()}`);
    }
  });
}

for (const item of [...context, ...(menus['falconAdmin.copy'] ?? []).map((entry) => ({ ...entry, pattern: itemPattern(entry.when ?? '') ?? '' }))]) {
  test(`${nameOf(item)} in ${item.group} is for items by an anchored pattern that fits some of them`, () => {
    assert.match(item.pattern, /^\^.+(\$|\(;\|\$\))$/);
    // An alternative outside of brackets would escape the anchors.
    assert.doesNotMatch(item.pattern.replaceAll(/\([^()]*(\([^()]*\)[^()]*)*\)/g, ''), /\|/);
    const pattern = new RegExp(item.pattern);
    assert.ok(contextValues.some((value) => pattern.test(value)));
    // Every alternative earns its place.
    for (const word of item.pattern.match(/[a-zA-Z]+/g) ?? []) assert.ok(contextValues.some((value) => pattern.test(value) && value.split(';').includes(word)), word);
  });
}

for (const value of contextValues) {
  const here = context.filter(({ pattern }) => new RegExp(pattern).test(value));
  test(`the menu of ${value} has something to offer, at most three of it inline, and all of that also as text`, () => {
    const inline = here.filter(({ group }) => group?.startsWith('inline'));
    const listed = here.filter(({ group }) => !group?.startsWith('inline'));
    assert.ok(listed.length > 0);
    assert.ok(inline.length <= 3);
    for (const item of inline) {
      assert.ok(listed.some(({ command }) => command === item.command), item.command);
      assert.ok(commands.find(({ command }) => command === item.command)?.icon, `${item.command} needs an icon`);
    }
  });
}

// Nothing is ever changed in a Cylance tenant, so that its rows must not offer what would fail.
test('rows of Cylance tenants offer reading alone', () => {
  const rows = contextValues.filter((value) => /^(cylance|zone)/.test(value));
  assert.equal(rows.length, 10);
  const offered = rows.flatMap((value) => context.filter(({ pattern }) => new RegExp(pattern).test(value)).map(nameOf));
  assert.deepEqual([...new Set(offered)].sort(), [
    'falconAdmin.connection.disconnect',
    'falconAdmin.connection.rename',
    'falconAdmin.connection.replaceSecret',
    'falconAdmin.copy',
    'falconAdmin.person.find',
    'falconAdmin.record.openJson',
    'falconAdmin.tree.refresh',
    'falconAdmin.user.compare',
    'falconAdmin.user.find',
    'falconAdmin.user.view',
    'falconAdmin.users.clearFilter',
    'falconAdmin.users.export',
    'falconAdmin.users.filter',
    'falconAdmin.users.sort',
  ]);
});

test('what takes something away stands in the last group', () => {
  const listed = context.map(({ command = '', group = '' }) => ({ command, group: group.split('@')[0] ?? '' })).filter(({ group }) => group !== 'inline');
  const last = listed.map(({ group }) => group).sort().at(-1);
  const removing = listed.filter(({ command }) => /\.(disconnect|delete|revoke)$/.test(command));
  assert.deepEqual([...new Set(removing.map(({ group }) => group))], [last]);
});

test('a walkthrough stays in the list whatever has been done, and no step of it is done by looking alone', () => {
  assert.deepEqual(walkthroughs.map(({ when }) => when), walkthroughs.map(() => undefined));
  for (const { steps } of walkthroughs) for (const { completionEvents } of steps) assert.doesNotMatch(completionEvents.join(), /onView/);
});

test('the title bar shows few actions and keeps the rest in the overflow menu', () => {
  const navigation = (menus['view/title'] ?? []).filter(({ group }) => group?.startsWith('navigation'));
  for (const id of viewIds) assert.ok(navigation.filter(({ when }) => viewOf(when) === id).length <= 4, id);
  for (const { command } of navigation) assert.ok(commands.find((item) => item.command === command)?.icon, command);
});
