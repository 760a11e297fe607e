/** How far a row of a table of new users has come. */
import type { Change, UserSnapshot } from '../changes/change.ts';
import type { RowOutcome } from '../changes/outcome.ts';
import type { Circumstances, Verdict } from './judgeRow.ts';
import { newUserFields } from './rows.ts';
import type { NewUserField, NewUserRow } from './rows.ts';

export const rowStatuses = ['unchecked', 'ready', 'mend', 'running', 'failed', 'done'] as const;
export type RowStatus = (typeof rowStatuses)[number];

const onlyMade = 'The user was made; the roles were not granted';

/** What a run, or the server's check, said about the row. */
export interface RowEnd {
  readonly state: 'running' | 'failed' | 'refused' | 'done';
  readonly message?: string | undefined;
  readonly traceId?: string | undefined;
}

export interface RowState {
  readonly row: NewUserRow;
  readonly ticked: boolean;
  readonly end: RowEnd | undefined;
  /** The user, once a run has made it. */
  readonly made: UserSnapshot | undefined;
  /** Epoch milliseconds at which a run did not learn whether the user was made, or the roles granted. */
  readonly doubtfulUser: number | undefined;
  readonly doubtfulRoles: number | undefined;
}

export const freshRow = (row: NewUserRow): RowState => ({
  row,
  ticked: true,
  end: undefined,
  made: undefined,
  doubtfulUser: undefined,
  doubtfulRoles: undefined,
});

export const circumstancesOf = ({ made, doubtfulUser, doubtfulRoles }: RowState): Circumstances => ({
  ownsAddress: made !== undefined || doubtfulUser !== undefined,
  endWasChecked: doubtfulRoles !== undefined,
});

export function statusOf({ end }: RowState, { problems, pending }: Verdict): RowStatus {
  if (end?.state === 'done' || end?.state === 'running') return end.state;
  if (problems.length > 0 || end?.state === 'refused') return 'mend';
  if (end?.state === 'failed') return 'failed';
  return pending ? 'unchecked' : 'ready';
}

/** Whether the row can be made now, or tried again. */
export const canBeMade = (state: RowState, verdict: Verdict): boolean => {
  const status = statusOf(state, verdict);
  return state.ticked && !verdict.pending && (status === 'ready' || status === 'failed');
};

/** Fields of a user who exists already cannot be written anew here. */
export function lockedFields({ end, made }: RowState): readonly NewUserField[] {
  if (end?.state === 'done' || end?.state === 'running') return newUserFields;
  return made ? ['email', 'first', 'last', 'cid'] : [];
}

/** The row after a cell was written anew: what a run said about it before counts no more. */
export function rewritten(state: RowState, row: NewUserRow, field: NewUserField): RowState {
  // Another address is another user: whether the one before was made is no longer asked.
  const doubtfulUser = field === 'email' ? undefined : state.doubtfulUser;
  const doubtfulRoles = field === 'roles' || field === 'until' ? undefined : state.doubtfulRoles;
  return { ...state, row, end: undefined, doubtfulUser, doubtfulRoles };
}

export const running = (state: RowState): RowState => ({ ...state, end: { state: 'running' } });

/** A run has ended without a word about the row. */
export const stopped = (state: RowState): RowState =>
  state.end?.state !== 'running' ? state : { ...state, end: state.made && { state: 'failed', message: `${onlyMade}.` } };

export interface RunFacts {
  /** The row asks for roles too. */
  readonly hasRoles: boolean;
  /** Epoch milliseconds of the run. */
  readonly startedAt: number;
}

/** The row after one of its changes has ended. Hearing of the same end twice changes nothing. */
export function ended(state: RowState, change: Change, outcome: RowOutcome, run: RunFacts): RowState {
  const isUser = change.kind === 'createUser';
  switch (outcome.state) {
    case 'done': {
      const end: RowEnd = { state: 'done', traceId: outcome.traceId };
      if (!isUser) return { ...state, doubtfulRoles: undefined, end };
      return { ...state, made: outcome.created ?? state.made, doubtfulUser: undefined, ...(!run.hasRoles && { end }) };
    }
    case 'skipped':
      if (state.end?.state === 'failed') return state;
      return { ...state, end: state.made && { state: 'failed', message: `${onlyMade}: ${outcome.message}` } };
    case 'failed':
    case 'unknown': {
      const doubt = (since: number | undefined): number | undefined => (outcome.state === 'unknown' ? (since ?? run.startedAt) : undefined);
      const message = isUser ? outcome.message : `${onlyMade}: ${outcome.message}`;
      const doubts = isUser ? { doubtfulUser: doubt(state.doubtfulUser) } : { doubtfulRoles: doubt(state.doubtfulRoles) };
      return { ...state, ...doubts, end: { state: 'failed', message, traceId: outcome.traceId } };
    }
  }
}
