/**
 * What was changed, when and how it ended: one file of JSON lines for each run, which only grows. A file of its own for
 * each run lets several windows write at the same time, and deleting one leaves nothing behind.
 */
import type { ChangeSet } from '../../core/changes/change.ts';
import { TenantError } from '../../core/errors.ts';
import type { JournalFiles } from './journalFiles.ts';
import { readRecord, writeLine } from './journalRecord.ts';
import type { JournalLine, JournalRecord, MarkKind } from './journalRecord.ts';
import { RecordWriter } from './recordWriter.ts';

/** `interrupted`: the process that ran it is gone, and nobody has decided yet what becomes of the rest. */
export type RecordState = 'running' | 'interrupted' | 'ended';

export interface JournalOptions {
  readonly files: JournalFiles;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly pid?: number;
  readonly isAlive?: (pid: number) => boolean;
}

const ending = '.jsonl';
/** The number of a process is given to another one some day; no run is quiet for so long. */
const longestQuietMs = 12 * 3_600_000;

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export class Journal {
  readonly #files: JournalFiles;
  readonly #now: () => number;
  readonly #pid: number;
  readonly #isAlive: (pid: number) => boolean;
  readonly #open = new Set<string>();

  constructor({ files, now, pid = process.pid, isAlive = processLives }: JournalOptions) {
    this.#files = files;
    this.#now = now;
    this.#pid = pid;
    this.#isAlive = isAlive;
  }

  /** Writes down what is about to be done; resolves when that is on the disk. */
  async begin(set: ChangeSet): Promise<RecordWriter> {
    if (!/^[\w-]{1,64}$/.test(set.id)) throw new RangeError('The id of a change set is a word.');
    const at = this.#now();
    // The time leads, so that the names are in the order of the runs.
    const file = await this.#files.open(`${String(at).padStart(15, '0')}-${set.id}${ending}`);
    const writer = new RecordWriter(set.id, file, this.#now, () => this.#open.delete(set.id));
    this.#open.add(set.id);
    try {
      await writer.write({ type: 'begin', version: 1, at, pid: this.#pid, set });
      return writer;
    } catch (error) {
      this.#open.delete(set.id);
      await file.close();
      throw error;
    }
  }

  /** Newest first. @param most how many; all, unless said otherwise */
  async list(most = Number.POSITIVE_INFINITY): Promise<JournalRecord[]> {
    const names = (await this.#names()).reverse().slice(0, most);
    const records = await Promise.all(names.map((name) => this.#readName(name)));
    return records.filter((record) => record !== undefined);
  }

  async read(id: string): Promise<JournalRecord | undefined> {
    const name = await this.#nameOf(id);
    return name === undefined ? undefined : this.#readName(name);
  }

  stateOf({ id, end, marks, pid, lastAt }: JournalRecord): RecordState {
    if (end || marks.some(({ as }) => as !== 'undone')) return 'ended';
    if (this.#open.has(id)) return 'running';
    const livesElsewhere = pid !== this.#pid && this.#isAlive(pid) && this.#now() - lastAt < longestQuietMs;
    return livesElsewhere ? 'running' : 'interrupted';
  }

  /** Runs that a crash, a reload or a shutdown cut short; newest first. */
  async interrupted(): Promise<JournalRecord[]> {
    return (await this.list()).filter((record) => this.stateOf(record) === 'interrupted');
  }

  /** Adds to a record what was decided about it. @param by the set that continues or undoes it */
  async mark(id: string, as: MarkKind, by?: string): Promise<void> {
    const name = await this.#nameOf(id);
    if (name === undefined) throw new TenantError({ kind: 'notFound', message: 'This activity is not on the disk any more.' });
    const line: JournalLine = { type: 'mark', at: this.#now(), as, ...(by !== undefined && { by }) };
    const file = await this.#files.open(name);
    // A crash may have torn the last line, and what follows must not be lost with it.
    await file.append(`\n${writeLine(line)}`).finally(() => file.close());
  }

  /** Deletes a record for good. A run that is under way keeps its own. */
  async remove(id: string): Promise<void> {
    const name = await this.#nameOf(id);
    if (name !== undefined && !this.#open.has(id)) await this.#files.remove(name);
  }

  async removeAll(): Promise<void> {
    const names = await this.#names();
    await Promise.all(names.filter((name) => !this.#open.has(idOf(name))).map((name) => this.#files.remove(name)));
  }

  /** The lines of a record, or of all, as they are on the disk. */
  async export(id?: string): Promise<string> {
    const names = (await this.#names()).filter((name) => id === undefined || idOf(name) === id);
    const texts = await Promise.all(names.map((name) => this.#files.read(name)));
    return texts.map((text) => (text === undefined || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`)).join('');
  }

  async #names(): Promise<string[]> {
    return (await this.#files.list()).filter((name) => name.endsWith(ending)).sort();
  }

  async #nameOf(id: string): Promise<string | undefined> {
    return (await this.#names()).find((name) => idOf(name) === id);
  }

  async #readName(name: string): Promise<JournalRecord | undefined> {
    const text = await this.#files.read(name);
    return text === undefined ? undefined : readRecord(text);
  }
}

const idOf = (name: string): string => name.slice(name.indexOf('-') + 1, -ending.length);
