/** Reads rows: those that the page shows, one by one, and all of a board in the background. */
import { isCancelled, toTenantError } from '../../core/errors.ts';
import type { Pair } from '../../core/matrix/matrix.ts';
import type { ReadRow, WorkLine } from '../../protocol/grants.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import type { KnownRows } from './knownRows.ts';
import type { RowNotes } from './rowNotes.ts';

/** As many as are under way at once; what else waits would stand in front of what people click. */
const width = 16;

export interface FillWish {
  readonly priority: 'foreground' | 'background';
  readonly signal: AbortSignal;
  /** The most requests where every row has to be read. */
  readonly mostRequests?: number | undefined;
}

export class RowReading {
  readonly #notes: RowNotes;
  readonly #onProgress: () => void;
  #work: WorkLine | undefined;
  #filling: AbortController | undefined;

  constructor(notes: RowNotes, onProgress: () => void) {
    this.#notes = notes;
    this.#onProgress = onProgress;
  }

  /** What is being read of all rows. */
  get work(): WorkLine | undefined {
    return this.#work;
  }

  /** Ends the reading of all rows; what was read stays. */
  stop(): void {
    this.#filling?.abort();
    this.#filling = undefined;
    this.#show(undefined);
  }

  /**
   * Reads what is held, and may still be granted, in one row, unless it is known.
   * @throws TenantError of kind `cancelled` only; every other failure is told of the row
   */
  async row(directory: TenantDirectory, rows: KnownRows, pair: Pair, signal: AbortSignal): Promise<ReadRow> {
    const failures: string[] = [];
    const [grants, grantable] = await Promise.all([
      rows.grants(pair) ?? told(failures, directory.index.grants(pair.user, pair.cid, signal, 'foreground')),
      this.#notes.grantable(pair) ?? told(failures, this.#readGrantable(directory, pair, signal)),
    ]);
    const [failure] = failures;
    this.#notes.setFailure(pair, failure);
    const shown = grants && rows.shown(grants, pair.cid);
    return { ...pair, grants: shown, grantable, ...(failure !== undefined && { failure }) };
  }

  /**
   * Reads all rows in which something may be held and that are not known. A fill that is under way is ended.
   * @throws TenantError when it was cancelled, or nothing more can be read; a failure of one row is told of the row
   */
  async fill(directory: TenantDirectory, rows: KnownRows, { priority, signal, mostRequests }: FillWish): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#filling = abort;
    const joined = AbortSignal.any([signal, abort.signal]);
    const { subject } = rows.board;
    const tell = (done: number, total: number): void => {
      if (this.#filling === abort) this.#show({ kind: 'read', done, total });
    };
    try {
      const scope = subject.by === 'users' ? { users: subject.users } : { cids: [subject.cid] };
      const { failed, cidsFailed } = await directory.index.fill(scope, {
        ...{ priority, signal: joined, ...(mostRequests !== undefined && { mostRequests }) },
        onProgress: ({ done, total }) => tell(done, total),
      });
      for (const { user, cid, error } of failed) if (cid) this.#notes.setFailure({ user, cid }, error.advice);
      // The index reads what the server lists; users who were added by hand are in no list.
      await this.#readRest(directory, rows, { priority, signal: joined }, tell);
      const [unasked] = cidsFailed;
      if (unasked) throw unasked.error;
    } finally {
      if (this.#filling === abort) this.stop();
    }
  }

  async #readRest(directory: TenantDirectory, rows: KnownRows, { priority, signal }: FillWish, tell: (done: number, total: number) => void): Promise<void> {
    const left = rows.unread.filter((pair) => this.#notes.failure(pair) === undefined);
    const [waiting, total] = [left.values(), left.length];
    let done = 0;
    const work = async (): Promise<void> => {
      for (const pair of waiting) {
        const failures: string[] = [];
        await told(failures, directory.index.grants(pair.user, pair.cid, signal, priority));
        this.#notes.setFailure(pair, failures[0]);
        done++;
        if (done % width === 0 || done === total) tell(done, total);
      }
    };
    await Promise.all(Array.from({ length: Math.min(width, total) }, work));
  }

  async #readGrantable(directory: TenantDirectory, pair: Pair, signal: AbortSignal): Promise<ReadRow['grantable']> {
    this.#notes.setGrantable(pair, await directory.grantable(pair.user, pair.cid, signal));
    return this.#notes.grantable(pair);
  }

  #show(work: WorkLine | undefined): void {
    if (this.#work === work) return;
    this.#work = work;
    this.#onProgress();
  }
}

/** @returns undefined for what cannot be read, which is then told of */
async function told<T>(failures: string[], read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (thrown) {
    const error = toTenantError(thrown);
    if (isCancelled(error)) throw error;
    failures.push(error.advice);
    return undefined;
  }
}
