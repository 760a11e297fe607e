/** The one road on which a tenant is changed: guards, journal, row by row, outcome. */
import type { Clock } from '../../api/clock.ts';
import type { FalconClient } from '../../api/falcon/client.ts';
import { holdsSecret } from '../../api/falcon/writes.ts';
import type { ChangeSet } from '../../core/changes/change.ts';
import { countOutcomes } from '../../core/changes/outcome.ts';
import type { RowOutcome, RunCounts } from '../../core/changes/outcome.ts';
import { TenantError } from '../../core/errors.ts';
import { checkChanges, refusals } from '../../core/guards/checkChanges.ts';
import type { Finding } from '../../core/guards/guard.ts';
import type { ConnectionId } from '../../core/ids.ts';
import type { Connection } from '../connection.ts';
import type { ReadFacts } from './guardFacts.ts';
import type { EndOfRun } from './journalRecord.ts';
import { lanesByPhase, runLanes } from './lanes.ts';
import type { RecordWriter } from './recordWriter.ts';
import { RunState } from './runState.ts';
import type { RunProgress } from './runState.ts';

export interface RunnerParts {
  readonly journal: { begin(set: ChangeSet): Promise<RecordWriter> };
  readonly clock: Clock;
  /** The client of a connection; another object once the connection is another one. */
  readonly client: (id: ConnectionId) => Promise<FalconClient>;
  readonly connection: (id: ConnectionId) => Connection | undefined;
  /** Aborted when the process is about to end: runs stop where they are, and read as left half-way at the next start. */
  readonly closing?: AbortSignal | undefined;
}

export interface RunOptions {
  /** What is known now; whether the tenant may be changed is looked at by the runner itself. */
  readonly facts: ReadFacts;
  /** Passwords by the `passwordKey` of their changes. Sent, and kept nowhere. */
  readonly passwords?: ReadonlyMap<string, string> | undefined;
  /** Aborted: no further row begins; those that were begun end. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

export interface RunReport {
  readonly set: ChangeSet;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly how: EndOfRun;
  /** By row. */
  readonly outcomes: readonly RowOutcome[];
  readonly counts: RunCounts;
  /** Why the rest was not begun, where it was neither finished nor cancelled. */
  readonly stoppedBy: string | undefined;
}

export type RunResult =
  /** Nothing was sent, nothing written down. */
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
  | { readonly kind: 'ran'; readonly report: RunReport };

/** Up to so many rows somebody is waiting for; more are work in the background of what people click. */
const mostForegroundRows = 20;
/** Few enough that a cancellation leaves little under way, enough to use the account's rate up. */
const width = 16;

export class ChangeRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /**
   * Runs a set that a person has confirmed. Warnings were shown before; refusals are checked again here.
   * @throws TenantError when nothing could be begun: the tenant is not connected, or the journal cannot be written; and
   * of kind `cancelled` when the process is about to end
   */
  async run(set: ChangeSet, options: RunOptions): Promise<RunResult> {
    const { clock, journal, closing } = this.#parts;
    const findings = this.#refusals(set, options);
    if (findings.length > 0) return { kind: 'refused', findings };
    const client = await this.#parts.client(set.connectionId);
    const startedAt = clock.now();
    const record = await journal.begin(set).catch((cause: unknown) => {
      if (cause instanceof TenantError) throw cause;
      throw new TenantError({ kind: 'protocol', message: 'The activity journal cannot be written, so nothing was changed.', cause });
    });
    const state = new RunState({
      set,
      client,
      clock,
      record,
      passwords: options.passwords ?? new Map(),
      signal: options.signal,
      closing,
      priority: set.changes.length > mostForegroundRows ? 'background' : 'foreground',
      hindrance: () => this.#hindrance(set, client),
      onProgress: options.onProgress,
    });
    for (const lanes of lanesByPhase(set.changes)) await runLanes(lanes, width, (row) => state.runRow(row));
    if (closing?.aborted) throw new TenantError({ kind: 'cancelled', message: 'The editor closes.' });
    const how = state.how;
    await record.end(how).catch(() => state.stop('The activity journal cannot be written any more.'));
    const { outcomes, stoppedBy } = state;
    return { kind: 'ran', report: { set, startedAt, how: state.how, outcomes, counts: countOutcomes(outcomes), stoppedBy } };
  }

  #refusals(set: ChangeSet, { facts }: RunOptions): Finding[] {
    const connection = this.#connection(set);
    const { canChange, missingScopes } = connection;
    // Nothing secret comes this far: it would be written down.
    const carriesSecret = set.changes.some((change) => change.kind === 'rawOperation' && holdsSecret(change.operation, change.parameters));
    if (carriesSecret) throw new TenantError({ kind: 'invalid', message: 'A password is handed over beside a change, never in it.' });
    return refusals(checkChanges(set, { ...facts, now: this.#parts.clock.now(), readOnly: !canChange, missingScopes }));
  }

  #connection({ connectionId }: ChangeSet): Connection {
    const connection = this.#parts.connection(connectionId);
    if (connection) return connection;
    throw new TenantError({ kind: 'notFound', message: 'This tenant is not connected any more.', nextStep: 'Connect it again.' });
  }

  /** Asked before every row: a run may last minutes, and the tenant may be locked or become another one meanwhile. */
  async #hindrance(set: ChangeSet, client: FalconClient): Promise<string | undefined> {
    const connection = this.#parts.connection(set.connectionId);
    if (!connection) return `${set.tenantName} is not connected any more.`;
    if (!connection.canChange) return `${set.tenantName} became read-only.`;
    const current = await this.#parts.client(set.connectionId).catch(() => undefined);
    return current === client ? undefined : `The connection to ${set.tenantName} was changed.`;
  }
}
