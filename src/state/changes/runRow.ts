/** Runs one row: sends it, and where the answer is lost, finds out what became of it. */
import type { Clock } from '../../api/clock.ts';
import type { CallOptions, FalconClient } from '../../api/falcon/client.ts';
import { sendChange } from '../../api/falcon/writes.ts';
import type { SendContext, Written } from '../../api/falcon/writes.ts';
import { snapshotOf } from '../../core/changes/change.ts';
import type { Change } from '../../core/changes/change.ts';
import { failedOutcome } from '../../core/changes/outcome.ts';
import type { Done, RowOutcome } from '../../core/changes/outcome.ts';
import { toTenantError } from '../../core/errors.ts';
import type { TenantError } from '../../core/errors.ts';
import { settle } from './settle.ts';
import type { Settlement } from './settle.ts';

export interface RowContext {
  readonly client: FalconClient;
  readonly clock: Clock;
  readonly options: CallOptions;
  readonly send: SendContext;
  /** Aborted: what was sent is looked up once more, and nothing is sent again. */
  readonly signal: AbortSignal | undefined;
}

export interface RowEnd {
  readonly outcome: RowOutcome;
  /** Why no further row would fare better. */
  readonly stop?: string | undefined;
}

/** What was found not to have been carried out is sent once more; after that the person decides. */
const mostSendings = 2;

const notKnown = 'The answer was lost, and whether it was carried out could not be found out.';

function doneOutcome(change: Change, { traceId, user }: Written): Done {
  const created = change.kind === 'createUser' && user ? { created: snapshotOf(user) } : {};
  return { state: 'done', ...(traceId && { traceId }), ...created };
}

/** Never throws. */
export async function runRow(change: Change, context: RowContext): Promise<RowEnd> {
  const { client, clock, options, send, signal } = context;
  let since = change.doubtfulSince;
  const settled = (sentAt: number, isEarlier: boolean): Promise<Settlement | undefined> =>
    settle(change, { client, clock, options, since: since ?? sentAt, sentAt, isEarlier, uuid: send.uuid, signal });
  if (since !== undefined) {
    const earlier = await settled(since, true);
    if (earlier && earlier.found !== 'notDone') return endOf(earlier, undefined);
  }
  for (let sending = 1; ; sending++) {
    const sentAt = clock.now();
    let error: TenantError;
    try {
      return { outcome: doneOutcome(change, await sendChange(client, change, send, options)) };
    } catch (thrown) {
      error = toTenantError(thrown);
    }
    // A clear refusal settles it, unless an earlier sending may have been what the server refers to.
    if (!error.outcomeUnknown && since === undefined) return refused(error);
    since ??= sentAt;
    const settlement = await settled(clock.now(), false);
    if (!settlement) return { outcome: error.outcomeUnknown ? unknown(error, notKnown) : failedOutcome(error) };
    if (settlement.found !== 'notDone') return endOf(settlement, error);
    if (!error.outcomeUnknown) return refused(error);
    if (settlement.message !== undefined) return { outcome: { ...failedOutcome(error), kind: 'conflict', message: settlement.message } };
    if (sending >= mostSendings || signal?.aborted) return notCarriedOut(error);
  }
}

/** When the credentials are not accepted, every further row would be one failed login more. */
function refused(error: TenantError): RowEnd {
  return { outcome: failedOutcome(error), stop: error.kind === 'auth' ? error.advice : undefined };
}

function notCarriedOut(error: TenantError): RowEnd {
  return { outcome: { ...failedOutcome(error), message: `${error.message} It was looked up: nothing was changed.` } };
}

const unknown = (error: TenantError | undefined, message: string): RowOutcome => ({
  state: 'unknown',
  message: error ? `${error.message} ${message}` : message,
  ...(error?.traceId && { traceId: error.traceId }),
});

function endOf(settlement: Exclude<Settlement, { found: 'notDone' }>, error: TenantError | undefined): RowEnd {
  if (settlement.found === 'done') {
    const trace = error?.traceId ? { traceId: error.traceId } : {};
    return { outcome: { state: 'done', foundOut: true, ...trace, ...(settlement.created && { created: settlement.created }) } };
  }
  const outcome = unknown(error, settlement.message ?? notKnown);
  return settlement.unreachable ? { outcome, stop: 'The server does not answer any more.' } : { outcome };
}
