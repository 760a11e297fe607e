/** What a panel knows of its rows beside the grants themselves. */
import type { RoleId, UserUuid } from '../../core/ids.ts';
import { pairKey } from '../../core/matrix/matrix.ts';
import type { Pair, PairKey } from '../../core/matrix/matrix.ts';

export class RowNotes {
  /** By user, so that all of one can be forgotten. */
  readonly #grantable = new Map<UserUuid, Map<PairKey, readonly RoleId[]>>();
  readonly #failures = new Map<PairKey, string>();
  readonly #touched = new Set<PairKey>();

  /** What the server says may still be granted; undefined: not asked. */
  grantable({ user, cid }: Pair): readonly RoleId[] | undefined {
    return this.#grantable.get(user)?.get(pairKey({ user, cid }));
  }

  setGrantable(pair: Pair, roles: ReadonlySet<RoleId>): void {
    const known = this.#grantable.get(pair.user) ?? new Map<PairKey, readonly RoleId[]>();
    this.#grantable.set(pair.user, known.set(pairKey(pair), [...roles]));
  }

  forgetGrantable(user: UserUuid): void {
    this.#grantable.delete(user);
  }

  forgetAllGrantable(): void {
    this.#grantable.clear();
  }

  /** Why a row could not be read. */
  failure(pair: Pair): string | undefined {
    return this.#failures.size === 0 ? undefined : this.#failures.get(pairKey(pair));
  }

  /** @param sentence undefined: it could be read */
  setFailure(pair: Pair, sentence: string | undefined): void {
    if (sentence === undefined) this.#failures.delete(pairKey(pair));
    else this.#failures.set(pairKey(pair), sentence);
  }

  forgetFailures(): void {
    this.#failures.clear();
  }

  /** A change has been sent there, whatever the server told before of where something is held. */
  touch(pair: Pair): void {
    this.#touched.add(pairKey(pair));
  }

  isTouched(pair: Pair): boolean {
    return this.#touched.size > 0 && this.#touched.has(pairKey(pair));
  }

  clear(): void {
    this.#grantable.clear();
    this.#failures.clear();
    this.#touched.clear();
  }
}
