import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import { readNetwork } from '../../../src/host/network.ts';
import { settingsFrom } from '../../../src/host/settingValues.ts';

const certificateFile = 'falconAdmin.network.certificateFile';
const bytes = Buffer.from([0x30, 0x82, 0xff, 0x00]);

async function read(values: Readonly<Record<string, unknown>>) {
  const warnings: string[] = [];
  const network = await readNetwork(settingsFrom((name) => values[name]).network, {}, { warn: (message) => void warnings.push(message) });
  return { network, warnings };
}

async function madeIn(t: TestContext, parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'falcon-network-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'authority.cer'), bytes);
  return join(folder, 'authority.cer');
}

async function failure(values: Readonly<Record<string, unknown>>): Promise<TenantError> {
  const thrown: unknown = await read(values).then(() => undefined, (error: unknown) => error);
  assert.ok(thrown instanceof TenantError);
  assert.equal(thrown.reason, 'certificate');
  assert.match(thrown.nextStep ?? '', /falconAdmin\.network\.certificateFile/);
  return thrown;
}

test('the file of a certificate authority is handed on byte by byte', async (t) => {
  const { network } = await read({ [certificateFile]: await madeIn(t, tmpdir()) });
  assert.deepEqual(network.extraCertificates, [bytes]);
});

test('a path may start at the home folder', async (t) => {
  const file = await madeIn(t, tmpdir());
  const before = process.env['HOME'];
  t.after(() => {
    if (before === undefined) delete process.env['HOME'];
    else process.env['HOME'] = before;
  });
  process.env['HOME'] = tmpdir();
  const { network } = await read({ [certificateFile]: `~/${relative(homedir(), file)}` });
  assert.deepEqual(network.extraCertificates, [bytes]);
});

test('a path that starts nowhere, and a file that cannot be read, are told with the setting', async () => {
  for (const path of ['authority.pem', './authority.pem', '~somebody/authority.pem']) {
    assert.match((await failure({ [certificateFile]: path })).message, /does not say where it starts/);
  }
  assert.match((await failure({ [certificateFile]: join(tmpdir(), 'no such file', 'authority.pem') })).message, /cannot be read/);
});

test('a file that is not used is not read either', async () => {
  const { network } = await read({ [certificateFile]: 'authority.pem', 'falconAdmin.network.useEditorFetch': true });
  assert.deepEqual(network.extraCertificates, []);
});

test('certificates that are not checked are warned of, once for each client', async () => {
  assert.deepEqual((await read({})).warnings, []);
  const { warnings } = await read({ 'http.proxyStrictSSL': false });
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /http\.proxyStrictSSL/);
});
