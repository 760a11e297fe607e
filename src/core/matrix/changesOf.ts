/** The changes that marked cells ask for, and how each cell fared when they were run. */
import { isNewUser } from '../changes/change.ts';
import type { Change, ChangeSet, UserSnapshot } from '../changes/change.ts';
import type { RowOutcome } from '../changes/outcome.ts';
import { planGrant, planRevoke } from '../changes/planRoles.ts';
import { endMoment } from '../changes/roleEnd.ts';
import type { Grant } from '../grant.ts';
import type { Cid, RoleId, UserUuid } from '../ids.ts';
import type { Outcome } from './marking.ts';
import type { Pair } from './matrix.ts';
import { cellKey, pendingKey } from './pending.ts';
import type { CellKey, Pending } from './pending.ts';

export interface CellFacts {
  /** Epoch milliseconds: ends that are a while away are counted from here. */
  readonly now: number;
  readonly user: (uuid: UserUuid) => UserSnapshot;
  readonly roleName: (role: RoleId, cid: Cid) => string;
  /** What a user holds in a CID, groups included; undefined when it has not been read. */
  readonly known: (pair: Pair) => readonly Grant[] | undefined;
  /** Epoch milliseconds at which an earlier run tried a cell without learning how it ended. */
  readonly doubtfulSince?: (cell: CellKey) => number | undefined;
}

/** A marked cell with what it asks for. */
export interface AskedCell {
  readonly cell: CellKey;
  /** About this one role; a change set merges it with others. Undefined: it is so already. */
  readonly change: Change | undefined;
}

function changeOf(pending: Pending, facts: CellFacts): Change | undefined {
  const { user: uuid, cid, role } = pending;
  const about = { cid, roles: [{ id: role, name: facts.roleName(role, cid) }], known: facts.known({ user: uuid, cid }) };
  const user = facts.user(uuid);
  if (pending.kind === 'revoke') return planRevoke({ user, ...about });
  return planGrant({ to: user, ...about, expiresAt: endMoment(pending.end, facts.now) });
}

/** @returns each cell once, with the last word on it */
export function askedCells(pending: readonly Pending[], facts: CellFacts): AskedCell[] {
  const cells = new Map(pending.map((one) => [pendingKey(one), one]));
  return [...cells].map(([cell, one]) => {
    const change = changeOf(one, facts);
    const doubtfulSince = facts.doubtfulSince?.(cell);
    return { cell, change: change && doubtfulSince !== undefined ? { ...change, doubtfulSince } : change };
  });
}

export const changesOf = (asked: readonly AskedCell[]): Change[] => asked.flatMap(({ change }) => change ?? []);

/** The cells that a change is about: one for each of its roles. */
export function cellsOf(change: Change): CellKey[] {
  if (change.kind === 'revoke') return change.roles.map(({ id }) => cellKey({ user: change.user.uuid, cid: change.cid }, id));
  if (change.kind !== 'grant' || isNewUser(change.to)) return [];
  const pair = { user: change.to.uuid, cid: change.cid };
  return change.roles.map(({ id }) => cellKey(pair, id));
}

function outcomeOf(cell: CellKey, outcome: RowOutcome | undefined): Outcome {
  if (!outcome) return { cell, state: 'skipped', message: 'It was left out.' };
  if (outcome.state === 'done') return { cell, state: 'done' };
  const trace = 'traceId' in outcome && outcome.traceId ? ` (trace ${outcome.traceId})` : '';
  return { cell, state: outcome.state, message: `${outcome.message}${trace}` };
}

/** As it was run: without the rows that the person left out. */
export interface CellRun {
  readonly set: Pick<ChangeSet, 'changes'>;
  /** By row. */
  readonly outcomes: readonly RowOutcome[];
}

/** A call carries out all of its roles or none, so each of its cells ends as the call did. */
export function cellOutcomes(asked: readonly AskedCell[], run: CellRun): Outcome[] {
  const rows = new Map(run.set.changes.flatMap((change, row) => cellsOf(change).map((cell) => [cell, row] as const)));
  return asked.map(({ cell, change }) => {
    const row = rows.get(cell);
    return change ? outcomeOf(cell, row === undefined ? undefined : run.outcomes[row]) : { cell, state: 'done' };
  });
}
