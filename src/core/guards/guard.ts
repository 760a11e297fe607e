/** What a guard is: a named rule that looks at a change set and at what is known, and says what is wrong or risky. */
import type { ChangeSet, Names, PersonKey } from '../changes/change.ts';
import type { Grant } from '../grant.ts';
import type { Cid, RoleId, UserUuid } from '../ids.ts';
import type { Role } from '../role.ts';

export type Severity = 'refuse' | 'warn';

/** What is known when a set is judged. Everything that answers undefined is not known, which is no fault of the set. */
export interface GuardFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly readOnly: boolean;
  /** API scopes that the client is known to lack, such as `usermgmt:write`. */
  readonly missingScopes: readonly string[];
  /** The address of the person at the keyboard. */
  readonly myEmail: string | undefined;
  /** How much may be taken away without typing the tenant's name. */
  readonly removalCap: number;
  /** What was typed to confirm. */
  readonly typedTenantName: string | undefined;
  /** Whether a CID belongs to the tenant. */
  readonly hasCid: (cid: Cid) => boolean | undefined;
  readonly cidName: (cid: Cid) => string | undefined;
  /** Every CID of the tenant; undefined when there may be others than those that are known. */
  readonly tenantCids: readonly Cid[] | undefined;
  /** A role as the CID shows it. */
  readonly role: (id: RoleId, cid: Cid) => Role | undefined;
  /** What a user holds in a CID, groups included. */
  readonly grants: (userUuid: UserUuid, cid: Cid) => readonly Grant[] | undefined;
  /** What the server says may still be given to a user in a CID. */
  readonly grantable: (userUuid: UserUuid, cid: Cid) => ReadonlySet<RoleId> | undefined;
  /** Who holds Falcon Administrator in a CID. */
  readonly administrators: (cid: Cid) => ReadonlySet<UserUuid> | undefined;
  /** The user with this address; null when there is known to be none. Asked in lower case. */
  readonly userWithEmail: (uid: string) => UserUuid | null | undefined;
  /** What a user who is to be renamed is called at this moment. */
  readonly namesNow: (userUuid: UserUuid) => Names | undefined;
}

export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is the matter, and the next step where there is one. */
  readonly sentence: string;
  /** Places in the set; empty when it is about the set as a whole. */
  readonly rows: readonly number[];
  readonly person?: PersonKey | undefined;
  readonly cid?: Cid | undefined;
  /** Goes away when the person types the tenant's name. */
  readonly asksForTenantName?: true | undefined;
}

export type Found = Omit<Finding, 'rule' | 'severity'> & { readonly severity?: Severity };

export interface Guard {
  readonly id: string;
  /** Of its findings, unless one says otherwise. */
  readonly severity: Severity;
  /** What the rule is, for the documentation. */
  readonly about: string;
  readonly find: (set: ChangeSet, facts: GuardFacts) => readonly Found[];
}

/** Facts of a moment at which nothing has been read yet. */
export const nothingKnown: Omit<GuardFacts, 'now'> = {
  readOnly: false,
  missingScopes: [],
  myEmail: undefined,
  removalCap: 25,
  typedTenantName: undefined,
  hasCid: () => undefined,
  cidName: () => undefined,
  tenantCids: undefined,
  role: () => undefined,
  grants: () => undefined,
  grantable: () => undefined,
  administrators: () => undefined,
  userWithEmail: () => undefined,
  namesNow: () => undefined,
};
