/**
 * What the grants panel and its host say to each other. What is read lives with the host, what is marked lives with the
 * page: it hands over all of it whenever the host has to look at it.
 */
import type { ConnectionId, UserUuid } from '../core/ids.ts';
import type { Outcome } from '../core/matrix/marking.ts';
import type { Matrix, Pair, Subject } from '../core/matrix/matrix.ts';
import type { RowRead } from '../core/matrix/matrixModel.ts';
import { mostPending } from '../core/matrix/pending.ts';
import type { CellKey, Pending, PendingGrant, PendingRevoke } from '../core/matrix/pending.ts';
import { either, isBoolean, list, nothing, oneOf, optional, shape, text } from './checks.ts';
import type { Check } from './checks.ts';
import { isCid, isRoleEnd, isRoleId } from './idChecks.ts';
import { isConnectionId, isUserUuid } from './user.ts';
import type { TenantLine } from './user.ts';
import type { Checks } from './wire.ts';

/** Beside each other more people would be a list that nobody looks through. */
export const mostUsers = 50;

export interface MatrixAnswer extends Matrix {
  /** As in the state at the moment of the answer. */
  readonly age: number;
}

/** A row that was asked for: with a failure, or with what is held and what may still be granted. */
export type ReadRow = RowRead;

/** Rows are asked for in portions of at most so many. */
export const mostRowsAsked = 100;

/** Something that the rules say about what is marked. */
export interface MatrixFinding {
  readonly severity: 'refuse' | 'warn';
  readonly sentence: string;
  /** The cells it is about; none when it is about all of it. */
  readonly cells: readonly CellKey[];
}

/** The message says why it is not done, with the trace id where there is one. */
export type CellOutcome = Outcome;

export type ApplyAnswer =
  /** The person said no, or a rule refused and has said so. */
  { readonly kind: 'notRun' } | { readonly kind: 'ended'; readonly outcomes: readonly CellOutcome[] };

/**
 * `addUser` and `chooseCid` ask the person; `byUsers` and `byCid` change what the rows are (and ask where it is not known);
 * `readAll` reads every row that has not been read; `stop` ends that; `refresh` forgets what was read.
 */
export const grantsActions = ['allowChanges', 'addUser', 'chooseCid', 'byUsers', 'byCid', 'compare', 'export', 'readAll', 'stop', 'refresh'] as const;
export type GrantsAction = (typeof grantsActions)[number];

interface Marked {
  readonly pending: readonly Pending[];
}

export interface GrantsRequests {
  /** All rows with what is known of them, read or not. */
  readonly matrix: { readonly body: undefined; readonly answer: MatrixAnswer };
  /** What is held, and may be granted, in some rows; each is read unless it is known. */
  readonly rows: { readonly body: { readonly pairs: readonly Pair[] }; readonly answer: readonly ReadRow[] };
  /** What the rules say about what is marked, as far as it can be told by what is known. */
  readonly check: { readonly body: Marked; readonly answer: readonly MatrixFinding[] };
  /** Opens the editor's comparison of access before and after. */
  readonly preview: { readonly body: Marked; readonly answer: undefined };
  /** Answered when it is over, whichever way. */
  readonly apply: { readonly body: Marked; readonly answer: ApplyAnswer };
  /** How the cells of a run fared of which no page has said yet that it knows; undefined when there is no such run. */
  readonly untold: { readonly body: undefined; readonly answer: readonly CellOutcome[] | undefined };
  /** The page has taken in, and kept, how the run ended. */
  readonly told: { readonly body: undefined; readonly answer: undefined };
  readonly removeUser: { readonly body: { readonly user: UserUuid }; readonly answer: undefined };
  readonly act: { readonly body: { readonly action: GrantsAction }; readonly answer: undefined };
}

const isPair: Check<Pair> = shape<Pair>({ user: isUserUuid, cid: isCid });

const anyPending = { user: isUserUuid, cid: isCid, role: isRoleId, failure: optional(text(4_000)) };
const isPending: Check<Pending> = either(
  shape<PendingGrant>({ kind: oneOf('grant'), ...anyPending, end: optional(isRoleEnd) }),
  shape<PendingRevoke>({ kind: oneOf('revoke'), ...anyPending }),
);
const isMarked: Check<Marked> = shape<Marked>({ pending: list(isPending, mostPending) });

export const grantsChecks: Checks<GrantsRequests> = {
  matrix: nothing,
  rows: shape<GrantsRequests['rows']['body']>({ pairs: list(isPair, mostRowsAsked) }),
  check: isMarked,
  preview: isMarked,
  apply: isMarked,
  untold: nothing,
  told: nothing,
  removeUser: shape<GrantsRequests['removeUser']['body']>({ user: isUserUuid }),
  act: shape<GrantsRequests['act']['body']>({ action: oneOf(...grantsActions) }),
};

/** How much of what is shown has been read. */
export interface CoverageLine {
  /** `as of 14:02, 9,214 of 9,214 pairs`, in the person's language. */
  readonly text: string;
  readonly isWhole: boolean;
}

export interface WorkLine {
  readonly kind: 'read' | 'apply';
  readonly done: number;
  readonly total: number;
}

export interface GrantsState {
  readonly connection: ConnectionId;
  readonly subject: Subject;
  readonly title: string;
  readonly tenant: TenantLine | undefined;
  /** Set when there is nothing to show any more: the tenant is not connected, or the user was deleted. */
  readonly gone: string | undefined;
  /** Why the rows could not be told, for as long as that is so. */
  readonly failure: string | undefined;
  /** Grows when the page has to ask for the matrix anew; 0 until there is one. */
  readonly age: number;
  readonly coverage: CoverageLine | undefined;
  readonly work: WorkLine | undefined;
  /** A run has ended, and no page has said that it knows how: the one that began it may have been hidden since. */
  readonly hasUntold: boolean;
  /** False where there are no child CIDs, so that there is only one CID to look at. */
  readonly hasCids: boolean;
}

/** What the person sees of the matrix, and what the page keeps of it. */
export interface MatrixFilters {
  readonly rows: string;
  readonly roles: string;
  readonly inherited: boolean;
  readonly onlyChanges: boolean;
}

/** What the page keeps: ids, filters, and what is marked. */
export interface KeptGrants {
  readonly view: 'grants';
  readonly connection: ConnectionId;
  readonly subject: Subject;
  readonly filters?: MatrixFilters | undefined;
  readonly pending?: readonly Pending[] | undefined;
}

const isSubject: Check<Subject> = either(
  shape<Extract<Subject, { by: 'users' }>>({ by: oneOf('users'), users: list(isUserUuid, mostUsers) }),
  shape<Extract<Subject, { by: 'cid' }>>({ by: oneOf('cid'), cid: isCid }),
);

export const isKeptGrants: Check<KeptGrants> = shape<KeptGrants>({
  view: oneOf('grants'),
  connection: isConnectionId,
  subject: isSubject,
  filters: optional(shape<MatrixFilters>({ rows: text(1_000), roles: text(1_000), inherited: isBoolean, onlyChanges: isBoolean })),
  pending: optional(list(isPending, mostPending)),
});
