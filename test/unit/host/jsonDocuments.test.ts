import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './useFakeVscode.ts';
import type * as vscode from 'vscode';
import { TenantError } from '../../../src/core/errors.ts';
import type { RecordAddress } from '../../../src/host/recordAddress.ts';

const { Uri, desk } = await import('./fakeVscode.ts');
const { JsonDocuments } = await import('../../../src/host/jsonDocuments.ts');

const address: RecordAddress = { connection: 'c-1', kind: 'user', id: 'a1', name: 'Ada' };
const uri = 'falcon:/c-1/user/a1/Ada.json';
const { signal } = new AbortController();

beforeEach(() => {
  desk.documents = [];
  desk.opened = [];
});

test('a record is read once and shown as JSON under a readable name', async () => {
  const read: RecordAddress[] = [];
  const documents = new JsonDocuments(async (asked) => (read.push(asked), { uuid: 'a1' }));
  await documents.show(address, signal);
  assert.deepEqual(read, [address]);
  assert.deepEqual(desk.opened, [uri]);
  assert.equal((desk.documents[0] as { readonly text?: string } | undefined)?.text, '{\n  "uuid": "a1"\n}\n');
  documents.dispose();
  assert.equal(desk.provider, undefined);
});

test('showing it again brings the open tab up to date', async () => {
  const documents = new JsonDocuments(async () => ({}));
  const changed: string[] = [];
  documents.onDidChange((changedUri) => changed.push(changedUri.toString()));
  await documents.show(address, signal);
  await documents.show(address, signal);
  assert.deepEqual([changed, desk.opened, desk.documents.length], [[uri], [uri, uri], 1]);
});

test('a failure reaches the caller as it is and opens nothing', async () => {
  const failure = new TenantError({ kind: 'forbidden', message: 'Not allowed.' });
  const documents = new JsonDocuments(() => Promise.reject(failure));
  await assert.rejects(documents.show(address, signal), failure);
  assert.deepEqual(desk.opened, []);
});

test('a tab that a restart brought back is read by its address alone', async () => {
  const documents = new JsonDocuments(async ({ id }) => id);
  const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) } as vscode.CancellationToken;
  const provide = (path: string) => documents.provideTextDocumentContent(Uri.from({ scheme: 'falcon', path }) as unknown as vscode.Uri, token);
  assert.equal(await provide('/c-1/user/a1/Ada.json'), '"a1"\n');
  await assert.rejects(provide('/nothing'), { kind: 'notFound' });
});

test('refreshing touches the open records of one connection, or all', async () => {
  const documents = new JsonDocuments(async () => ({}));
  await documents.show(address, signal);
  await documents.show({ ...address, connection: 'c-2' }, signal);
  desk.documents.push({ uri: Uri.from({ scheme: 'file', path: '/c-1/user/a1/Ada.json' }) });
  const changed: string[] = [];
  documents.onDidChange((changedUri) => changed.push(changedUri.path));
  documents.refresh('c-2');
  assert.deepEqual(changed, ['/c-2/user/a1/Ada.json']);
  documents.refresh();
  assert.equal(changed.length, 3);
});
