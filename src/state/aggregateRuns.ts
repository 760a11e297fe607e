/** Aggregate queries as they are sent, several in one request. */
import type { FalconClient, RawAnswer } from '../api/falcon/client.ts';
import type { AggregateQuery, AggregateResult } from '../core/aggregates/query.ts';

export interface AggregateRun {
  /** In the server's order, which need not be that of the queries. */
  readonly results: readonly AggregateResult[];
  /** What the server refused beside them, one sentence each. */
  readonly refusals: readonly string[];
  readonly traceId: string | undefined;
  /** The answer as the server wrote it. */
  readonly body: string;
  /** Milliseconds from asking to the answer, waits for the rate limit included. */
  readonly ms: number;
}

/** @throws TenantError; kind `cancelled` when the signal was aborted */
export async function runAggregates(
  client: Pick<FalconClient, 'call'>,
  body: readonly AggregateQuery[],
  { signal, now = Date.now }: { readonly signal: AbortSignal; readonly now?: () => number },
): Promise<AggregateRun> {
  const startedAt = now();
  let written = '';
  const onAnswer = (answer: RawAnswer): void => {
    written = answer.body;
  };
  const { resources, errors, traceId } = await client.call('aggregateUsersV1', { body }, { signal, onAnswer });
  return { results: resources, refusals: errors.map(({ message }) => message), traceId, body: written, ms: now() - startedAt };
}
