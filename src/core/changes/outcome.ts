/** How a row of a change set ended. */
import type { ErrorKind, TenantError } from '../errors.ts';
import type { UserSnapshot } from './change.ts';

export interface Done {
  readonly state: 'done';
  readonly traceId?: string | undefined;
  /** The user that was made. */
  readonly created?: UserSnapshot | undefined;
  /** The server's answer was lost, and looking it up showed that the change was carried out. */
  readonly foundOut?: true | undefined;
}

export interface Failed {
  readonly state: 'failed';
  readonly kind: ErrorKind;
  readonly message: string;
  readonly traceId?: string | undefined;
}

/** Nothing was sent. */
export interface Skipped {
  readonly state: 'skipped';
  readonly message: string;
}

/** It was sent, and whether it was carried out could not be found out. */
export interface Unknown {
  readonly state: 'unknown';
  readonly message: string;
  readonly traceId?: string | undefined;
}

export type RowOutcome = Done | Failed | Skipped | Unknown;
export type RowState = RowOutcome['state'];

export function failedOutcome({ kind, advice, traceId }: TenantError): Failed {
  return { state: 'failed', kind, message: advice, ...(traceId && { traceId }) };
}

export type RunCounts = Readonly<Record<RowState, number>> & { readonly total: number };

/** @param outcomes with holes for the rows that have not ended */
export function countOutcomes(outcomes: readonly (RowOutcome | undefined)[]): RunCounts {
  const counts = { done: 0, failed: 0, skipped: 0, unknown: 0, total: outcomes.length };
  for (const outcome of outcomes) if (outcome) counts[outcome.state]++;
  return counts;
}

/** `11 done, 1 failed`: only what there is. */
export function countsText({ done, failed, skipped, unknown }: RunCounts): string {
  const parts = [
    [done, 'done'],
    [failed, 'failed'],
    [skipped, 'skipped'],
    [unknown, 'not known'],
  ] as const;
  return parts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ') || 'nothing done';
}
