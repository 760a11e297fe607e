import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as rules from './rules.ts';
import type { Rule } from './rules.ts';
import { parseSource, readSources } from './sourceFiles.ts';

const sources = readSources(join(dirname(fileURLToPath(import.meta.url)), '../../..'));

interface Case {
  readonly what: string;
  readonly rule: Rule;
  /** Text by path: a made-up house that breaks the rule once. */
  readonly broken: Readonly<Record<string, string>>;
  readonly says: RegExp;
  /** The nearest house that does not break it. */
  readonly sound: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    what: 'folders import only from folders they may know',
    rule: rules.directions,
    broken: { 'src/api/client.ts': "import type { Session } from '../state/session.ts';" },
    says: /api may not know state/,
    sound: { 'src/state/session.ts': "import { call } from '../api/client.ts';\nimport type { User } from '../core/user.ts';" },
  },
  {
    what: 'an import inside a function counts',
    rule: rules.directions,
    broken: { 'src/core/user.ts': "export const load = () => import('../api/client.ts');" },
    says: /core may not know api/,
    sound: { 'src/commands/open.ts': "export const load = () => import('../state/session.ts');" },
  },
  {
    what: 'an import inside a type counts',
    rule: rules.directions,
    broken: { 'src/protocol/grants.ts': "export type Client = import('../api/client.ts').Client;" },
    says: /protocol may not know api/,
    sound: { 'src/protocol/grants.ts': "export type User = import('../core/user.ts').User;" },
  },
  {
    what: 'passing on an export counts as importing it',
    rule: rules.directions,
    broken: { 'src/host/log.ts': "export type { Session } from '../state/session.ts';" },
    says: /host may not know state/,
    sound: { 'src/host/log.ts': "export type { User } from '../core/user.ts';" },
  },
  {
    what: 'nothing imports the composition root',
    rule: rules.directions,
    broken: { 'src/commands/open.ts': "import { activate } from '../extension.ts';" },
    says: /nothing imports the composition root/,
    sound: { 'src/extension.ts': "import { open } from './commands/open.ts';" },
  },
  {
    what: 'sources import nothing of the tests',
    rule: rules.directions,
    broken: { 'src/demo/seed.ts': "import { users } from '../../test/helpers/users.ts';" },
    says: /sources import sources only/,
    sound: { 'src/demo/seed.ts': "import { users } from './users.ts';" },
  },
  {
    what: 'every file stands in a folder of the house',
    rule: rules.folders,
    broken: { 'src/common/text.ts': '' },
    says: /does not know/,
    sound: { 'src/core/text.ts': '' },
  },
  {
    what: 'only the outer folders know the editor, types included',
    rule: rules.editor,
    broken: { 'src/state/session.ts': "import type { Uri } from 'vscode';" },
    says: /state may not know the editor/,
    sound: { 'src/views/tree.ts': "import * as vscode from 'vscode';" },
  },
  {
    what: 'core, protocol and pages run without Node',
    rule: rules.nodeModules,
    broken: { 'src/core/fql/text.ts': "import { inspect } from 'util';" },
    says: /core runs without Node/,
    sound: { 'src/api/transport.ts': "import { readFile } from 'node:fs/promises';" },
  },
  {
    what: 'the toolkit is known to one file',
    rule: rules.packages,
    broken: { 'src/webview/grants/main.ts': "import { vsCodeButton } from '@vscode/webview-ui-toolkit';" },
    says: /controls/,
    sound: { 'src/webview/kit/controls.ts': "import { vsCodeButton } from '@vscode/webview-ui-toolkit';" },
  },
  {
    what: 'undici is known to api alone',
    rule: rules.packages,
    broken: { 'src/host/settings.ts': "import { ProxyAgent } from 'undici';" },
    says: /only src\/api/,
    sound: { 'src/api/transport.ts': "import { ProxyAgent } from 'undici';" },
  },
  {
    what: 'commands reach the demo tenant through one function',
    rule: rules.demoDoor,
    broken: {
      'src/commands/openDemo.ts': "import { startDemoTenant } from '../demo/server.ts';",
      'src/commands/closeDemo.ts': "export const close = async () => (await import('../demo/seed.ts')).close();",
    },
    says: /2 ways/,
    sound: { 'src/commands/openDemo.ts': "import { startDemoTenant } from '../demo/server.ts';\nimport type { Seed } from '../demo/seed.ts';" },
  },
  {
    what: 'only the road of change sets calls what changes a tenant',
    rule: rules.writes,
    broken: { 'src/commands/deleteUser.ts': "export const run = (client) => client.call('deleteUserV1', { user_uuid: 'u' });" },
    says: /deleteUser\.ts calls deleteUserV1/,
    sound: {
      'src/api/falcon/writes.ts': "export const run = (client) => client.call('deleteUserV1', { user_uuid: 'u' });",
      'src/api/falcon/probe.ts': "export const ask = (client) => client.call('createUserV1', { validate_only: true });",
      'src/state/users.ts': "export const list = (client) => client.call('queryUserV1', { filter: 'deleteUserV1' });",
    },
  },
  {
    what: 'the check of what a client may do calls no other write, however it is chosen',
    rule: rules.writes,
    broken: { 'src/api/falcon/probe.ts': "export const ask = async (open, all) => (await open()).call(all ? 'userActionV1' : 'createUserV1', {});" },
    says: /probe\.ts calls userActionV1/,
    sound: { 'src/api/falcon/probe.ts': "export const ask = async (open, all) => (await open()).call(all ? 'queryUserV1' : 'createUserV1', {});" },
  },
  {
    what: 'files do not import each other in a circle',
    rule: rules.cycles,
    broken: {
      'src/core/a.ts': "import { b } from './b.ts';",
      'src/core/b.ts': "import type { C } from './c.ts';",
      'src/core/c.ts': "import { a } from './a.ts';",
    },
    says: /a\.ts -> src\/core\/b\.ts -> src\/core\/c\.ts -> src\/core\/a\.ts/,
    sound: { 'src/core/a.ts': "import './b.ts';\nimport './c.ts';", 'src/core/b.ts': "import './c.ts';", 'src/core/c.ts': '' },
  },
  {
    what: 'class names say what a class does',
    rule: rules.classNames,
    broken: { 'src/state/sessions.ts': 'export class SessionManager {}' },
    says: /SessionManager/,
    sound: { 'src/state/sessions.ts': 'export class ManagerDirectory {}' },
  },
  {
    what: 'modules hold no state',
    rule: rules.moduleState,
    broken: { 'src/state/sessions.ts': 'let count = 0;\nexport const next = () => ++count;' },
    says: /count/,
    sound: { 'src/state/sessions.ts': 'export const next = () => { let count = 0; return ++count; };' },
  },
  {
    what: 'no file only passes on what others export',
    rule: rules.barrels,
    broken: { 'src/core/index.ts': "export * from './user.ts';\nexport type { Role } from './role.ts';" },
    says: /only passes on/,
    sound: { 'src/commands/index.ts': "import { open } from './open.ts';\nexport const commands = [open];" },
  },
  {
    what: 'no file is longer than 400 lines',
    rule: rules.lengths,
    broken: { 'src/core/user.ts': 'export {};\n'.repeat(401) },
    says: /401 lines/,
    sound: { 'src/core/user.ts': 'export {};\n'.repeat(400) },
  },
];

const house = (files: Readonly<Record<string, string>>) => Object.entries(files).map(([path, text]) => parseSource(path, text));

for (const { what, rule, broken, says, sound } of cases) {
  test(`a breach is found: ${what}`, () => {
    const breaches = rule(house(broken));
    assert.equal(breaches.length, 1);
    assert.match(breaches[0] ?? '', says);
    assert.deepEqual(rule(house(sound)), []);
  });
}

for (const [name, rule] of Object.entries(rules)) {
  test(`the sources keep the rule of ${name}`, () => assert.deepEqual(rule(sources), []));
}

test('the walk sees the sources', () => assert.ok(sources.some(({ path, imports }) => path === 'src/core/grant.ts' && imports.length > 0)));
