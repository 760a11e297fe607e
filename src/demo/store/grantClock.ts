/** Knows the grants that appear, disappear or end by themselves, and when the next of them does. */
import type { DirectGrant, UserEntry } from './model.ts';

export class GrantClock {
  readonly #timed = new Map<DirectGrant, UserEntry>();
  #nextAt = Number.POSITIVE_INFINITY;

  /** Watches a grant for as long as time alone can change what reads show of it. */
  watch(user: UserEntry, grant: DirectGrant, now: number): void {
    const at = nextChange(grant, now);
    if (at === undefined) return;
    this.#timed.set(grant, user);
    this.#nextAt = Math.min(this.#nextAt, at);
  }

  /** Drops what has ended. Answers whether reads may show something else than before. */
  advance(now: number): boolean {
    if (now < this.#nextAt) return false;
    this.#nextAt = Number.POSITIVE_INFINITY;
    for (const [grant, user] of this.#timed) {
      const at = nextChange(grant, now);
      if (at !== undefined) {
        this.#nextAt = Math.min(this.#nextAt, at);
        continue;
      }
      this.#timed.delete(grant);
      if (hasEnded(grant, now)) user.grants = user.grants.filter((other) => other !== grant);
    }
    return true;
  }
}

const hasEnded = (grant: DirectGrant, now: number): boolean => grant.visibleUntil <= now || (grant.expiresAt > 0 && grant.expiresAt <= now);

function nextChange(grant: DirectGrant, now: number): number | undefined {
  if (hasEnded(grant, now)) return undefined;
  const moments = [grant.visibleFrom, grant.visibleUntil, grant.expiresAt].filter((moment) => moment > now && Number.isFinite(moment));
  return moments.length === 0 ? undefined : Math.min(...moments);
}
