// Builds what the editor loads: dist/extension.js with its lazy chunks, and dist/webview/<page>.js for every page.
// `node esbuild.mjs` makes the minified product, `--watch` keeps a readable one with source maps up to date.
import { context } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

// undici keeps its default agent in a process-wide slot that the fetch of Node, and so of every other extension, uses
// too. In our bundle that agent lives in a variable of the module instead, and is made only if somebody asks for it.
const privateAgentSource = `
const { InvalidArgumentError } = require('./core/errors');
let agent;
module.exports = {
  getGlobalDispatcher() {
    agent ??= new (require('./dispatcher/agent'))();
    return agent;
  },
  setGlobalDispatcher(next) {
    if (!next || typeof next.dispatch !== 'function') throw new InvalidArgumentError('Argument agent must implement Agent');
    agent = next;
  },
  installedExports: [],
};
`;

// Of undici only the HTTP client is used. Its copies of fetch, web sockets and cookies would also wake up Node's own
// fetch while they load, its caches and interceptors stay unused, and its mocks are for tests.
const unusedParts = /^\.\/lib\/(cache|interceptor|mock|web)\/|^\.\/lib\/handler\/(decorator|redirect|retry)-handler/;
const unusedSource = 'exports.CacheStorage = class {};';
// Its parser comes twice, the second time with wide instructions that save nothing at some hundred requests a second.
const fasterParser = /[\\/]undici[\\/]lib[\\/]llhttp[\\/]llhttp_simd-wasm\.js$/;

/** @type {import('esbuild').Plugin} */
export const privateUndici = {
  name: 'private-undici',
  setup(build) {
    build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]global\.js$/ }, ({ path }) => ({
      contents: privateAgentSource,
      resolveDir: dirname(path),
      loader: 'js',
    }));
    build.onLoad({ filter: fasterParser }, () => ({ contents: "throw new Error('Left out.');", loader: 'js' }));
    build.onResolve({ filter: unusedParts }, ({ importer, path }) =>
      /[\\/]undici[\\/]index\.js$/.test(importer) ? { path, namespace: 'unused' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: unusedSource, loader: 'js' }));
  },
};

/** Every file under `src` that is loaded by an `import()` somewhere. */
function lazyFiles() {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true }).filter(({ name }) => name.endsWith('.ts'));
  const files = sources.flatMap(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), 'utf8');
    return [...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, path]) => join(parentPath, path));
  });
  return new Set(files);
}

// A chunk is made for each set of lazy parts that share some code, so the code that runs at activation would lie in a dozen
// of them, and each costs a read. With every lazy part leaning on the entry, all of it is shared by all of them: one chunk.
/** @type {import('esbuild').Plugin} */
const oneStartChunk = {
  name: 'one-start-chunk',
  setup(build) {
    const entry = join(root, 'src/extension.ts');
    const lazy = lazyFiles();
    build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
      lazy.has(path) ? { contents: `${readFileSync(path, 'utf8')}\nimport ${JSON.stringify(entry)};\n`, loader: 'ts' } : undefined,
    );
  },
};

/** undici is CommonJS: inside an ES module its calls of require need one to be there. */
export const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** @returns {import('esbuild').BuildOptions} what every build for Node shares. */
export const nodeOptions = () => ({
  bundle: true,
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  // The first form of some packages asks for its own files by a require that no bundler can follow.
  mainFields: ['module', 'main'],
  banner: { js: requireBanner },
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [privateUndici],
});

/** @returns {import('esbuild').BuildOptions} what every page shares. */
export const pageOptions = () => ({
  bundle: true,
  format: 'esm',
  splitting: true,
  platform: 'browser',
  target: 'chrome138',
  chunkNames: 'chunks/[name]-[hash]',
});

/** Pages by name: the folders of src/webview that have an entry of their own. */
function pageEntries() {
  const folder = join(root, 'src/webview');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'main.ts'))) : [];
  return Object.fromEntries(names.map((name) => [name, `src/webview/${name}/main.ts`]));
}

function builds(outDir, watching) {
  const shared = { absWorkingDir: root, minify: !watching, sourcemap: watching, logLevel: 'info', legalComments: 'none' };
  const host = { ...shared, ...nodeOptions(), plugins: [privateUndici, oneStartChunk], entryPoints: { extension: 'src/extension.ts' }, outdir: outDir };
  const pages = { ...shared, ...pageOptions(), entryPoints: pageEntries(), outdir: join(outDir, 'webview') };
  return Object.keys(pages.entryPoints).length === 0 ? [host] : [host, pages];
}

/** The packages of which anything is in the bundle, as folders under the root. */
function bundledPackages(metafiles) {
  const used = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)));
  const folders = used.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (/^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []) : [],
  );
  return [...new Set(folders)].sort();
}

/** The licences of what is bundled, which ask to be passed on with it. */
function licenceTexts(metafiles) {
  const texts = bundledPackages(metafiles).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
    return `${name} ${version}\n\n${file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${license}`}\n`;
  });
  return texts.join(`\n${'-'.repeat(78)}\n\n`);
}

/** Builds once, or until the process ends when watching. */
export async function buildAll({ outDir = join(root, 'dist'), watching = false } = {}) {
  rmSync(outDir, { recursive: true, force: true });
  const metafiles = [];
  for (const options of builds(outDir, watching)) {
    const build = await context({ ...options, metafile: true });
    if (watching) {
      await build.watch();
      continue;
    }
    metafiles.push((await build.rebuild()).metafile);
    await build.dispose();
  }
  if (watching) return;
  mkdirSync(outDir, { recursive: true });
  writeFileSync(join(outDir, 'licenses.txt'), licenceTexts(metafiles));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll({ watching: process.argv.includes('--watch') }).catch(() => {
    // esbuild has printed what is wrong.
    process.exitCode = 1;
  });
}
