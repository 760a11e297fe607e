/** The records of users, as far as they are known, and when they were read. */
import type { UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';

interface Known {
  /** Undefined: the server was asked and has no record. */
  readonly user: User | undefined;
  readonly at: number;
}

export class UserRecords {
  readonly #known = new Map<UserUuid, Known>();

  get all(): Iterable<readonly [UserUuid, Known]> {
    return this.#known;
  }

  get(uuid: UserUuid): User | undefined {
    return this.#known.get(uuid)?.user;
  }

  /** Whether a record was asked for, at a moment or later. */
  isAsked(uuid: UserUuid, since = Number.NEGATIVE_INFINITY): boolean {
    return (this.#known.get(uuid)?.at ?? Number.NEGATIVE_INFINITY) > since;
  }

  /** Epoch milliseconds at which a record was asked for. */
  askedAt(uuid: UserUuid): number | undefined {
    return this.#known.get(uuid)?.at;
  }

  /** @param at epoch milliseconds at which they were asked for */
  learn(users: readonly User[], at: number): void {
    for (const user of users) this.#known.set(user.uuid, { user, at });
  }

  noteMissing(uuids: readonly UserUuid[], at: number): void {
    for (const uuid of uuids) this.#known.set(uuid, { user: undefined, at });
  }

  mend(uuid: UserUuid, become: (user: User) => User): void {
    const known = this.#known.get(uuid);
    if (known?.user) this.#known.set(uuid, { ...known, user: become(known.user) });
  }

  remove(uuid: UserUuid): void {
    this.#known.delete(uuid);
  }

  clear(): void {
    this.#known.clear();
  }
}
