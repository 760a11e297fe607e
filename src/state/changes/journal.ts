/**
 * What was changed, when and how it ended: one file of JSON lines for each run, which only grows. A file of its own for
 * each run lets several windows write at the same time, and deleting one leaves nothing behind.
 */
import type { ChangeSet } from '../../core/changes/change.ts';
import { TenantError } from '../../core/errors.ts';
import { fewAtATime } from './journalFiles.ts';
import type { JournalFiles } from './journalFiles.ts';
import { endsDecided, followMark, mayFollow, readRecord, withFollowers, writeLine } from './journalRecord.ts';
import type { FollowMark, JournalLine, JournalRecord, MarkKind } from './journalRecord.ts';
import { RecordWriter } from './recordWriter.ts';

/** `interrupted`: the process that ran it is gone, and nobody has decided yet what becomes of the rest. */
export type RecordState = 'running' | 'interrupted' | 'ended';

export interface JournalCounts {
  /** Not under way; those that were left half-way are among them. */
  readonly over: number;
  readonly halfWay: number;
}

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
/** A file is there before its first line is. */
const longestBeginMs = 60_000;
const mostAtATime = 16;
/** Some more than a list shows: records of a list that is read again and again are parsed once. */
const mostKept = 256;

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
  readonly #few = fewAtATime(mostAtATime);
  /** By name, the latest asked for last; as good as new while the file is as long as it was. */
  readonly #kept = new Map<string, { readonly size: number; readonly record: JournalRecord | undefined }>();
  /** By name, where it will not change any more. */
  readonly #follows = new Map<string, FollowMark | undefined>();

  constructor({ files, now, pid = process.pid, isAlive = processLives }: JournalOptions) {
    this.#files = files;
    this.#now = now;
    this.#pid = pid;
    this.#isAlive = isAlive;
  }

  /**
   * Writes down what is about to be done; resolves when that is on the disk.
   * @throws TenantError when it is the rest of a run that somebody has taken up since
   */
  async begin(set: ChangeSet): Promise<RecordWriter> {
    if (!/^[\w-]{1,64}$/.test(set.id)) throw new RangeError('The id of a change set is a word.');
    // The question may have been open in two windows.
    const earlier = set.follows?.as === 'retry' ? await this.read(set.follows.set) : undefined;
    if (earlier?.marks.some(({ as }) => as !== 'dropped')) throw new TenantError({ kind: 'conflict', message: 'Somebody has taken this up since.' });
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
    const read = await Promise.all(names.map((name) => this.#few(() => this.#readName(name))));
    const records = read.filter((record) => record !== undefined);
    // What follows a run is younger, so that it is in the list as well.
    const followers = records.map(followMark).filter((follower) => follower !== undefined);
    return records.map((record) => withFollowers(record, followers));
  }

  async read(id: string): Promise<JournalRecord | undefined> {
    const names = await this.#names();
    const name = names.find((each) => idOf(each) === id);
    const record = name === undefined ? undefined : await this.#few(() => this.#readName(name));
    return record && withFollowers(record, await this.#followers(names));
  }

  stateOf({ id, end, marks, pid, lastAt }: JournalRecord): RecordState {
    if (end || marks.some(({ as }) => as !== 'undone')) return 'ended';
    if (this.#open.has(id)) return 'running';
    const livesElsewhere = pid !== this.#pid && this.#isAlive(pid) && this.#now() - lastAt < longestQuietMs;
    return livesElsewhere ? 'running' : 'interrupted';
  }

  /** Runs that a crash, a reload or a shutdown cut short; newest first. */
  async interrupted(): Promise<JournalRecord[]> {
    return (await this.#survey()).open.filter((record) => this.stateOf(record) === 'interrupted');
  }

  /** Of all, without keeping them in hand. */
  async count(): Promise<JournalCounts> {
    const { decided, open } = await this.#survey();
    const states = open.map((record) => this.stateOf(record));
    return { over: decided + states.filter((state) => state !== 'running').length, halfWay: states.filter((state) => state === 'interrupted').length };
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

  /** Deletes a record for good. A run that is under way, here or elsewhere, keeps its own. */
  async remove(id: string): Promise<void> {
    const names = await this.#names();
    const name = names.find((each) => idOf(each) === id);
    if (name === undefined) return;
    const follower = await this.#few(() => this.#follower(name));
    const earlier = names.find((each) => idOf(each) === follower?.of);
    // What this one says about an earlier run must not be lost with it.
    if (follower && earlier !== undefined) {
      const record = await this.#few(() => this.#readName(earlier));
      if (record && withFollowers(record, [follower]) !== record) await this.mark(record.id, follower.mark.as, id);
    }
    await this.#few(() => this.#removeName(name));
  }

  /** Files that cannot be read are deleted as well; those of runs that are under way, here or elsewhere, stay. */
  async removeAll(): Promise<void> {
    const names = await this.#names();
    await Promise.all(names.map((name) => this.#few(() => this.#removeName(name))));
  }

  /** The lines of a record, or of all, as they are on the disk. */
  async export(id?: string): Promise<string> {
    const names = (await this.#names()).filter((name) => id === undefined || idOf(name) === id);
    const texts = await Promise.all(names.map((name) => this.#few(() => this.#files.read(name))));
    return texts.map((text) => (text === undefined || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`)).join('');
  }

  async #names(): Promise<string[]> {
    return (await this.#files.list()).filter((name) => name.endsWith(ending)).sort();
  }

  async #nameOf(id: string): Promise<string | undefined> {
    return (await this.#names()).find((name) => idOf(name) === id);
  }

  async #readName(name: string): Promise<JournalRecord | undefined> {
    // Asked for before the text: one that grows meanwhile is read again the next time.
    const size = await this.#files.size(name);
    const kept = this.#kept.get(name);
    this.#kept.delete(name);
    if (size === undefined) return undefined;
    if (kept?.size === size) {
      this.#kept.set(name, kept);
      return kept.record;
    }
    const text = await this.#files.read(name);
    const record = text === undefined ? undefined : readRecord(text);
    this.#kept.set(name, { size, record });
    for (const oldest of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - mostKept))) this.#kept.delete(oldest);
    return record;
  }

  /** Looks through all of them; only those that may be open are parsed and kept in hand. Newest first. */
  async #survey(): Promise<{ readonly decided: number; readonly open: readonly JournalRecord[] }> {
    const names = (await this.#names()).reverse();
    let decided = 0;
    const found = await Promise.all(
      names.map((name) =>
        this.#few(async () => {
          const text = await this.#files.read(name);
          if (text === undefined) return undefined;
          this.#learn(name, text);
          if (!endsDecided(text)) return readRecord(text);
          decided++;
          return undefined;
        }),
      ),
    );
    const open = found.filter((record) => record !== undefined);
    if (open.length === 0) return { decided, open };
    const followers = await this.#followers(names);
    return { decided, open: open.map((record) => withFollowers(record, followers)) };
  }

  async #followers(names: readonly string[]): Promise<FollowMark[]> {
    const found = await Promise.all(names.map((name) => this.#few(() => this.#follower(name))));
    return found.filter((follower) => follower !== undefined);
  }

  async #follower(name: string): Promise<FollowMark | undefined> {
    if (this.#follows.has(name)) return this.#follows.get(name);
    const text = await this.#files.read(name);
    return text === undefined ? undefined : this.#learn(name, text);
  }

  #learn(name: string, text: string): FollowMark | undefined {
    const record = mayFollow(text) ? readRecord(text) : undefined;
    const follower = record && followMark(record);
    // The first line says whether it follows anything, the last one what came of it.
    if (record ? record.end : text.includes('\n')) this.#follows.set(name, follower);
    return follower;
  }

  async #removeName(name: string): Promise<void> {
    const text = await this.#files.read(name);
    if (text === undefined || this.#isUnderWay(name, text)) return;
    await this.#files.remove(name);
    this.#kept.delete(name);
    this.#follows.delete(name);
  }

  #isUnderWay(name: string, text: string): boolean {
    if (this.#open.has(idOf(name))) return true;
    if (endsDecided(text)) return false;
    const record = readRecord(text);
    return record ? this.stateOf(record) === 'running' : this.#now() - Number.parseInt(name) < longestBeginMs;
  }
}

const idOf = (name: string): string => name.slice(name.indexOf('-') + 1, -ending.length);
