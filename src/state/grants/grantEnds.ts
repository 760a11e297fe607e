/** When grants end by themselves. */
import type { Grant } from '../../core/grant.ts';

/** Epoch milliseconds; infinite for a grant that has no end, or none that can be read. */
export function endOf({ expires_at: end }: Grant): number {
  const at = end ? Date.parse(end) : Number.NaN;
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
}

export const hasEnded = (grant: Grant, now: number): boolean => endOf(grant) <= now;
