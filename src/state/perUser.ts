/** What is read of users CID by CID, and kept so that everything about one user is found without looking at the others. */
import type { Cid, UserUuid } from '../core/ids.ts';
import { Cached } from './cached.ts';

export class PerUser<T> {
  readonly #users = new Map<UserUuid, Map<Cid | undefined, Cached<T>>>();

  /** Of all CIDs that have been read, in the order in which they were asked for. */
  known(user: UserUuid): readonly T[] {
    return [...(this.#users.get(user)?.values() ?? [])].flatMap((cached) => (cached.known === undefined ? [] : [cached.known]));
  }

  knownIn(user: UserUuid, cid: Cid | undefined): T | undefined {
    return this.#users.get(user)?.get(cid)?.known;
  }

  /** @param read is used for a pair that has not been asked for, or was forgotten */
  get(user: UserUuid, cid: Cid | undefined, read: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    let cids = this.#users.get(user);
    if (!cids) this.#users.set(user, (cids = new Map<Cid | undefined, Cached<T>>()));
    let cached = cids.get(cid);
    if (!cached) cids.set(cid, (cached = new Cached(read)));
    return cached.get(signal);
  }

  forget(user: UserUuid, cid: Cid | undefined): void {
    const cids = this.#users.get(user);
    cids?.delete(cid);
    if (cids?.size === 0) this.#users.delete(user);
  }

  /** Forgets a user in all CIDs, or in all but one; undefined, too, is one: that of the session. */
  forgetOthers(user: UserUuid, except?: { readonly cid: Cid | undefined }): void {
    for (const cid of [...(this.#users.get(user)?.keys() ?? [])]) if (!except || cid !== except.cid) this.forget(user, cid);
  }

  clear(): void {
    this.#users.clear();
  }
}
