import assert from 'node:assert/strict';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { RowOutcome } from '../../../../src/core/changes/outcome.ts';
import { Journal } from '../../../../src/state/changes/journal.ts';
import { diskFiles } from '../../../../src/state/changes/journalFiles.ts';
import { outcomesOf, readRecord, writeLine } from '../../../../src/state/changes/journalRecord.ts';
import type { JournalLine } from '../../../../src/state/changes/journalRecord.ts';
import { acme, ada, bob, createEve, eve, grant, person, role, setOf } from '../../core/changes/samples.ts';
import { temporaryFolder } from './changeHouse.ts';
import { MemoryFiles } from './memoryFiles.ts';

const set = setOf(createEve, grant(eve, acme, [role('a')]), grant(ada, acme, [role('b')]), grant(bob, acme, [role('ü')]));
const done: RowOutcome = { state: 'done', traceId: 'trace-1', created: person('Eve') };
const failed: RowOutcome = { state: 'failed', kind: 'server', message: 'It “broke”.\nTwice.', traceId: 'trace-2' };

interface Made {
  readonly journal: Journal;
  readonly files: MemoryFiles;
}

function make(over: Partial<ConstructorParameters<typeof Journal>[0]> = {}): Made {
  const files = new MemoryFiles();
  let ticks = 1_000;
  return { files, journal: new Journal({ files, now: () => ++ticks, pid: 7, isAlive: () => false, ...over }) };
}

async function crashedRun({ journal }: Made, id = set.id): Promise<void> {
  const record = await journal.begin({ ...set, id });
  await record.rowBegan(0);
  await record.rowEnded(0, done);
  await record.rowBegan(2);
}

describe('the journal', () => {
  test('keeps what was asked, how each row ended and when', async () => {
    const { journal } = make();
    const record = await journal.begin(set);
    await record.rowBegan(0);
    await record.rowEnded(0, done);
    await record.rowBegan(3);
    await record.rowEnded(3, failed);
    await record.end('cancelled');
    const read = await journal.read(set.id);
    assert.ok(read);
    assert.deepEqual(read.set, set);
    assert.deepEqual(outcomesOf(read), [done, undefined, undefined, failed]);
    assert.equal(read.end?.how, 'cancelled');
    assert.ok(read.startedAt < (read.rows[0]?.begunAt ?? 0));
    assert.equal(journal.stateOf(read), 'ended');
  });

  test('is on the disk before a row is sent', async () => {
    const { journal, files } = make();
    const record = await journal.begin(set);
    assert.match(files.all, /"begin"/);
    await record.rowBegan(2);
    assert.match(files.all, /"rowBegan","at":\d+,"row":2/);
  });

  test('rows that run side by side share a flush', async () => {
    const { journal, files } = make();
    const record = await journal.begin(set);
    const before = files.flushes;
    await Promise.all([0, 1, 2, 3].map((row) => record.rowBegan(row)));
    assert.ok(files.flushes - before <= 2);
    assert.equal((await journal.read(set.id))?.rows.filter(({ begunAt }) => begunAt).length, 4);
  });

  test('after a crash, begun rows without an end may have been carried out, the others have not been sent', async () => {
    const made = make();
    await crashedRun(made);
    const [record, ...others] = await new Journal({ files: made.files, now: () => 9_999, pid: 8, isAlive: () => false }).interrupted();
    assert.ok(record);
    assert.deepEqual(others, []);
    assert.deepEqual(outcomesOf(record).map((outcome) => outcome?.state), ['done', undefined, 'unknown', undefined]);
  });

  test('a run of this process, or of another window that lives, is no crash', async () => {
    const made = make();
    await crashedRun(made);
    assert.deepEqual(await made.journal.interrupted(), []);
    const otherWindow = new Journal({ files: made.files, now: () => 9_999, pid: 8, isAlive: (pid) => pid === 7 });
    assert.deepEqual(await otherWindow.interrupted(), []);
    const nextDay = new Journal({ files: made.files, now: () => 86_400_000, pid: 8, isAlive: () => true });
    assert.equal((await nextDay.interrupted()).length, 1, 'the number of the process is another one by now');
    const sameNumber = new Journal({ files: made.files, now: () => 9_999, pid: 7, isAlive: () => true });
    assert.equal((await sameNumber.interrupted()).length, 1, 'this process began no such run');
  });

  test('a crashed run is offered until it is dropped or continued', async () => {
    const made = make();
    await crashedRun(made, 'one');
    await crashedRun(made, 'two');
    const later = new Journal({ files: made.files, now: () => 9_999, pid: 8, isAlive: () => false });
    await later.mark('one', 'dropped');
    await later.mark('two', 'undone', 'three');
    assert.deepEqual((await later.interrupted()).map(({ id }) => id), ['two']);
    await later.mark('two', 'continued', 'four');
    assert.deepEqual(await later.interrupted(), []);
    assert.deepEqual((await later.read('two'))?.marks.map(({ as, by }) => [as, by]), [['undone', 'three'], ['continued', 'four']]);
  });

  test('a text cut anywhere reads as what was whole of it; what was begun is not forgotten', () => {
    const lines: JournalLine[] = [
      { type: 'begin', version: 1, at: 1, pid: 7, set },
      { type: 'rowBegan', at: 2, row: 3 },
      { type: 'rowBegan', at: 3, row: 0 },
      { type: 'rowEnded', at: 4, row: 3, outcome: failed },
      { type: 'rowEnded', at: 5, row: 0, outcome: done },
      { type: 'end', at: 6, how: 'finished' },
    ];
    const text = Buffer.from(lines.map(writeLine).join(''));
    fc.assert(
      fc.property(fc.nat(text.length), (length) => {
        const torn = text.subarray(0, length).toString('utf8');
        const whole = torn.split('\n').slice(0, -1);
        const rest = torn.slice(torn.lastIndexOf('\n') + 1);
        const read = readRecord(torn);
        // A last line that lacks only its end of line is whole as well.
        const last = lines.map((line) => writeLine(line).trimEnd()).includes(rest) ? [rest] : [];
        const known = [...whole, ...last].map((line) => JSON.parse(line) as JournalLine);
        if (known.length === 0) return assert.equal(read, undefined);
        assert.ok(read);
        assert.deepEqual(read.unread, rest === '' || last.length > 0 ? [] : [rest]);
        for (const [row, outcome] of outcomesOf(read).entries()) {
          const begun = known.some((line) => line.type === 'rowBegan' && line.row === row);
          const ended = known.find((line) => line.type === 'rowEnded' && line.row === row);
          if (ended?.type === 'rowEnded') assert.deepEqual(outcome, ended.outcome);
          else assert.equal(outcome?.state, begun ? 'unknown' : undefined);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('what is decided after a torn line is not lost with it', async () => {
    const made = make();
    await crashedRun(made);
    const [name = ''] = await made.files.list();
    made.files.texts.set(name, made.files.all.slice(0, -9));
    await made.journal.mark(set.id, 'dropped');
    const read = await made.journal.read(set.id);
    assert.equal(read?.marks[0]?.as, 'dropped');
    assert.equal(read.unread.length, 1);
  });

  test('lines of a later version stay, and foreign files are passed over', async () => {
    const made = make();
    await crashedRun(made);
    const [name = ''] = await made.files.list();
    const later = '{"type":"note","at":5,"text":"from a later version"}';
    made.files.texts.set(name, `${made.files.all}${later}\n`);
    made.files.texts.set('000-foreign.jsonl', '{"no":"record"}\n[1]\nnull\n');
    made.files.texts.set('readme.txt', 'hello');
    const records = await made.journal.list();
    assert.deepEqual(records.map(({ unread }) => unread), [[later]]);
    assert.ok((await made.journal.export()).includes(later));
  });

  test('a write that fails in the middle of a line tears only that line', async () => {
    const { journal, files } = make();
    const record = await journal.begin(set);
    files.breaksAfter = 10;
    await assert.rejects(record.rowBegan(0));
    files.breaksAfter = undefined;
    await record.rowBegan(1);
    const read = await journal.read(set.id);
    assert.deepEqual(read?.rows.map(({ begunAt }) => begunAt !== undefined), [false, true, false, false]);
  });

  test('records are listed newest first, exported as they are, and deleted for good, except one under way', async () => {
    const { journal, files } = make();
    for (const id of ['one', 'two']) await (await journal.begin({ ...set, id })).end('finished');
    const open = await journal.begin({ ...set, id: 'three' });
    assert.deepEqual((await journal.list()).map(({ id }) => id), ['three', 'two', 'one']);
    assert.deepEqual((await journal.list(2)).map(({ id }) => id), ['three', 'two']);
    assert.equal((await journal.export('two')).split('\n').length, 3);
    await journal.remove('one');
    assert.ok(!files.all.includes('"id":"one"'));
    await journal.removeAll();
    assert.deepEqual((await journal.list()).map(({ id }) => id), ['three']);
    await open.end('finished');
    await journal.removeAll();
    assert.equal(files.texts.size, 0);
  });

  test('an id that is no word names no file', async () => {
    const { journal, files } = make();
    await assert.rejects(journal.begin({ ...set, id: '../elsewhere' }), RangeError);
    assert.equal(files.texts.size, 0);
  });
});

test('on the disk: made when needed, only grows, read by nobody else', async (t) => {
  const folder = join(await temporaryFolder(t), 'activity');
  const files = diskFiles(folder);
  assert.deepEqual(await files.list(), []);
  assert.equal(await files.read('none'), undefined);
  await files.remove('none');
  for (const text of ['eins\n', 'zwei ü\n']) {
    const file = await files.open('a.jsonl');
    await file.append(text);
    await file.close();
  }
  assert.equal(await files.read('a.jsonl'), 'eins\nzwei ü\n');
  if (process.platform !== 'win32') assert.equal((await stat(join(folder, 'a.jsonl'))).mode & 0o077, 0);
  await writeFile(join(folder, 'b.jsonl'), '');
  await files.remove('a.jsonl');
  assert.deepEqual(await files.list(), ['b.jsonl']);
});
