/** Reads pairs, one request each. */
import type { FalconClient } from '../../api/falcon/client.ts';
import { readGrants } from '../../api/falcon/grants.ts';
import type { Priority } from '../../api/urgency.ts';
import { TenantError } from '../../core/errors.ts';
import type { Grant } from '../../core/grant.ts';
import type { UserUuid } from '../../core/ids.ts';
import type { Place } from './scope.ts';
import { UrgentReads } from './urgentReads.ts';

export interface PairAnswer {
  readonly user: UserUuid;
  readonly place: Place;
  /** As the server gave them; undefined: it does not know the user any more. */
  readonly grants: readonly Grant[] | undefined;
  /** Epoch milliseconds at which the read was asked for. */
  readonly askedAt: number;
}

export interface PairReadsOptions {
  readonly client: () => Promise<FalconClient>;
  readonly now: () => number;
  /**
   * Lays what was written over an answer.
   * @param isKept false when the pair was forgotten while it was read: the answer is given to those who asked, and not kept
   * @returns undefined when there is no such user
   */
  readonly take: (answer: PairAnswer, isKept: boolean) => readonly Grant[] | undefined;
}

const keyOf = (user: UserUuid, place: Place): string => `${user}|${place}`;

export class PairReads {
  readonly #options: PairReadsOptions;
  readonly #reads = new UrgentReads<readonly Grant[]>();

  constructor(options: PairReadsOptions) {
    this.#options = options;
  }

  read(user: UserUuid, place: Place, priority: Priority, signal?: AbortSignal): Promise<readonly Grant[]> {
    const { client, now, take } = this.#options;
    return this.#reads.join(keyOf(user, place), {
      ...{ priority, signal },
      start: async (options, isCurrent) => {
        const askedAt = now();
        let gone: TenantError | undefined;
        const grants = await readGrants(await client(), { userUuid: user, cid: place || undefined }, options).catch((error: unknown) => {
          if (!(error instanceof TenantError && error.reason === 'unknownUser')) throw error;
          gone = error;
          return undefined;
        });
        const shown = take({ user, place, grants, askedAt }, isCurrent());
        if (!shown) throw gone ?? new TenantError({ kind: 'notFound', reason: 'unknownUser', message: 'The server does not know this user any more.' });
        return shown;
      },
    });
  }

  /** What is being read of a pair is out of date already. */
  forget(user: UserUuid, place: Place): void {
    this.#reads.forget(keyOf(user, place));
  }

  clear(): void {
    this.#reads.clear();
  }
}
