import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandTitles, contributes, manifest, root, textOf, texts } from './manifest.ts';

const references = [...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key ?? '');
const commandLink = /\[([^\]]+)\]\(command:([\w.]+)\)/g;

test('every text that is used is there, and every text that is there is used', () => {
  assert.deepEqual([...new Set(references)].sort(), Object.keys(texts).sort());
});

test('titles, labels and descriptions come from the texts', () => {
  const { commands, submenus, configuration, viewsWelcome, walkthroughs } = contributes;
  const shown = [
    ...commands.map(({ title }) => title),
    ...submenus.map(({ label }) => label),
    ...configuration.map(({ title }) => title),
    ...configuration.flatMap(({ properties }) => Object.values(properties).map(({ markdownDescription }) => markdownDescription)),
    ...viewsWelcome.map(({ contents }) => contents),
    ...walkthroughs.flatMap(({ steps }) => steps.flatMap(({ title, description, media }) => [title, description, media.altText])),
  ];
  for (const text of shown) assert.match(text ?? '', /^%[\w.]+%$/);
});

test('links in texts run commands that exist', () => {
  for (const [key, text] of Object.entries(texts)) {
    for (const [, label, command = ''] of text.matchAll(commandLink)) {
      const viewFocus = Object.values(contributes.views).some((views) => views.some(({ id }) => command === `${id}.focus`));
      assert.ok(viewFocus || commandTitles.has(command), `${key}: ${label} runs ${command}`);
    }
  }
});

for (const { view, contents, when } of contributes.viewsWelcome) {
  test(`the welcome text of ${view} waits for what is known and has one button`, () => {
    assert.match(when, /falconAdmin\.(loaded|activityLoaded) && /);
    const lines = textOf(contents).split('\n');
    assert.equal(lines.filter((line) => /^\[[^\]]+\]\([^)]+\)$/.test(line)).length, 1);
  });
}

test('pictures exist', () => {
  const { viewsContainers, views, walkthroughs } = contributes;
  const paths = [
    manifest.icon,
    ...viewsContainers.activitybar.map(({ icon }) => icon),
    ...Object.values(views).flatMap((list) => list.map(({ icon }) => icon)),
    ...walkthroughs.flatMap(({ icon, steps }) => [icon, ...steps.map(({ media }) => media.svg)]),
  ];
  for (const path of paths) assert.ok(existsSync(join(root, path)), path);
});

test('the container has a single-colour outline icon of 24 x 24', () => {
  for (const { icon } of contributes.viewsContainers.activitybar) {
    const svg = readFileSync(join(root, icon), 'utf8');
    assert.match(svg, /width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor"/);
    assert.equal(svg.match(/(stroke|fill)="/g)?.length, 2);
  }
});

test('walkthrough pictures take their colours from the theme', () => {
  for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
    const svg = readFileSync(join(root, media.svg), 'utf8');
    for (const [, colour = ''] of svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)) assert.match(colour, /^(none|var\(--vscode-.+\))$/, `${media.svg}: ${colour}`);
  }
});

test('walkthrough steps are few, each with a button and an event that ends it', () => {
  for (const { steps } of contributes.walkthroughs) {
    assert.ok(steps.length >= 3 && steps.length <= 4);
    for (const { id, description, completionEvents } of steps) {
      assert.match(textOf(description), /^\[[^\]]+\]\(command:[\w.]+\)$/m, id);
      assert.ok(completionEvents.length > 0, id);
    }
  }
});

test('translations have a folder to go to', () => assert.ok(existsSync(join(root, manifest.l10n))));
