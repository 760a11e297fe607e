/** The roles that a new user is to get: those of the chosen CID, with their ends. */
import type { GrantRoles, NewUserRef } from '../../core/changes/change.ts';
import { endMoment } from '../../core/changes/roleEnd.ts';
import type { RoleEnd } from '../../core/changes/roleEnd.ts';
import type { Cid, RoleId } from '../../core/ids.ts';
import { isCustomRole } from '../../core/role.ts';
import type { Role } from '../../core/role.ts';
import type { FirstRole } from '../../protocol/createUser.ts';

/** Whether a user whose home is a CID can get a role there: custom roles stay with the CID that owns them. */
export const fitsHome = (role: Role, cid: Cid): boolean => !isCustomRole(role) || role.cid === undefined || role.cid === cid;

export interface KeptRole {
  readonly id: RoleId;
  readonly end?: RoleEnd | undefined;
}

export class FirstRoles {
  #chosen: readonly FirstRole[] = [];

  get chosen(): readonly FirstRole[] {
    return this.#chosen;
  }

  /** @returns how many were not chosen before */
  add(roles: readonly Role[]): number {
    const known = new Set(this.#chosen.map(({ id }) => id));
    const added = roles.filter(({ id }) => !known.has(id)).map(({ id, display_name: name }) => ({ id, name, end: undefined }));
    this.#chosen = [...this.#chosen, ...added];
    return added.length;
  }

  remove(id: RoleId): void {
    this.#chosen = this.#chosen.filter((role) => role.id !== id);
  }

  setEnd(id: RoleId, end: RoleEnd | undefined): void {
    this.#chosen = this.#chosen.map((role) => (role.id === id ? { ...role, end } : role));
  }

  /**
   * Keeps what there is in another CID too.
   * @returns the names of the roles that are not there
   */
  moveTo(there: readonly Role[], cid: Cid): string[] {
    const names = new Map(there.filter((role) => fitsHome(role, cid)).map((role) => [role.id, role.display_name]));
    const dropped = this.#chosen.filter(({ id }) => !names.has(id));
    this.#chosen = this.#chosen.filter(({ id }) => names.has(id)).map((role) => ({ ...role, name: names.get(role.id) ?? role.name }));
    return dropped.map(({ name }) => name);
  }

  /** Takes back what a page of an earlier window kept; roles that are not there are left out. */
  restore(kept: readonly KeptRole[], there: readonly Role[], cid: Cid): void {
    this.add(there.filter((role) => fitsHome(role, cid) && kept.some(({ id }) => id === role.id)));
    for (const { id, end } of kept) this.setEnd(id, end);
  }

  /** One grant for all roles with the same end. */
  grants(to: NewUserRef, cid: Cid, now: number): GrantRoles[] {
    const byEnd = Map.groupBy(this.#chosen, ({ end }) => endMoment(end, now));
    return [...byEnd].map(([expiresAt, roles]) => ({
      ...{ kind: 'grant', to, cid, roles: roles.map(({ id, name }) => ({ id, name })) },
      ...(expiresAt && { expiresAt }),
    }));
  }
}
