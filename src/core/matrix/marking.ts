/** Marks cells to be granted or revoked. Marks are a value: every step answers new ones, and what it did. */
import type { RoleEnd } from '../changes/roleEnd.ts';
import { sameEnd } from '../changes/change.ts';
import { directWay, toggleOf } from './cellState.ts';
import type { Refusal } from './cellState.ts';
import type { MatrixModel, Spot } from './matrixModel.ts';
import { cellKey, mostPending, pendingKey } from './pending.ts';
import type { CellKey, Pending } from './pending.ts';

/** In the order in which they were marked. */
export type Marks = ReadonlyMap<CellKey, Pending>;

export const noMarks: Marks = new Map();

export interface Marking {
  readonly marks: Marks;
  /** How many cells were marked, or unmarked. */
  readonly count: number;
  /** What was done; undefined when nothing was. */
  readonly did: 'grant' | 'revoke' | 'unmark' | undefined;
  /** The reasons for which cells were left out. */
  readonly refused: readonly Refusal[];
  /** Cells that were left out because there would be more marks than are kept. */
  readonly beyond: number;
}

const spotKey = (model: MatrixModel, { row, role }: Spot): CellKey => cellKey(model.pair(row), model.roleAt(role).id);

export const marksOf = (pending: readonly Pending[]): Marks => new Map(pending.slice(0, mostPending).map((one) => [pendingKey(one), one]));

export const markAt = (marks: Marks, model: MatrixModel, spot: Spot): Pending | undefined => (marks.size === 0 ? undefined : marks.get(spotKey(model, spot)));

type Wish = 'grant' | 'revoke' | 'unmark' | Refusal;

function wishOf(marks: Marks, model: MatrixModel, spot: Spot): Wish {
  if (markAt(marks, model, spot)) return 'unmark';
  const toggle = toggleOf(model, spot);
  return toggle.kind === 'refused' ? toggle.refusal : toggle.kind;
}

const unmarked = (marks: Marks, keys: readonly CellKey[]): Marks => {
  const gone = new Set(keys);
  return new Map([...marks].filter(([key]) => !gone.has(key)));
};

/**
 * Toggles cells together: the first of them that can be toggled decides what happens to all, so that a range does not
 * become a patchwork. Put the cell that the person stands on first.
 */
export function toggleAll(marks: Marks, model: MatrixModel, spots: readonly Spot[]): Marking {
  const wishes = spots.map((spot) => wishOf(marks, model, spot));
  const did = wishes.find((wish) => typeof wish === 'string');
  const refused = wishes.filter((wish) => typeof wish !== 'string');
  if (did === undefined) return { marks, count: 0, did, refused, beyond: 0 };
  const meant = spots.filter((_, at) => wishes[at] === did);
  if (did !== 'unmark') return mark(marks, model, meant, { did, refused });
  return { marks: unmarked(marks, meant.map((spot) => spotKey(model, spot))), count: meant.length, did, refused, beyond: 0 };
}

/** Marks those cells to be granted in which nothing is held or marked. */
export function grantAll(marks: Marks, model: MatrixModel, spots: readonly Spot[]): Marking {
  const wishes = spots.map((spot) => wishOf(marks, model, spot));
  const meant = spots.filter((_, at) => wishes[at] === 'grant');
  const refused = wishes.filter((wish) => typeof wish !== 'string');
  return mark(marks, model, meant, { did: meant.length > 0 ? 'grant' : undefined, refused });
}

interface Marked {
  readonly did: 'grant' | 'revoke' | undefined;
  readonly refused: readonly Refusal[];
}

function mark(marks: Marks, model: MatrixModel, spots: readonly Spot[], { did, refused }: Marked): Marking {
  const room = Math.max(0, mostPending - marks.size);
  const taken = spots.slice(0, room);
  const next = new Map(marks);
  for (const { row, role } of taken) {
    const pending = { kind: did ?? 'grant', ...model.pair(row), role: model.roleAt(role).id };
    next.set(pendingKey(pending), pending);
  }
  return { marks: next, count: taken.length, did, refused, beyond: spots.length - taken.length };
}

/** Marks one cell whatever it held before, in place of what was marked there. */
export function put(marks: Marks, pending: Pending): Marks {
  const key = pendingKey(pending);
  return marks.has(key) || marks.size < mostPending ? new Map(marks).set(key, pending) : marks;
}

export const remove = (marks: Marks, key: CellKey): Marks => unmarked(marks, [key]);

const withEnd = (pending: Pending, end: RoleEnd | undefined): Pending => {
  if (pending.kind === 'revoke') return pending;
  const { kind, user, cid, role } = pending;
  // With another end it is another attempt.
  return { kind, user, cid, role, ...(end && { end }) };
};

/** Sets when one grant ends. */
export function setEnd(marks: Marks, key: CellKey, end: RoleEnd | undefined): Marks {
  const pending = marks.get(key);
  return pending ? new Map(marks).set(key, withEnd(pending, end)) : marks;
}

/** Sets when all grants end; revokes have none. */
export const setEveryEnd = (marks: Marks, end: RoleEnd | undefined): Marks => new Map([...marks].map(([key, pending]) => [key, withEnd(pending, end)]));

/** How one cell fared in a run. */
export interface Outcome {
  readonly cell: CellKey;
  readonly state: 'done' | 'failed' | 'skipped' | 'unknown';
  readonly message?: string | undefined;
}

/** Longer messages would fill what the page keeps. */
const longestFailure = 1_000;

/** What is done goes; what is not stays, with the reason. */
export function afterRun(marks: Marks, outcomes: readonly Outcome[]): Marks {
  const next = new Map(marks);
  for (const { cell, state, message } of outcomes) {
    const pending = next.get(cell);
    if (!pending) continue;
    if (state === 'done') next.delete(cell);
    else next.set(cell, { ...pending, failure: (message ?? '').slice(0, longestFailure) });
  }
  return next;
}

/** Whether what is marked has become so, by somebody else's hand or by an earlier attempt. */
function isSoAlready(model: MatrixModel, pending: Pending): boolean {
  const place = model.placeOf(pending);
  if (place === undefined || model.row(place).grants === undefined) return false;
  const direct = directWay(model.held(place, pending.role));
  if (pending.kind === 'revoke') return direct === undefined;
  if (!direct) return false;
  // After a while from when it is sent: that is a new end, whatever the present one is.
  if (pending.end !== undefined && 'after' in pending.end) return false;
  return sameEnd(direct.expiresAt, pending.end?.at);
}

/** Drops what has become so anyway. Rows that are not shown, or not read, are left alone. */
export function settle(marks: Marks, model: MatrixModel): Marks {
  const left = [...marks].filter(([, pending]) => !isSoAlready(model, pending));
  return left.length === marks.size ? marks : new Map(left);
}
