/** One run while it is under way: what has ended, what is left to be sent, and why no more is. */
import type { Clock } from '../../api/clock.ts';
import type { FalconClient } from '../../api/falcon/client.ts';
import type { Priority } from '../../api/urgency.ts';
import { isNewUser } from '../../core/changes/change.ts';
import type { Change, ChangeSet } from '../../core/changes/change.ts';
import { countOutcomes } from '../../core/changes/outcome.ts';
import type { RowOutcome, RunCounts } from '../../core/changes/outcome.ts';
import type { UserUuid } from '../../core/ids.ts';
import { dependenciesOf } from './dependencies.ts';
import type { EndOfRun } from './journalRecord.ts';
import type { Row } from './lanes.ts';
import type { RecordWriter } from './recordWriter.ts';
import { runRow } from './runRow.ts';

export interface RunProgress {
  readonly counts: RunCounts;
  /** Rows that are under way. */
  readonly running: number;
  /** The row that has just ended, with the user it was about as far as it is known. */
  readonly ended: { readonly row: number; readonly change: Change; readonly outcome: RowOutcome; readonly userUuid: UserUuid | undefined };
}

export interface RunStateParts {
  readonly set: ChangeSet;
  readonly client: FalconClient;
  readonly clock: Clock;
  readonly record: Pick<RecordWriter, 'rowBegan' | 'rowEnded'>;
  readonly passwords: ReadonlyMap<string, string>;
  readonly signal: AbortSignal | undefined;
  /** Aborted when the process is about to end: no row begins, and what is not known to be done is left open in the journal. */
  readonly closing: AbortSignal | undefined;
  readonly priority: Priority;
  /** Why the next row must not be sent. */
  readonly hindrance: () => Promise<string | undefined>;
  readonly onProgress: ((progress: RunProgress) => void) | undefined;
}

const journalBroken = 'The activity journal cannot be written any more.';

export class RunState {
  readonly #parts: RunStateParts;
  readonly #outcomes: (RowOutcome | undefined)[];
  readonly #dependency: (change: Change) => string | undefined;
  readonly #made = new Map<string, UserUuid>();
  #running = 0;
  #stoppedBy: string | undefined;
  #cancelled = false;

  constructor(parts: RunStateParts) {
    this.#parts = parts;
    this.#outcomes = new Array<RowOutcome | undefined>(parts.set.changes.length).fill(undefined);
    this.#dependency = dependenciesOf(parts.set.changes, this.#outcomes);
  }

  get outcomes(): readonly RowOutcome[] {
    return this.#outcomes.map((outcome) => outcome ?? { state: 'skipped', message: 'It was not begun.' });
  }

  get stoppedBy(): string | undefined {
    return this.#stoppedBy;
  }

  get how(): EndOfRun {
    if (this.#stoppedBy !== undefined) return 'stopped';
    return this.#cancelled ? 'cancelled' : 'finished';
  }

  /** Lets no further row begin. The first reason stays. */
  stop(reason: string): void {
    this.#stoppedBy ??= reason;
  }

  /** Never throws: whatever happens to a row is its outcome. */
  async runRow({ row, change }: Row): Promise<void> {
    if (this.#parts.closing?.aborted) return;
    const skipped = await this.#skipReason(change);
    if (skipped !== undefined) return this.#end(row, change, { state: 'skipped', message: skipped });
    try {
      await this.#parts.record.rowBegan(row);
    } catch {
      this.stop(journalBroken);
      return this.#end(row, change, { state: 'skipped', message: journalBroken });
    }
    this.#running++;
    const { client, clock, signal, priority, passwords } = this.#parts;
    const key = change.kind === 'createUser' || change.kind === 'rawOperation' ? change.passwordKey : undefined;
    const send = { uuid: this.#userOf(change), password: key === undefined ? undefined : passwords.get(key) };
    const { outcome, stop } = await runRow(change, { client, clock, signal, options: { priority }, send });
    this.#running--;
    if (stop !== undefined) this.stop(stop);
    if (change.kind === 'createUser' && outcome.state === 'done' && outcome.created) this.#made.set(change.key, outcome.created.uuid);
    return this.#end(row, change, outcome);
  }

  async #skipReason(change: Change): Promise<string | undefined> {
    const { signal, hindrance, passwords } = this.#parts;
    if (this.#stoppedBy === undefined && !signal?.aborted) {
      const reason = await hindrance();
      if (reason !== undefined) this.stop(reason);
    }
    if (this.#stoppedBy !== undefined) return this.#stoppedBy;
    // The signal of the caller may have fired while the question was asked.
    if (this.#parts.signal?.aborted) {
      this.#cancelled = true;
      return 'Cancelled before it was sent.';
    }
    const key = change.kind === 'createUser' || change.kind === 'rawOperation' ? change.passwordKey : undefined;
    if (key !== undefined && !passwords.has(key)) return 'The password is not kept and has to be typed again.';
    return this.#dependency(change);
  }

  #userOf(change: Change): UserUuid | undefined {
    switch (change.kind) {
      case 'grant':
        return isNewUser(change.to) ? this.#made.get(change.to.key) : change.to.uuid;
      case 'createUser':
        return this.#made.get(change.key);
      case 'rawOperation':
        return undefined;
      default:
        return change.user.uuid;
    }
  }

  async #end(row: number, change: Change, outcome: RowOutcome): Promise<void> {
    this.#outcomes[row] = outcome;
    // While everything is being taken down, only what the server has confirmed is certain.
    if (this.#parts.closing?.aborted && outcome.state !== 'done') return;
    // A row that stays without its end in the journal reads as unknown, which is true.
    await this.#parts.record.rowEnded(row, outcome).catch(() => this.stop(journalBroken));
    const { onProgress } = this.#parts;
    const ended = { row, change, outcome, userUuid: this.#userOf(change) };
    try {
      onProgress?.({ counts: countOutcomes(this.#outcomes), running: this.#running, ended });
    } catch {
      // Whoever watches must not stop what is watched.
    }
  }
}
