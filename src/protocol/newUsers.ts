/**
 * What the panel of new users from a file and its host say to each other. The rows live with the host. The state tells at
 * which version they are; the page asks for those that changed since the one it has, so that each is sent once.
 */
import type { Cid, ConnectionId, UserUuid } from '../core/ids.ts';
import { newUserFields, largestFile, longestCell, mostRows } from '../core/newUsers/rows.ts';
import type { NewUserField } from '../core/newUsers/rows.ts';
import type { TableCounts } from '../core/newUsers/table.ts';
import { isBoolean, list, nothing, oneOf, optional, shape, text, whole } from './checks.ts';
import type { Check } from './checks.ts';
import { isCid } from './idChecks.ts';
import { isConnectionId, isUserUuid } from './user.ts';
import type { TenantLine } from './user.ts';
import type { Checks } from './wire.ts';

/** Something said about a row: at a field, or without one about the row as a whole. */
export interface Said {
  readonly kind: 'problem' | 'note' | 'failure';
  readonly field?: NewUserField | undefined;
  readonly sentence: string;
}

/** A row as it is sent. Lists rather than objects: there may be 50,000. */
export type SentRow = readonly [
  place: number,
  line: number,
  /** Place in `rowStatuses`. */
  status: number,
  ticked: 0 | 1,
  /** In the order of `newUserFields`. */
  cells: readonly string[],
  said: readonly Said[],
  /** Fields that cannot be written any more, as places in `newUserFields`. */
  locked: readonly number[],
  /** The user that was made. */
  made: UserUuid | '',
];

export interface RowsAnswer {
  readonly table: number;
  readonly version: number;
  readonly rows: readonly SentRow[];
}

export const newUsersActions = ['allowChanges', 'reread', 'stop'] as const;
export type NewUsersAction = (typeof newUsersActions)[number];

interface InTable {
  /** Counts the files that were opened in the panel: what the page says about one that is gone is dropped. */
  readonly table: number;
}

export interface OpenedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface CheckEnd {
  readonly accepted: number;
  readonly refused: number;
}

export interface NewUsersRequests {
  /** A file that was dropped. */
  readonly open: { readonly body: OpenedFile; readonly answer: undefined };
  readonly chooseFile: { readonly body: undefined; readonly answer: undefined };
  /** Answers the name under which it was written, or undefined. */
  readonly saveTemplate: { readonly body: undefined; readonly answer: string | undefined };
  /** Writes the rows that are still to be made. */
  readonly save: { readonly body: undefined; readonly answer: string | undefined };
  readonly rows: { readonly body: InTable & { readonly since: number }; readonly answer: RowsAnswer };
  readonly edit: { readonly body: InTable & { readonly place: number; readonly field: NewUserField; readonly text: string }; readonly answer: RowsAnswer };
  readonly tick: { readonly body: InTable & { readonly places: readonly number[]; readonly ticked: boolean }; readonly answer: undefined };
  /** Asks the server whether it would take the users; answered when it is over. */
  readonly check: { readonly body: InTable; readonly answer: CheckEnd };
  /** Answered when it is over, whichever way. */
  readonly create: { readonly body: InTable; readonly answer: undefined };
  readonly act: { readonly body: { readonly action: NewUsersAction }; readonly answer: undefined };
}

const isFileName = text(1_000);
const isCount = whole(0, Number.MAX_SAFE_INTEGER);
const isPlace = whole(0, mostRows - 1);
const isBytes: Check<Uint8Array> = (value): value is Uint8Array => value instanceof Uint8Array && value.length <= largestFile;
/** What is typed may be longer than what is kept of it. */
const isCell = text(1_000 * longestCell);

export const newUsersChecks: Checks<NewUsersRequests> = {
  open: shape<OpenedFile>({ name: isFileName, bytes: isBytes }),
  chooseFile: nothing,
  saveTemplate: nothing,
  save: nothing,
  rows: shape<NewUsersRequests['rows']['body']>({ table: isCount, since: isCount }),
  edit: shape<NewUsersRequests['edit']['body']>({ table: isCount, place: isPlace, field: oneOf(...newUserFields), text: isCell }),
  tick: shape<NewUsersRequests['tick']['body']>({ table: isCount, places: list(isPlace, mostRows), ticked: isBoolean }),
  check: shape<InTable>({ table: isCount }),
  create: shape<InTable>({ table: isCount }),
  act: shape<NewUsersRequests['act']['body']>({ action: oneOf(...newUsersActions) }),
};

/** How far looking up what the rows are judged by has come. */
export type FactsState =
  | { readonly kind: 'none' | 'read' | 'stopped' }
  | { readonly kind: 'reading'; readonly read: number; readonly total: number }
  | { readonly kind: 'failed'; readonly message: string };

export interface WorkState {
  readonly kind: 'check' | 'create';
  readonly done: number;
  readonly total: number;
}

export interface NewUsersState {
  readonly connection: ConnectionId;
  /** The CID of rows that name none, where one was chosen. */
  readonly cid: Cid | undefined;
  readonly tenant: TenantLine | undefined;
  /** Set when there is no tenant any more to make users in. */
  readonly gone: string | undefined;
  /** What that CID is called. */
  readonly home: string | undefined;
  readonly file: { readonly table: number; readonly name: string; readonly ignored: readonly string[]; readonly version: number } | undefined;
  /** Why a file could not be read, or is to be opened again. */
  readonly problem: string | undefined;
  readonly counts: TableCounts | undefined;
  readonly facts: FactsState;
  readonly work: WorkState | undefined;
}

export interface KeptRow {
  readonly line: number;
  readonly ticked: boolean;
  readonly cells: readonly string[];
  readonly made?: UserUuid | undefined;
  readonly done?: boolean | undefined;
}

/** What the page keeps: the table as it was mended, unless it is too large for that. */
export interface KeptNewUsers {
  readonly view: 'newUsers';
  readonly connection: ConnectionId;
  readonly cid?: Cid | undefined;
  readonly file?: { readonly name: string; readonly rows?: readonly KeptRow[] | undefined } | undefined;
}

/** A kept table is written out whole with every change. */
export const mostKept = 1_500_000;

const isKeptRow: Check<KeptRow> = shape<KeptRow>({
  line: isCount,
  ticked: isBoolean,
  cells: list(text(longestCell), newUserFields.length),
  made: optional(isUserUuid),
  done: optional(isBoolean),
});

export const isKeptNewUsers: Check<KeptNewUsers> = shape<KeptNewUsers>({
  view: oneOf('newUsers'),
  connection: isConnectionId,
  cid: optional(isCid),
  file: optional(shape<NonNullable<KeptNewUsers['file']>>({ name: isFileName, rows: optional(list(isKeptRow, mostRows)) })),
});
