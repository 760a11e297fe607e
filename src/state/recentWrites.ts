/** What this window has written to a tenant lately, laid over what is read from it until the server shows it too. */
import type { Change } from '../core/changes/change.ts';
import type { Grant } from '../core/grant.ts';
import type { Cid, UserUuid } from '../core/ids.ts';
import type { User } from '../core/user.ts';
import { emptyOverlay, grantedIn, isDeleted, isExpected, overAssignedCids, overGrants, overUsers, withWritten, writtenPairs } from './changes/overlay.ts';
import type { Overlay } from './changes/overlay.ts';

export class RecentWrites {
  readonly #now: () => number;
  #overlay: Overlay = emptyOverlay;

  /** @param now epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(change: Change, userUuid: UserUuid): void {
    this.#overlay = withWritten(this.#overlay, change, userUuid, this.#now());
  }

  overGrants(userUuid: UserUuid, cid: Cid, read: readonly Grant[]): readonly Grant[] {
    const { shown, overlay } = overGrants(this.#overlay, { userUuid, cid }, read, this.#now());
    this.#overlay = overlay;
    return shown;
  }

  /** Lays what was written over what is known; unlike a read, this says nothing about whether the server has caught up. */
  overKnownGrants(userUuid: UserUuid, cid: Cid, known: readonly Grant[]): readonly Grant[] {
    return overGrants(this.#overlay, { userUuid, cid }, known, this.#now()).shown;
  }

  /** Where grants were written that reads may not show yet. */
  get pairs(): readonly { readonly userUuid: UserUuid; readonly cid: Cid }[] {
    return writtenPairs(this.#overlay, this.#now());
  }

  /** Those to whom a role was granted in a CID. */
  grantedIn(cid: Cid): readonly UserUuid[] {
    return grantedIn(this.#overlay, cid, this.#now());
  }

  isDeleted(userUuid: UserUuid): boolean {
    return isDeleted(this.#overlay, userUuid, this.#now());
  }

  /** Whether a user was made, or given a role, so short a time ago that a server that does not know them lags behind. */
  isExpected(userUuid: UserUuid): boolean {
    return isExpected(this.#overlay, userUuid, this.#now());
  }

  /** @param belongs whether a user that was made, and that the read does not show yet, belongs into this list */
  overUsers(read: readonly User[], belongs?: (user: User) => boolean): readonly User[] {
    const { shown, overlay } = overUsers(this.#overlay, read, this.#now(), belongs);
    this.#overlay = overlay;
    return shown;
  }

  overAssignedCids(userUuid: UserUuid, read: readonly Cid[]): readonly Cid[] {
    return overAssignedCids(this.#overlay, userUuid, read, this.#now());
  }
}
