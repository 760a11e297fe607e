/** Answers from what is known, each with how much of its question has been seen. */
import type { Grant } from '../../core/grant.ts';
import type { RoleId, UserUuid } from '../../core/ids.ts';
import { hasFactor } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import type { Assignments } from './assignmentsStage.ts';
import { earlier } from './coverage.ts';
import type { Answer, Coverage } from './coverage.ts';
import { endOf, hasEnded } from './grantEnds.ts';
import { tallyOf } from './grantsStore.ts';
import type { GrantsStore, Pair } from './grantsStore.ts';
import type { Place, TenantPlaces } from './scope.ts';
import type { UserRecords } from './userRecords.ts';

export interface Holding {
  readonly user: User;
  readonly grant: Grant;
}

export interface UnsafeHolding extends Holding {
  readonly why: 'noFactor' | 'neverLoggedIn' | 'both';
}

export interface AnswersOptions {
  readonly store: GrantsStore;
  readonly records: UserRecords;
  readonly assignments: Assignments;
  readonly places: () => TenantPlaces | undefined;
  readonly now: () => number;
}

/** Two that never end are as far away as each other, which a difference would not tell. */
const compareEnds = (left = 0, right = 0): number => (left === right ? 0 : left < right ? -1 : 1);

export class Answers {
  readonly #options: AnswersOptions;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  holders(role: RoleId, place: Place | undefined): Answer<Holding> {
    const pairs = this.#options.store.pairsWith(role, place);
    return { items: this.#holdings(pairs, (grant) => grant.role_id === role), coverage: place === undefined ? this.#everywhere() : this.#in(place) };
  }

  grantsOf(user: UserUuid): Answer<Grant> {
    return { items: this.#holdings(this.#options.store.pairsOf(user)).map(({ grant }) => grant), coverage: this.#of(user) };
  }

  accessTo(place: Place): Answer<Holding> {
    return { items: this.#holdings(this.#options.store.pairsIn(place)), coverage: this.#in(place) };
  }

  temporary(): Answer<Holding> {
    const found = this.#holdings(this.#options.store.temporary, (grant) => Boolean(grant.expires_at));
    const ends = new Map(found.map(({ grant }) => [grant, endOf(grant)]));
    const items = found.sort((left, right) => compareEnds(ends.get(left.grant), ends.get(right.grant)));
    return { items, coverage: this.#everywhere() };
  }

  strongWithoutSafety(strong: ReadonlySet<RoleId>): Answer<UnsafeHolding> {
    const { store, records } = this.#options;
    const pairs = new Set([...strong].flatMap((role) => [...store.pairsWith(role)]));
    let allSeen = true;
    // What is said about people is as old as their records.
    const coverage = this.#everywhere();
    let { asOf } = coverage;
    const items = this.#holdings(pairs, (grant) => strong.has(grant.role_id)).flatMap(({ user, grant }): UnsafeHolding[] => {
      const record = records.get(user.uuid);
      asOf = earlier(asOf, records.askedAt(user.uuid));
      if (!record) {
        allSeen &&= records.isAsked(user.uuid);
        return [];
      }
      const [hasNone, isNew] = [!hasFactor(record), !record.last_login_at];
      return hasNone || isNew ? [{ user, grant, why: hasNone && isNew ? 'both' : hasNone ? 'noFactor' : 'neverLoggedIn' }] : [];
    });
    return { items, coverage: { ...coverage, asOf, isWhole: coverage.isWhole && allSeen } };
  }

  /** Grants that have ended meanwhile are left out: the server shows them no more. */
  #holdings(pairs: Iterable<Pair>, isWanted: (grant: Grant) => boolean = () => true): Holding[] {
    const { records, now } = this.#options;
    const moment = now();
    const found: Holding[] = [];
    for (const { user: uuid, grants } of pairs) {
      for (const grant of grants) {
        if (!isWanted(grant) || hasEnded(grant, moment)) continue;
        found.push({ user: records.get(uuid) ?? { uuid }, grant });
      }
    }
    return found;
  }

  #in(place: Place, everyPair = this.#everyPair): Coverage {
    const { store, assignments } = this.#options;
    const { known, read, looked, oldest } = store.tally(place);
    const askedAt = store.askedAt(place);
    if (everyPair) {
      const everybody = assignments.everybody;
      const pairs = everybody?.users.size ?? Math.max(known, looked);
      // Among those who were looked at may be some who are no more: before all are said to be read, it is counted who is.
      const seen = everybody && looked >= pairs ? [...everybody.users].filter((user) => store.pair(user, place)?.readAt !== undefined).length : looked;
      return {
        ...{ pairsRead: seen, pairsKnown: pairs, cidsAsked: everybody ? 1 : 0, cidsKnown: 1 },
        ...{ asOf: earlier(oldest, everybody?.askedAt), isWhole: everybody !== undefined && seen >= pairs, everyPair: true },
      };
    }
    const isAsked = askedAt !== undefined;
    return {
      ...{ pairsRead: read, pairsKnown: known, cidsAsked: isAsked ? 1 : 0, cidsKnown: 1 },
      ...{ asOf: earlier(oldest, askedAt), isWhole: isAsked && read === known && !assignments.isSuspected, everyPair: false },
    };
  }

  #everywhere(): Coverage {
    const { store, places: known } = this.#options;
    const tenant = known();
    const everyPair = this.#everyPair;
    const all = (tenant?.isWhole ? tenant.places : store.places).map((place) => this.#in(place, everyPair));
    const cidsKnown = tenant?.isWhole ? tenant.places.length : undefined;
    let [pairsRead, pairsKnown, cidsAsked, isWhole] = [0, 0, 0, cidsKnown !== undefined];
    let asOf: number | undefined;
    for (const one of all) {
      pairsRead += one.pairsRead;
      pairsKnown += one.pairsKnown;
      cidsAsked += one.cidsAsked;
      isWhole &&= one.isWhole;
      asOf = earlier(asOf, one.asOf);
    }
    return { pairsRead, pairsKnown, cidsAsked, cidsKnown, asOf, isWhole, everyPair };
  }

  #of(user: UserUuid): Coverage {
    const { store, assignments, places: known } = this.#options;
    const tenant = known();
    const { known: pairs, read, looked, oldest } = tallyOf(store.pairsOf(user));
    const cidsKnown = tenant?.isWhole ? tenant.places.length : undefined;
    if (this.#everyPair) {
      const pairsKnown = Math.max(tenant?.places.length ?? 0, looked);
      const isWhole = cidsKnown !== undefined && tenant?.places.every((place) => store.pair(user, place)?.readAt !== undefined) === true;
      return { pairsRead: looked, pairsKnown, cidsAsked: looked, cidsKnown, asOf: oldest, isWhole, everyPair: true };
    }
    const userAskedAt = store.userAskedAt(user);
    const asked = (tenant?.places ?? store.places).map((place) => askedFor(store, user, place)).filter((at) => at !== undefined);
    const cidsAsked = userAskedAt === undefined ? asked.length : (cidsKnown ?? asked.length);
    const asOf = earlier(oldest, userAskedAt ?? asked.reduce<number | undefined>(earlier, undefined));
    const isWhole = cidsKnown !== undefined && cidsAsked >= cidsKnown && read === pairs && !assignments.isSuspected;
    return { pairsRead: read, pairsKnown: pairs, cidsAsked, cidsKnown, asOf, isWhole, everyPair: false };
  }

  /** With one place there is nothing to tell apart: its pairs are the users of the session. */
  get #everyPair(): boolean {
    const { assignments, places } = this.#options;
    return assignments.everyPair && (places()?.places.length ?? 2) > 1;
  }
}

/** When it was asked, through one of its places, whether a user is assigned there; what was forgotten since does not count. */
function askedFor(store: GrantsStore, user: UserUuid, place: Place): number | undefined {
  const at = store.askedAt(place);
  return at !== undefined && at > (store.forgottenAt(user) ?? Number.NEGATIVE_INFINITY) ? at : undefined;
}

/** Whether it is known in which of these places a user holds anything. */
export const isUserAsked = (store: GrantsStore, user: UserUuid, places: readonly Place[]): boolean =>
  store.userAskedAt(user) !== undefined || places.every((place) => askedFor(store, user, place) !== undefined);

