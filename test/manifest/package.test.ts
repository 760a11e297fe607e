import { PackageManager, createVSIX, listFiles } from '@vscode/vsce';
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { panelTypes } from '../../src/panels/lazyPanels.ts';
import '../unit/host/useFakeVscode.ts';
import { staticClosure } from '../helpers/staticClosure.ts';
import { manifest, root } from './manifest.ts';

const { queryEditor, queryEnding, queryLanguage } = await import('../../src/host/queryKind.ts');

const activationBudget = 60 * 1024;
const packageBudget = 500 * 1024;

interface BuildScript {
  readonly buildAll: (options: { readonly outDir: string }) => Promise<void>;
}

/** What a working folder holds beside the product. None of it may be packed. */
const strays = ['src/extension.ts', 'test/unit/a.test.ts', 'node_modules/undici/index.js', '.env', 'dist/extension.js.map', 'media/notes.md', 'tsconfig.json'];
const wanted = [
  /^(package\.json|package\.nls(\.[a-z-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/(extension|chunks\/[\w-]+)\.js$/,
  /^dist\/licenses\.txt$/,
  /^dist\/webview\/(chunks\/)?[\w-]+\.js$/,
  /^media\/([\w-]+\.(png|svg|css)|walkthrough\/[\w-]+\.svg|(languages|schemas)\/[\w-]+(\.tmLanguage)?\.json|l10n\/bundle\.l10n\.[a-z-]+\.json)$/,
];

/** A copy of what is packed, so that the tests neither build nor clean the working folder. */
const copy = await mkdtemp(join(tmpdir(), 'falcon-package-'));
after(() => rm(copy, { recursive: true, force: true }));
before(async () => {
  for (const stray of strays) {
    await mkdir(join(copy, dirname(stray)), { recursive: true });
    await writeFile(join(copy, stray), 'stray');
  }
  const { buildAll } = (await import(pathToFileURL(join(root, 'esbuild.mjs')).href)) as BuildScript;
  await buildAll({ outDir: join(copy, 'dist') });
  await writeFile(join(copy, 'dist/extension.js.map'), 'stray');
  for (const name of ['.vscodeignore', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'media']) {
    await cp(join(root, name), join(copy, name), { recursive: true });
  }
  // The copy is built already.
  const { 'vscode:prepublish': _built, ...scripts } = manifest.scripts;
  await writeFile(join(copy, 'package.json'), JSON.stringify({ ...manifest, scripts }));
});

test('what loads at activation stays within its budget', async () => {
  const files = await staticClosure(copy, 'dist/extension.js');
  const sizes = await Promise.all(files.map(async (path) => (await stat(join(copy, path))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total < activationBudget, `${total} bytes in ${files.join(', ')}`);
});

test('the package holds what is wanted and nothing else', async () => {
  const files = await listFiles({ cwd: copy, packageManager: PackageManager.None });
  assert.deepEqual(files.filter((file) => !wanted.some((pattern) => pattern.test(file))), []);
  const built = (await readdir(join(copy, 'dist'), { recursive: true })).filter((file) => file.endsWith('.js'));
  const pictures = manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg));
  const { languages, grammars, jsonValidation } = manifest.contributes;
  const described = [...languages.map(({ configuration }) => configuration), ...grammars.map(({ path }) => path), ...jsonValidation.map(({ url }) => url)];
  const needed = ['package.json', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'dist/licenses.txt', manifest.icon, ...pictures, ...described.map((path) => path.replace(/^\.\//, ''))];
  for (const file of [...needed, ...built.map((name) => `dist/${name.replaceAll('\\', '/')}`)]) assert.ok(files.includes(file), `${file} is missing`);
});

test('the package stays within its budget', async () => {
  const packagePath = join(copy, 'product.vsix');
  await createVSIX({ cwd: copy, packagePath, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
  const { size } = await stat(packagePath);
  assert.ok(size < packageBudget, `${size} bytes`);
});

test('the packaging script packs that way', () => {
  assert.equal(manifest.scripts['vscode:prepublish'], 'npm run --silent build');
  assert.match(manifest.scripts['package'] ?? '', /^vsce package --no-dependencies /);
});

test('files of queries have one editor, one language with the schema of JSON, and are compared as text', () => {
  const { customEditors, languages, grammars, jsonValidation, jsonLanguageParticipants, configurationDefaults } = manifest.contributes;
  const pattern = `*${queryEnding}`;
  assert.deepEqual(customEditors.map(({ viewType, selector }) => [viewType, selector]), [[queryEditor, [{ filenamePattern: pattern }]]]);
  assert.deepEqual(languages.find(({ id }) => id === queryLanguage)?.extensions, [queryEnding]);
  assert.ok(grammars.some(({ language }) => language === queryLanguage));
  assert.ok(jsonLanguageParticipants.some(({ languageId, comments }) => languageId === queryLanguage && !comments));
  assert.deepEqual(jsonValidation.map(({ fileMatch }) => fileMatch), [pattern]);
  assert.deepEqual(configurationDefaults['workbench.diffEditorAssociations'], { [pattern]: 'default' });
  // As the editor has it for JSON itself.
  assert.deepEqual(configurationDefaults[`[${queryLanguage}]`], { 'editor.quickSuggestions': { strings: true }, 'editor.suggest.insertMode': 'replace' });
  assert.deepEqual(configurationDefaults['[falcon-request]'], { 'editor.quickSuggestions': { strings: true } });
});

test('nothing activates the extension but what it contributes, and its panels that a restart brings back', () => {
  assert.deepEqual(manifest.activationEvents, panelTypes.map((type) => `onWebviewPanel:${type}`));
});

test('it runs in restricted mode, in virtual workspaces, and on the side of the person', () => {
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
  assert.equal(manifest.capabilities.virtualWorkspaces, true);
  assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
});

test('the editor typings are those of the oldest editor that is supported', () => {
  assert.equal(`^${manifest.devDependencies['@types/vscode']}`, manifest.engines.vscode);
});
