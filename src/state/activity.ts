/** What was changed through this extension, by this window and others: the journal, with word of what happens to it. */
import type { ChangeSet } from '../core/changes/change.ts';
import type { Journal, JournalCounts, RecordState } from './changes/journal.ts';
import type { JournalRecord, MarkKind } from './changes/journalRecord.ts';
import type { RecordWriter } from './changes/recordWriter.ts';
import { Emitter } from './emitter.ts';

export interface ActivityEntry {
  readonly record: JournalRecord;
  readonly state: RecordState;
}

/** Older records stay on the disk until they are deleted; lists end here. */
export const mostListed = 200;

export class Activity {
  readonly #load: () => Promise<Journal>;
  #opened: Promise<Journal> | undefined;
  readonly #changed = new Emitter<void>();

  /** Fires when a run of this window begins, goes on or ends, and when records are marked or deleted here. */
  readonly onDidChange = this.#changed.event;

  /** @param load brings the journal's code when somebody first asks */
  constructor(load: () => Promise<Journal>) {
    this.#load = load;
  }

  /** For the runner: writes down what is about to be done. */
  async begin(set: ChangeSet): Promise<RecordWriter> {
    const writer = await (await this.#journal()).begin(set);
    this.#changed.fire();
    return writer;
  }

  /** Tells those who show the activity that a run has gone on. */
  moved(): void {
    this.#changed.fire();
  }

  /** Newest first. */
  async list(most = mostListed): Promise<ActivityEntry[]> {
    const journal = await this.#journal();
    return (await journal.list(most)).map((record) => ({ record, state: journal.stateOf(record) }));
  }

  async read(id: string): Promise<ActivityEntry | undefined> {
    const journal = await this.#journal();
    const record = await journal.read(id);
    return record && { record, state: journal.stateOf(record) };
  }

  /** Runs that a crash, a reload or a shutdown cut short, and that nobody has decided about yet; newest first. */
  async interrupted(): Promise<JournalRecord[]> {
    return (await this.#journal()).interrupted();
  }

  /** How many records there are, however many a list would show. */
  async count(): Promise<JournalCounts> {
    return (await this.#journal()).count();
  }

  /** @param by the set that continues or undoes it */
  async mark(id: string, as: MarkKind, by?: string): Promise<void> {
    await (await this.#journal()).mark(id, as, by);
    this.#changed.fire();
  }

  /** A run that is under way keeps its record. */
  async remove(ids: readonly string[]): Promise<void> {
    const journal = await this.#journal();
    for (const id of ids) await journal.remove(id);
    this.#changed.fire();
  }

  /** All but those of runs that are under way, whichever window runs them. */
  async removeAll(): Promise<void> {
    await (await this.#journal()).removeAll();
    this.#changed.fire();
  }

  /** JSON lines as they are on the disk, of one record or of all. */
  async export(id?: string): Promise<string> {
    return (await this.#journal()).export(id);
  }

  #journal(): Promise<Journal> {
    this.#opened ??= this.#load().catch((error: unknown) => {
      // Whoever asks next gets another try.
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }
}
