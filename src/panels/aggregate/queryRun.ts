/** The last run of a file's queries and what was answered. Outlives the pages that show it. */
import type { AggregateQuery } from '../../core/aggregates/query.ts';
import type { QueryFile } from '../../core/aggregates/queryFile.ts';
import { matchAnswers, requestBody } from '../../core/aggregates/request.ts';
import type { MatchedAnswer } from '../../core/aggregates/request.ts';
import { isCancelled, TenantError, toTenantError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/ids.ts';
import type { ResultsAnswer, RunLine } from '../../protocol/aggregate.ts';
import { runAggregates } from '../../state/aggregateRuns.ts';
import type { AggregateRun } from '../../state/aggregateRuns.ts';
import type { Connection } from '../../state/connection.ts';
import type { AggregateDeps } from './deps.ts';

/** What was answered, and to what. */
export interface LastAnswers {
  readonly connection: ConnectionId;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly answers: readonly MatchedAnswer[];
  readonly sent: readonly AggregateQuery[];
  /** The file as it was. */
  readonly file: QueryFile;
  readonly run: AggregateRun;
}

export interface QueryRunParts {
  readonly deps: Pick<AggregateDeps, 'sessions' | 'wording'>;
  readonly onChange: () => void;
}

/** What of a file makes its request. */
const askedBy = ({ cid, queries }: QueryFile): string => JSON.stringify([cid, queries]);

const asJson = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** Errors beside the results belong to queries without an answer; where all have one, they are told with the first. */
function withRefusals(answers: readonly MatchedAnswer[], refusals: readonly string[]): readonly MatchedAnswer[] {
  if (refusals.length === 0) return answers;
  const unanswered = answers.filter(({ result }) => result === undefined);
  const told = new Set(unanswered.length > 0 ? unanswered : answers.slice(0, 1));
  return answers.map((answer) => (told.has(answer) ? { ...answer, notes: [...refusals, ...answer.notes] } : answer));
}

export class QueryRun {
  readonly #parts: QueryRunParts;
  #line: RunLine = { kind: 'none' };
  #running: AbortController | undefined;
  /** Whom the last run asked, or asks. */
  #asked: ConnectionId | undefined;
  #last: LastAnswers | undefined;
  #age = 0;

  constructor(parts: QueryRunParts) {
    this.#parts = parts;
  }

  get line(): RunLine {
    return this.#line;
  }

  get last(): LastAnswers | undefined {
    return this.#last;
  }

  /** 0 as long as there are no results. */
  get age(): number {
    return this.#last ? this.#age : 0;
  }

  /** Whether the file asks for something else, or asks somebody else, by now. */
  isStale(file: QueryFile | undefined, connection: Connection | undefined): boolean {
    if (!this.#last) return false;
    if (!file || (connection && connection.id !== this.#last.connection)) return true;
    return askedBy(file) !== askedBy(this.#last.file);
  }

  /** Whole answers. */
  get results(): Omit<ResultsAnswer, 'cidNames'> {
    const { answers, sent, run } = this.#last ?? {};
    if (!answers || !run) return { age: 0, answers: [], request: '', response: '' };
    return { age: this.#age, answers, request: asJson(sent), response: asJson(JSON.parse(run.body)) };
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** Nobody looks at the file any more, or what was answered is of no use any more. */
  forget(): void {
    this.cancel();
    this.#last = undefined;
    this.#line = { kind: 'none' };
    this.#parts.onChange();
  }

  /** The connection is another one by now, or gone: what was asked through it is of no use, answered or not. */
  forgetConnection(id: ConnectionId): void {
    if (this.#running && this.#asked === id) this.cancel();
    if (this.#last?.connection !== id) return;
    this.#last = undefined;
    if (!this.#running) this.#line = { kind: 'none' };
    this.#parts.onChange();
  }

  /** The page shows it anew, with names that are known by now. */
  renew(): void {
    this.#age += 1;
    this.#parts.onChange();
  }

  /**
   * Sends the queries. A failure is part of what is shown, and does not throw.
   * @returns the answers, unless it failed or was cancelled
   * @throws TenantError when a run is going on
   */
  async start(connection: Connection, file: QueryFile): Promise<LastAnswers | undefined> {
    const { sessions, wording } = this.#parts.deps;
    const { l10n } = wording;
    if (this.#running) {
      const message = l10n.t('The queries of this file are being run already.');
      throw new TenantError({ kind: 'conflict', message, nextStep: l10n.t('Wait for the answer, or cancel.') });
    }
    // What cannot be sent throws here, before anything is under way.
    const sent = requestBody(file);
    const running = (this.#running = new AbortController());
    this.#asked = connection.id;
    this.#show({ kind: 'running', startedAt: wording.now() });
    try {
      const run = await runAggregates(await sessions.client(connection.id), sent, { signal: running.signal });
      if (running.signal.aborted) throw new TenantError({ kind: 'cancelled', message: 'Cancelled.' });
      const at = wording.now();
      const answers = withRefusals(matchAnswers(file, sent, run.results).answers, run.refusals);
      const last = (this.#last = { connection: connection.id, at, answers, sent, file, run });
      this.#age += 1;
      this.#running = undefined;
      this.#show({ kind: 'done', tenant: connection.name, cid: file.cid, at, ms: run.ms, traceId: run.traceId });
      return last;
    } catch (thrown) {
      const error = toTenantError(thrown);
      this.#running = undefined;
      this.#show(isCancelled(error) ? { kind: 'cancelled' } : { kind: 'failed', message: error.advice, traceId: error.traceId });
      return undefined;
    }
  }

  #show(line: RunLine): void {
    this.#line = line;
    this.#parts.onChange();
  }
}
