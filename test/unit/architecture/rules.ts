/** The rules of the house. Each takes all files and answers with one sentence for every breach. */
import { isBuiltin } from 'node:module';
import { findOperation } from '../../../src/api/falcon/operations.ts';
import type { Import, SourceFile } from './sourceFiles.ts';

export type Rule = (files: readonly SourceFile[]) => readonly string[];

/** Which folders of `src` a folder may import from, beside itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  protocol: ['core'],
  webview: ['protocol', 'core'],
  api: ['core'],
  state: ['api', 'core'],
  demo: ['api', 'core'],
  host: ['protocol', 'core'],
  views: ['state', 'api', 'host', 'core'],
  commands: ['state', 'api', 'host', 'demo', 'core'],
  panels: ['state', 'api', 'host', 'protocol', 'core'],
  extension: ['panels', 'commands', 'views', 'state', 'api', 'host', 'demo', 'protocol', 'core'],
};

const editorFolders = new Set(['extension', 'host', 'views', 'commands', 'panels']);
const nodelessFolders = new Set(['core', 'protocol', 'webview']);
const longestFile = 400;
/** Packages that belong to one place. */
const homes: Readonly<Record<string, RegExp>> = {
  undici: /^src\/api\//,
  '@vscode/webview-ui-toolkit': /^src\/webview\/kit\/controls\.ts$/,
};

/** Where operations that change a tenant are called; every change goes that road. */
const writingFile = 'src/api/falcon/writes.ts';
/** The check whether a client may write asks the server to try a user out, and names none. */
const writesElsewhere: Readonly<Record<string, readonly string[]>> = { 'src/api/falcon/probe.ts': ['createUserV1'] };

const folderOf = (path: string): string => (path === 'src/extension.ts' ? 'extension' : (path.split('/')[1] ?? ''));

const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

const eachImport =
  (judge: (file: SourceFile, item: Import) => string | undefined): Rule =>
  (files) =>
    files.flatMap((file) =>
      file.imports.flatMap((item) => {
        const breach = judge(file, item);
        return breach === undefined ? [] : [`${file.path} imports ${item.specifier}: ${breach}`];
      }),
    );

export const folders: Rule = (files) =>
  files.filter(({ path }) => !(folderOf(path) in mayImport)).map(({ path }) => `${path} stands in a folder the house does not know`);

export const directions = eachImport((file, { target }) => {
  if (target === undefined) return undefined;
  if (!target.startsWith('src/')) return 'sources import sources only';
  const [from, to] = [folderOf(file.path), folderOf(target)];
  if (to === 'extension') return 'nothing imports the composition root';
  return from === to || mayImport[from]?.includes(to) ? undefined : `${from} may not know ${to}`;
});

export const editor = eachImport((file, { specifier }) =>
  specifier === 'vscode' && !editorFolders.has(folderOf(file.path)) ? `${folderOf(file.path)} may not know the editor` : undefined,
);

export const nodeModules = eachImport((file, { specifier }) =>
  nodelessFolders.has(folderOf(file.path)) && isBuiltin(specifier) ? `${folderOf(file.path)} runs without Node` : undefined,
);

export const packages = eachImport((file, { specifier, target }) => {
  const home = target === undefined ? homes[packageOf(specifier)] : undefined;
  return home === undefined || home.test(file.path) ? undefined : `only ${home.source.replaceAll(/[\\^$]/g, '')} may`;
});

/** Commands reach the demo tenant through one function of one file. */
export const demoDoor: Rule = (files) => {
  const doors = files
    .filter(({ path }) => folderOf(path) === 'commands')
    .flatMap(({ imports }) => imports)
    .filter(({ target, values }) => target !== undefined && folderOf(target) === 'demo' && values.length > 0);
  const names = new Set(doors.flatMap(({ target, values }) => values.map((value) => `${value} of ${target}`)));
  return names.size > 1 ? [`commands reach the demo tenant in ${names.size} ways: ${[...names].join(', ')}`] : [];
};

export const writes: Rule = (files) =>
  files
    .filter(({ path }) => path !== writingFile)
    .flatMap(({ path, calledOperations }) =>
      calledOperations
        .filter((id) => findOperation(id)?.write && !writesElsewhere[path]?.includes(id))
        .map((id) => `${path} calls ${id}: tenants are changed by change sets alone`),
    );

export const cycles: Rule = (files) => {
  const targets = new Map(files.map(({ path, imports }) => [path, imports.flatMap(({ target }) => (target === undefined ? [] : [target]))]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push(`${[...trail.slice(start), path].join(' -> ')} is a cycle`);
      return;
    }
    if (done.has(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
};

export const classNames: Rule = (files) =>
  files.flatMap(({ path, classNames: names }) =>
    names.filter((name) => /(Manager|Helper|Util)s?$/.test(name)).map((name) => `${path}: ${name} does not say what it does`),
  );

export const moduleState: Rule = (files) =>
  files.flatMap(({ path, moduleVariables }) => moduleVariables.map((name) => `${path}: ${name} is state of the module, not of an object`));

export const barrels: Rule = (files) => files.filter(({ isBarrel }) => isBarrel).map(({ path }) => `${path} only passes on what others export`);

export const lengths: Rule = (files) =>
  files.filter(({ lineCount }) => lineCount > longestFile).map(({ path, lineCount }) => `${path} has ${lineCount} lines, ${longestFile} is the most`);
