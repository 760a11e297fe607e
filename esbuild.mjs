// Builds what the editor loads: dist/extension.js with its lazy chunks, and dist/webview/<page>.js for every page.
// `node esbuild.mjs` makes the minified product, `--watch` keeps a readable one with source maps up to date.
import { context } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const root = dirname(fileURLToPath(import.meta.url));

// Of undici only the HTTP/1.1 client is used: an agent, a pool and a proxy, with requests and tunnels. Among the rest is its
// default agent, kept in a process-wide slot that the fetch of Node, and so of every other extension, uses too; and its copies
// of fetch, web sockets and cookies would wake up Node's own fetch while they load.
const clientSource = `
Object.assign(require('./lib/dispatcher/dispatcher').prototype, { request: require('./lib/api/api-request'), connect: require('./lib/api/api-connect') });
exports.Agent = require('./lib/dispatcher/agent');
exports.Pool = require('./lib/dispatcher/pool');
exports.ProxyAgent = require('./lib/dispatcher/proxy-agent');
`;
// Asked for by what is used, and never called: the other protocols of servers and proxies, and bodies that are forms or
// streams of the web.
const neverCalled = /[\\/]undici[\\/]lib[\\/](dispatcher[\\/](client-h2|socks5-proxy-agent)|web[\\/]fetch[\\/]body)\.js$/;
const leftOutSource = "throw new Error('Left out.');";
// Its parser comes twice, the second time with wide instructions that save nothing at some hundred requests a second. It is
// packed, since code that is written as text takes much room in the archive.
const fasterParser = /[\\/]undici[\\/]lib[\\/]llhttp[\\/]llhttp_simd-wasm\.js$/;
const parser = /[\\/]undici[\\/]lib[\\/]llhttp[\\/]llhttp-wasm\.js$/;
const packedSource = (bytes) => `
const { brotliDecompressSync } = require('node:zlib');
module.exports = brotliDecompressSync(Buffer.from('${brotliCompressSync(bytes).toString('base64')}', 'base64'));
`;

/** @type {import('esbuild').Plugin} */
export const privateUndici = {
  name: 'private-undici',
  setup(build) {
    build.onLoad({ filter: fasterParser }, () => ({ contents: leftOutSource, loader: 'js' }));
    build.onLoad({ filter: parser }, ({ path }) => ({ contents: packedSource(createRequire(import.meta.url)(path)), loader: 'js' }));
    build.onLoad({ filter: neverCalled }, () => ({ contents: 'module.exports = class {};', loader: 'js' }));
    build.onLoad({ filter: /[\\/]undici[\\/]index\.js$/ }, ({ path }) => ({ contents: clientSource, resolveDir: dirname(path), loader: 'js' }));
  },
};

/** Every file under `src` that is loaded by an `import()` somewhere. */
function lazyFiles() {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true }).filter(({ name }) => name.endsWith('.ts'));
  const files = sources.flatMap(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), 'utf8');
    return [...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, path]) => join(parentPath, path));
  });
  return [...new Set(files)].sort();
}

/** What is large and seldom needed, and what is looked at after every start: chunks of their own. */
const apart = /[\\/](undiciTransport|fetchTransport|demoTenant|interrupted|journal|journalFiles)\.ts$/;

// A chunk is made for each set of lazy parts that share some code: by itself that makes a hundred of them, a dozen of which
// are read at activation. Here every lazy part leans on the entry, so that what runs at activation lies in one chunk, and most
// of them on each other, so that they lie in another: packed together they take much less room in the archive.
/** @type {import('esbuild').Plugin} */
const fewChunks = {
  name: 'few-chunks',
  setup(build) {
    const entry = join(root, 'src/extension.ts');
    const importOf = (path) => `import ${JSON.stringify(path)};`;
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => (kind === 'dynamic-import' ? { path: join(resolveDir, path), namespace: 'lazy' } : undefined));
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => {
      const beside = apart.test(path) ? [entry] : [entry, 'lazy-together'];
      return { contents: [`export * from ${JSON.stringify(path)};`, ...beside.map(importOf)].join('\n'), resolveDir: dirname(path) };
    });
    build.onResolve({ filter: /^lazy-together$/ }, ({ path }) => ({ path, namespace: 'together' }));
    build.onLoad({ filter: /.*/, namespace: 'together' }, () => {
      const contents = lazyFiles().filter((path) => !apart.test(path)).map(importOf).join('\n');
      return { contents, resolveDir: root };
    });
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
  const host = { ...shared, ...nodeOptions(), plugins: [privateUndici, fewChunks], entryPoints: { extension: 'src/extension.ts' }, outdir: outDir };
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
