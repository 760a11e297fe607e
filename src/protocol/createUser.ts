/**
 * What the panel for making a user and its host say to each other. The chosen CID and the first roles live with the host,
 * what is typed lives with the page. A password goes to the host with the request that needs it, and nowhere else.
 */
import type { Names } from '../core/changes/change.ts';
import type { RoleEnd } from '../core/changes/roleEnd.ts';
import type { Cid, ConnectionId, RoleId } from '../core/ids.ts';
import { isBoolean, list, nothing, oneOf, optional, shape, text } from './checks.ts';
import type { Check } from './checks.ts';
import { isCid, isRoleEnd, isRoleId } from './idChecks.ts';
import { isConnectionId, isNames } from './user.ts';
import type { TenantLine } from './user.ts';
import type { Checks } from './wire.ts';

const isEmail = text(1_000);
const mostRoles = 200;

export interface NewUserForm {
  readonly email: string;
  readonly names: Names;
  /** Only where one was typed. */
  readonly password?: string | undefined;
}

const isForm: Check<NewUserForm> = shape<NewUserForm>({ email: isEmail, names: isNames, password: optional(text(1_000)) });

export const formFields = ['email', 'first', 'last', 'password', 'cid', 'roles'] as const;
/** The fields at which a refusal can be shown; also the names that errors carry. */
export type FormField = (typeof formFields)[number];

export type CreateAnswer =
  | { readonly kind: 'made' }
  /** The person said no, or a rule refused and has said so. */
  | { readonly kind: 'notRun' }
  | { readonly kind: 'refused'; readonly message: string; readonly field: FormField | undefined };

export interface FoundUser {
  readonly name: string;
  /** The name of the home CID. */
  readonly home: string;
}

export const createUserActions = ['allowChanges', 'openMade', 'startAnother', 'reread'] as const;
export type CreateUserAction = (typeof createUserActions)[number];

export interface CreateUserRequests {
  /** Opens the editor's list of CIDs. The answer names roles that the chosen CID does not have, and that were dropped. */
  readonly chooseCid: { readonly body: undefined; readonly answer: { readonly dropped: readonly string[] } };
  /** Opens the editor's list of roles of the chosen CID; answers how many were added. */
  readonly addRoles: { readonly body: undefined; readonly answer: number };
  readonly removeRole: { readonly body: { readonly role: RoleId }; readonly answer: undefined };
  readonly setEnd: { readonly body: { readonly role: RoleId; readonly end?: RoleEnd | undefined }; readonly answer: undefined };
  /** Who has the address already, in any CID of the tenant. */
  readonly lookUp: { readonly body: { readonly email: string }; readonly answer: FoundUser | undefined };
  /** Asks the server whether it would take the user; fails with its reason. */
  readonly check: { readonly body: NewUserForm; readonly answer: undefined };
  readonly create: { readonly body: NewUserForm; readonly answer: CreateAnswer };
  readonly act: { readonly body: { readonly action: CreateUserAction }; readonly answer: undefined };
}

export const createUserChecks: Checks<CreateUserRequests> = {
  chooseCid: nothing,
  addRoles: nothing,
  removeRole: shape<CreateUserRequests['removeRole']['body']>({ role: isRoleId }),
  setEnd: shape<CreateUserRequests['setEnd']['body']>({ role: isRoleId, end: optional(isRoleEnd) }),
  lookUp: shape<CreateUserRequests['lookUp']['body']>({ email: isEmail }),
  check: isForm,
  create: isForm,
  act: shape<CreateUserRequests['act']['body']>({ action: oneOf(...createUserActions) }),
};

export interface FirstRole {
  readonly id: RoleId;
  readonly name: string;
  readonly end: RoleEnd | undefined;
}

export interface CreateState {
  readonly view: 'create';
  readonly connection: ConnectionId;
  readonly tenant: TenantLine | undefined;
  /** Set when there is no tenant any more to make a user in. */
  readonly gone: string | undefined;
  /** Why the tenant could not be read. */
  readonly failure: string | undefined;
  /** Until the tenant has been read. */
  readonly isReading: boolean;
  /** Undefined where it is still to be chosen, or, without children, where the server does not tell it. */
  readonly cid: { readonly id: Cid; readonly name: string } | undefined;
  /** Whether there are several CIDs to choose from. */
  readonly hasChoice: boolean;
  readonly roles: readonly FirstRole[];
  readonly isCreating: boolean;
  /** The user that was made, until another one is begun. */
  readonly made: { readonly name: string; readonly email: string; readonly warning: string | undefined } | undefined;
}

/** What the page for making a user keeps: ids, and what was typed. Never the password. */
export interface KeptCreate {
  readonly view: 'create';
  readonly connection: ConnectionId;
  readonly cid?: Cid | undefined;
  readonly roles: readonly { readonly id: RoleId; readonly end?: RoleEnd | undefined }[];
  readonly email: string;
  readonly names: Names;
  /** Whether there was a password, which is gone. */
  readonly hadPassword: boolean;
}

export const isKeptCreate: Check<KeptCreate> = shape<KeptCreate>({
  view: oneOf('create'),
  connection: isConnectionId,
  cid: optional(isCid),
  roles: list(shape<KeptCreate['roles'][number]>({ id: isRoleId, end: optional(isRoleEnd) }), mostRoles),
  email: isEmail,
  names: isNames,
  hadPassword: isBoolean,
});
