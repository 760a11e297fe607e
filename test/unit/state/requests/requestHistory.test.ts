import assert from 'node:assert/strict';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TenantError } from '../../../../src/core/errors.ts';
import { diskFiles } from '../../../../src/state/changes/journalFiles.ts';
import { mostKept, RequestHistory } from '../../../../src/state/requests/requestHistory.ts';
import { failureWord, isRead, readSent, readStanding, writeSent } from '../../../../src/state/requests/sentRequest.ts';
import { temporaryFolder } from '../changes/changeHouse.ts';
import { MemoryFiles } from '../changes/memoryFiles.ts';
import { aSent, keptInMemory, newIds } from './sentRequests.ts';

const historyOver = (files: MemoryFiles, window = 'a'): RequestHistory => new RequestHistory({ files, newId: newIds(window) });

describe('the history of requests', () => {
  test('keeps all that is known of a request, newest first, for a later start', async () => {
    const files = new MemoryFiles();
    const failed = aSent({ at: 2_000, ended: 'no answer', traceId: undefined, text: undefined });
    await historyOver(files).add(failed);
    await historyOver(files, 'b').add(aSent());
    const kept = await historyOver(files).list();
    assert.deepEqual(kept, [
      { ...failed, id: '000000000002000-a1' },
      { ...aSent(), id: '000000000001000-b1' },
    ]);
  });

  test('is written by several windows at the same time, for this account of the machine alone', async (t) => {
    const folder = join(await temporaryFolder(t), 'requests');
    const windows = ['a', 'b', 'c'].map((window) => new RequestHistory({ files: diskFiles(folder), newId: newIds(window) }));
    await Promise.all(windows.flatMap((window, place) => Array.from({ length: 12 }, (_, at) => window.add(aSent({ at: at * 10 + place })))));
    for (const window of windows) assert.deepEqual((await window.list()).map(({ at }) => at).slice(0, 4), [112, 111, 110, 102]);
    assert.equal((await windows[0]?.list())?.length, 36);
    const [name = ''] = await readdir(folder);
    if (process.platform !== 'win32') assert.equal((await stat(join(folder, name))).mode & 0o077, 0);
  });

  test('removes the oldest when there are too many, whichever window adds one', async () => {
    const files = new MemoryFiles();
    const windows = [historyOver(files), historyOver(files, 'b')];
    await Promise.all(Array.from({ length: mostKept + 10 }, async (_, at) => windows[at % 2]?.add(aSent({ at }))));
    assert.equal(files.texts.size, mostKept);
    const kept = (await windows[0]?.list()) ?? [];
    assert.deepEqual([kept.length, kept[0]?.at, kept.at(-1)?.at], [mostKept, mostKept + 9, 10]);
  });

  test('passes over what is torn or is no request, and leaves the files of others alone', async () => {
    const files = new MemoryFiles();
    const history = historyOver(files);
    files.breaksAfter = 30;
    await assert.rejects(history.add(aSent()));
    files.breaksAfter = undefined;
    await history.add(aSent({ at: 3 }));
    const line = JSON.parse(writeSent(aSent())) as Readonly<Record<string, unknown>>;
    const hostile: readonly Readonly<Record<string, unknown>>[] = [
      { operation: 'oauth2AccessToken' },
      { operation: '__proto__' },
      { operation: ['queryUserV1'] },
      { version: 2 },
      { type: 'begin' },
      { tenant: { name: 'Acme' } },
      { tenant: 'A'.repeat(1_000) },
      { at: '7' },
      { at: -1 },
      { at: 1e300 },
      { ms: null },
      { ended: '' },
      { traceId: 7 },
      { text: { toString: 'x' } },
    ];
    for (const [place, over] of hostile.entries()) files.texts.set(`00000000000000${place % 10}-x${place}.jsonl`, JSON.stringify({ ...line, ...over }));
    for (const [place, text] of ['', 'null', '[]', '"x"', '{', '7'].entries()) files.texts.set(`000000000000001-y${place}.jsonl`, text);
    files.texts.set('notes.jsonl', writeSent(aSent()));
    assert.deepEqual((await history.list()).map(({ at }) => at), [3]);
    await history.removeAll();
    assert.deepEqual([...files.texts.keys()], ['notes.jsonl']);
  });

  test('reads a torn one once another window has written the rest of it', async () => {
    const files = new MemoryFiles();
    const history = historyOver(files);
    const line = writeSent(aSent());
    files.texts.set('000000000001000-b1.jsonl', line.slice(0, 20));
    assert.deepEqual(await history.list(), []);
    files.texts.set('000000000001000-b1.jsonl', line);
    assert.equal((await history.list()).length, 1);
    const { reads } = files;
    assert.equal((await history.list()).length, 1);
    assert.equal(files.reads, reads, 'what is whole is read once');
  });

  test('does not read what is far too long, and keeps no document of that kind', async () => {
    const files = new MemoryFiles();
    const history = historyOver(files);
    await history.add(aSent({ at: 1, text: 'x'.repeat(200_001) }));
    files.texts.set('000000000000002-x.jsonl', `${writeSent(aSent({ at: 2 }))}${' '.repeat(2_000_000)}`);
    assert.deepEqual((await history.list()).map(({ at, text }) => [at, text]), [[1, undefined]]);
    assert.equal(files.reads, 1);
  });

  test('is not hidden by something else that has the name of a file', async (t) => {
    const folder = await temporaryFolder(t);
    const history = new RequestHistory({ files: diskFiles(folder), newId: newIds() });
    await mkdir(join(folder, '000000000009000-x.jsonl'));
    await history.add(aSent());
    assert.equal((await history.list()).length, 1);
  });

  test('loses one alone, and nothing outside of its folder', async (t) => {
    const folder = await temporaryFolder(t);
    await diskFiles(folder).open('000000000000001-out.jsonl').then((file) => file.close());
    const history = new RequestHistory({ files: diskFiles(join(folder, 'requests')), newId: newIds() });
    await history.add(aSent({ at: 1 }));
    await history.add(aSent({ at: 2 }));
    const [, older] = await history.list();
    for (const id of [older?.id ?? '', '../000000000000001-out', 'unknown']) await history.remove(id);
    assert.deepEqual((await history.list()).map(({ at }) => at), [2]);
    assert.ok((await readdir(folder)).includes('000000000000001-out.jsonl'));
  });
});

test('whatever is written is read back, and whatever is read is judged without a failure', () => {
  const words = fc.string({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, words, fc.nat(), fc.option(words, { nil: undefined }), (tenant, ended, at, text) => {
      const sent = aSent({ tenant, ended, at, text });
      assert.deepEqual(readSent(writeSent(sent)), sent);
    }),
  );
  fc.assert(fc.property(fc.json(), (line) => readSent(line) === undefined));
});

test('how a read ended is told by its status, or by why there was none', () => {
  const kinds = ['network', 'timeout', 'cancelled', 'auth', 'protocol', 'server'] as const;
  const words = kinds.map((kind) => failureWord(new TenantError({ kind, message: 'Something.' })));
  assert.deepEqual(words, ['no answer', 'timed out', 'cancelled', 'login refused', 'not understood', 'failed']);
  const standings = ['200', '399', '400', '503', ...words].map((ended) => readStanding(aSent({ ended })));
  assert.deepEqual(standings, ['answered', 'answered', 'failed', 'failed', 'failed', 'failed', 'cancelled', 'failed', 'failed', 'failed']);
  const reads = ['queryUserV1', 'entitiesRolesGETV2', 'createUserV1', 'unheardOf'].map((operation) => isRead(aSent({ operation })));
  assert.deepEqual(reads, [true, true, false, false]);
});

describe('what was sent', () => {
  test('is told to those who show it, and offered again: the last ten, changes among them', async () => {
    const { kept } = keptInMemory();
    let told = 0;
    kept.onDidChange(() => told++);
    for (let at = 1; at <= 15; at++) await kept.add(aSent({ at, operation: at % 2 ? 'queryUserV1' : 'createUserV1' }));
    const recent = await kept.recent();
    assert.deepEqual([told, recent.length, recent[0]?.at, recent.at(-1)?.at], [15, 10, 15, 6]);
    assert.deepEqual([(await kept.reads()).length, await kept.count()], [8, 15]);
    await kept.remove(recent.slice(0, 2).map(({ id }) => id));
    assert.deepEqual([told, await kept.count()], [16, 13]);
    await kept.removeAll();
    assert.deepEqual([told, await kept.recent()], [17, []]);
  });

  test('is exported as lines, oldest first: all or some', async () => {
    const { kept } = keptInMemory();
    for (const at of [1, 2, 3]) await kept.add(aSent({ at }));
    const ids = (await kept.reads()).filter(({ at }) => at !== 2).map(({ id }) => id);
    assert.equal(await kept.export(ids), writeSent(aSent({ at: 1 })) + writeSent(aSent({ at: 3 })));
    assert.equal((await kept.export()).trim().split('\n').length, 3);
  });

  test('harms nothing where it cannot be written down or read: that is told', async (t) => {
    const { kept, files, failures } = keptInMemory();
    files.breaksAfter = 5;
    await kept.add(aSent());
    assert.equal(failures.length, 1);
    t.mock.method(files, 'list', () => Promise.reject(new Error('no such disk')));
    assert.deepEqual(await kept.recent(), []);
    assert.equal(failures.length, 2);
    await assert.rejects(kept.reads(), /no such disk/);
  });
});
