/** What users, CIDs and roles are called. Remembers those of earlier rows: marks outlive a change of what is shown. */
import type { Cid, RoleId, UserUuid } from '../../core/ids.ts';
import type { Matrix } from '../../core/matrix/matrix.ts';

export class Names {
  readonly #users = new Map<UserUuid, string>();
  readonly #cids = new Map<Cid, string>();
  readonly #roles = new Map<RoleId, string>();

  learn({ users, cids, roles }: Pick<Matrix, 'users' | 'cids' | 'roles'>): void {
    for (const { uuid, name } of users) this.#users.set(uuid, name);
    for (const { cid, name } of cids) this.#cids.set(cid, name);
    for (const { id, name } of roles) this.#roles.set(id, name);
  }

  /** The id, where there has been no name. */
  user(uuid: UserUuid): string {
    return this.#users.get(uuid) ?? uuid;
  }

  cid(cid: Cid): string {
    return this.#cids.get(cid) ?? cid;
  }

  role(id: RoleId): string {
    return this.#roles.get(id) ?? id;
  }
}
