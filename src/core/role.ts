import type { Cid, RoleId } from './ids.ts';

/** A role as the server describes it. */
export interface Role {
  readonly id: RoleId;
  readonly display_name: string;
  readonly description: string;
  /** Only on custom roles: the CID that owns it, and the only home CID whose users it can be granted to. */
  readonly cid?: Cid | undefined;
  /** `default` or `custom`. */
  readonly type?: string | undefined;
  /** In the specification without an explanation. */
  readonly is_global?: boolean | undefined;
}

export const isCustomRole = (role: Role): boolean => role.type === 'custom' || role.cid !== undefined;

/** The role that can administer everything in a CID. */
export const falconAdministrator = 'falconhost_admin' as RoleId;
