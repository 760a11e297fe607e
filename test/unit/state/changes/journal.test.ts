import assert from 'node:assert/strict';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { RowOutcome } from '../../../../src/core/changes/outcome.ts';
import { Journal } from '../../../../src/state/changes/journal.ts';
import { diskFiles } from '../../../../src/state/changes/journalFiles.ts';
import { endsDecided, outcomesOf, readRecord, writeLine } from '../../../../src/state/changes/journalRecord.ts';
import type { JournalLine, JournalRecord, MarkKind } from '../../../../src/state/changes/journalRecord.ts';
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

  test('a run that follows another one says so in both, from its first row on, even if it is cut short', async () => {
    const made = make();
    await crashedRun(made, 'one');
    await crashedRun(made, 'two');
    const elsewhere = new Journal({ files: made.files, now: () => 5_000, pid: 9, isAlive: () => false });
    const [finish, undo] = [
      await elsewhere.begin({ ...set, id: 'finish', follows: { set: 'one', as: 'retry' } }),
      await elsewhere.begin({ ...set, id: 'undo', follows: { set: 'two', as: 'undo' } }),
    ];
    const later = (): Journal => new Journal({ files: made.files, now: () => 9_999, pid: 8, isAlive: (pid) => pid === 9 });
    const reader = later();
    const open = async (journal: Journal): Promise<string[]> => (await journal.interrupted()).map(({ id }) => id).sort();
    assert.deepEqual([await open(reader), await open(later())], [['one', 'two'], ['one', 'two']], 'nothing is sent yet');
    await finish.rowBegan(0);
    await undo.rowBegan(0);
    const marksOf = (record: JournalRecord | undefined): unknown => record?.marks.map(({ as, by }) => [as, by]);
    for (const journal of [reader, later()]) {
      assert.deepEqual(await open(journal), ['two']);
      const listed = (await journal.list()).find(({ id }) => id === 'one');
      for (const one of [await journal.read('one'), listed]) assert.deepEqual(marksOf(one), [['continued', 'finish']]);
      assert.deepEqual(marksOf(await journal.read('two')), [['undone', 'undo']]);
    }
    await reader.mark('one', 'continued', 'finish');
    assert.deepEqual(marksOf(await reader.read('one')), [['continued', 'finish']], 'said once');
    const afterCrash = new Journal({ files: made.files, now: () => 9_999, pid: 10, isAlive: () => false });
    assert.deepEqual(await open(afterCrash), ['finish', 'two', 'undo']);
  });

  test('a run that follows another one and is over counts only if it changed something', async () => {
    const marksAfter = async (as: 'undo' | 'retry', outcome: RowOutcome): Promise<unknown> => {
      const made = make();
      const { journal } = made;
      await crashedRun(made, 'one');
      const record = await journal.begin({ ...set, id: 'next', follows: { set: 'one', as } });
      await record.rowBegan(1);
      await record.rowEnded(1, outcome);
      await record.end('finished');
      const marks = (await journal.read('one'))?.marks.map(({ as: kind }) => kind);
      return marks;
    };
    assert.deepEqual(await marksAfter('undo', failed), []);
    assert.deepEqual(await marksAfter('undo', done), ['undone']);
    assert.deepEqual(await marksAfter('retry', { state: 'skipped', message: 'Cancelled.' }), []);
    assert.deepEqual(await marksAfter('retry', failed), ['continued']);
  });

  test('the rest of a run is begun once, also where two windows asked at the same time', async () => {
    const made = make();
    await crashedRun(made);
    const later = new Journal({ files: made.files, now: () => 9_999, pid: 8, isAlive: () => true });
    await later.mark(set.id, 'dropped');
    const record = await later.begin({ ...set, id: 'first', follows: { set: set.id, as: 'retry' } });
    await record.rowBegan(2);
    await assert.rejects(made.journal.begin({ ...set, id: 'second', follows: { set: set.id, as: 'retry' } }), { kind: 'conflict' });
    assert.equal(made.files.texts.size, 2);
  });

  test('the last lines tell whether a run is over or decided about', () => {
    const begin = writeLine({ type: 'begin', version: 1, at: 1, pid: 7, set });
    const row = writeLine({ type: 'rowBegan', at: 2, row: 0 });
    const end = writeLine({ type: 'end', at: 3, how: 'finished' });
    const mark = (as: MarkKind): string => writeLine({ type: 'mark', at: 4, as });
    const decided = [begin + end, begin + row + end + mark('undone'), `${begin}${row}{"torn\n${mark('continued')}{"torn`, begin + mark('dropped').trimEnd()];
    assert.deepEqual(decided.map(endsDecided), [true, true, true, true]);
    assert.deepEqual(['', '\n', begin, begin + row, begin + row + mark('undone'), begin + end + row].map(endsDecided), Array.from({ length: 6 }, () => false));
  });

  test('what a deleted record says about an earlier one stays', async () => {
    const made = make();
    await crashedRun(made, 'one');
    const elsewhere = new Journal({ files: made.files, now: () => 5_000, pid: 9, isAlive: () => false });
    await (await elsewhere.begin({ ...set, id: 'next', follows: { set: 'one', as: 'retry' } })).rowBegan(0);
    const later = new Journal({ files: made.files, now: () => 9_999, pid: 8, isAlive: () => false });
    await later.remove('next');
    assert.deepEqual((await later.list()).map(({ id, marks }) => [id, marks.map(({ as, by }) => [as, by])]), [['one', [['continued', 'next']]]]);
  });

  test('however many records there are, few files are open at a time', async () => {
    const made = make();
    for (let at = 0; at < 200; at++) await (await made.journal.begin({ ...set, id: `run${at}` })).end('finished');
    await crashedRun(made);
    const works: readonly ((journal: Journal) => Promise<unknown>)[] = [
      (journal) => journal.interrupted(),
      (journal) => journal.count(),
      (journal) => journal.list(),
      (journal) => journal.read(set.id),
      (journal) => journal.export(),
      (journal) => Promise.all([journal.list(), journal.export()]),
      (journal) => journal.removeAll(),
    ];
    for (const work of works) {
      made.files.mostReading = 0;
      await work(new Journal({ files: made.files, now: () => 9_999, pid: 8, isAlive: () => false }));
      assert.ok(made.files.mostReading > 1 && made.files.mostReading <= 16, `${made.files.mostReading} at a time: ${String(work)}`);
    }
    assert.equal(made.files.texts.size, 0);
  });

  test('a list that is read again reads only what has grown', async () => {
    const { journal, files } = make();
    for (let at = 0; at < 50; at++) await (await journal.begin({ ...set, id: `run${at}` })).end('finished');
    const record = await journal.begin(set);
    const first = await journal.list();
    const before = files.reads;
    assert.deepEqual(await journal.list(), first);
    assert.equal(files.reads, before);
    await record.rowBegan(0);
    await journal.mark('run7', 'undone');
    const again = await journal.list();
    assert.equal(files.reads, before + 2);
    assert.ok(again[0]?.rows[0]?.begunAt);
    assert.equal(again.find(({ id }) => id === 'run7')?.marks.length, 1);
  });

  test('counts what is over and what was left half-way', async () => {
    const made = make();
    for (const id of ['one', 'two']) await (await made.journal.begin({ ...set, id })).end('finished');
    await crashedRun(made);
    assert.deepEqual(await made.journal.count(), { over: 2, halfWay: 0 });
    assert.deepEqual(await new Journal({ files: made.files, now: () => 9_999, pid: 8, isAlive: () => false }).count(), { over: 3, halfWay: 1 });
  });

  test('records of runs in another window that lives are not deleted, not even before their first line is whole', async () => {
    const made = make();
    const { files } = made;
    await crashedRun(made, 'theirs');
    await (await made.journal.begin({ ...set, id: 'over' })).end('finished');
    const beginning = `${String(1_100).padStart(15, '0')}-beginning.jsonl`;
    files.texts.set(beginning, '{"type":"beg');
    const [theirs = ''] = await files.list();
    let now = 2_000;
    const here = new Journal({ files, now: () => now, pid: 8, isAlive: (pid) => pid === 7 });
    await here.remove('theirs');
    await here.removeAll();
    assert.deepEqual(await files.list(), [theirs, beginning]);
    now += 60_000;
    await here.removeAll();
    assert.deepEqual(await files.list(), [theirs], 'nobody writes at a first line for so long');
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
  assert.equal(await files.size('none'), undefined);
  await files.remove('none');
  for (const text of ['eins\n', 'zwei ü\n']) {
    const file = await files.open('a.jsonl');
    await file.append(text);
    await file.close();
  }
  assert.equal(await files.read('a.jsonl'), 'eins\nzwei ü\n');
  assert.equal(await files.size('a.jsonl'), 13);
  if (process.platform !== 'win32') assert.equal((await stat(join(folder, 'a.jsonl'))).mode & 0o077, 0);
  await writeFile(join(folder, 'b.jsonl'), '');
  await files.remove('a.jsonl');
  assert.deepEqual(await files.list(), ['b.jsonl']);
});
