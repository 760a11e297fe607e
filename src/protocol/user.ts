/** What the panel of a user and its host say to each other. The panel for making one speaks `createUser.ts`. */
import type { Names } from '../core/changes/change.ts';
import type { ConnectionId, UserUuid } from '../core/ids.ts';
import { matching, nothing, oneOf, optional, shape, text } from './checks.ts';
import type { Check } from './checks.ts';
import type { Checks } from './wire.ts';

/** Names as they are typed may be too long for the server; the page says so, and the host must not choke on them. */
const longestTyped = 4_000;

export const isConnectionId: Check<ConnectionId> = matching<ConnectionId>(/^[\w-]{1,64}$/);
export const isUserUuid: Check<UserUuid> = matching<UserUuid>(/^[\w-]{1,64}$/);
export const isNames: Check<Names> = shape<Names>({ first: text(longestTyped), last: text(longestTyped) });

/** A fingerprint of the names that editing began with: tells whether somebody else has renamed the user since. */
const isBasis = matching(/^[\w-]{1,64}$/);

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface HeldRoleText {
  readonly name: string;
  /** `direct`, `via SOC L2`, `until Tue 14:00`. */
  readonly how: string;
}

export interface CidAccess {
  readonly cid: string;
  readonly name: string;
  readonly roles: readonly HeldRoleText[];
}

export interface AccessAnswer {
  /** The home CID first, the others by name. */
  readonly cids: readonly CidAccess[];
  readonly hasTemporary: boolean;
}

export type SaveAnswer =
  | { readonly kind: 'saved' }
  /** The user has these names already. */
  | { readonly kind: 'unchanged' }
  /** The person said no, or a rule refused and has said so. */
  | { readonly kind: 'notRun' }
  /** Somebody else has renamed the user since; `basis` is that of their names. */
  | { readonly kind: 'conflict'; readonly theirs: Names; readonly basis: string }
  | { readonly kind: 'failed'; readonly message: string };

export const userActions = ['allowChanges', 'manageGrants', 'resetPassword', 'resetFactors', 'delete', 'openJson', 'copyUuid', 'reread'] as const;
export type UserAction = (typeof userActions)[number];

export interface UserRequests {
  readonly save: { readonly body: { readonly names: Names; readonly basis: string }; readonly answer: SaveAnswer };
  /** What the user holds everywhere; reads one answer for each CID. */
  readonly access: { readonly body: undefined; readonly answer: AccessAnswer };
  /** Answered when it is over, whichever way. */
  readonly act: { readonly body: { readonly action: UserAction }; readonly answer: undefined };
}

export const userChecks: Checks<UserRequests> = {
  save: shape<UserRequests['save']['body']>({ names: isNames, basis: isBasis }),
  access: nothing,
  act: shape<UserRequests['act']['body']>({ action: oneOf(...userActions) }),
};

export interface TenantLine {
  readonly name: string;
  /** `us-1`, or the host of a cloud without a name. */
  readonly cloud: string;
  readonly canChange: boolean;
}

export interface UserRecord {
  readonly names: Names;
  readonly basis: string;
  readonly email: string;
  readonly home: string;
  readonly uuid: string;
  readonly facts: readonly Fact[];
}

export interface EditState {
  readonly view: 'edit';
  readonly connection: ConnectionId;
  readonly user: UserUuid;
  readonly title: string;
  readonly tenant: TenantLine | undefined;
  /** Undefined until it has been read once. */
  readonly record: UserRecord | undefined;
  /** Why the record could not be read, for as long as that is so. */
  readonly failure: string | undefined;
  /** Set when there is nothing to edit any more: the user was deleted, or the tenant is not connected. */
  readonly gone: string | undefined;
  readonly isSaving: boolean;
  /** Grows when what the user holds has to be read anew. */
  readonly accessAge: number;
}

/** What the page of a user keeps: ids, and text that is not saved. */
export interface KeptEdit {
  readonly view: 'edit';
  readonly connection: ConnectionId;
  readonly user: UserUuid;
  readonly unsaved?: { readonly names: Names; readonly basis: string } | undefined;
}

export const isKeptEdit: Check<KeptEdit> = shape<KeptEdit>({
  view: oneOf('edit'),
  connection: isConnectionId,
  user: isUserUuid,
  unsaved: optional(userChecks.save),
});
