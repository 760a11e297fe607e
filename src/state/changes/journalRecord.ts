/** What the journal's lines say, read back with suspicion: a line that cannot be understood is passed over, not lost. */
import { phases } from '../../core/changes/orderChanges.ts';
import type { Change, ChangeSet } from '../../core/changes/change.ts';
import type { RowOutcome } from '../../core/changes/outcome.ts';

export type EndOfRun = 'finished' | 'cancelled' | 'stopped';
export type MarkKind = 'dropped' | 'continued' | 'undone';

/** Times are epoch milliseconds. Each line stands for something that has happened and never changes. */
export type JournalLine =
  | { readonly type: 'begin'; readonly version: 1; readonly at: number; readonly pid: number; readonly set: ChangeSet }
  | { readonly type: 'rowBegan'; readonly at: number; readonly row: number }
  | { readonly type: 'rowEnded'; readonly at: number; readonly row: number; readonly outcome: RowOutcome }
  | { readonly type: 'end'; readonly at: number; readonly how: EndOfRun }
  /** What a person decided later; `by` is the set that continues or undoes this one. */
  | { readonly type: 'mark'; readonly at: number; readonly as: MarkKind; readonly by?: string | undefined };

export interface JournalRow {
  readonly change: Change;
  readonly begunAt: number | undefined;
  readonly outcome: RowOutcome | undefined;
}

export interface Mark {
  readonly at: number;
  readonly as: MarkKind;
  readonly by?: string | undefined;
}

export interface JournalRecord {
  readonly id: string;
  readonly set: ChangeSet;
  readonly startedAt: number;
  /** Of the process that ran it. */
  readonly pid: number;
  readonly rows: readonly JournalRow[];
  readonly end: { readonly at: number; readonly how: EndOfRun } | undefined;
  readonly marks: readonly Mark[];
  /** When the last line was written. */
  readonly lastAt: number;
  /** Lines of a later version, or torn by a crash. */
  readonly unread: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const kinds = new Set<unknown>(phases.flat());
const states = new Set<unknown>(['done', 'failed', 'skipped', 'unknown']);

function isSet(value: unknown): value is ChangeSet {
  if (!isObject(value) || !Array.isArray(value['changes']) || typeof value['createdAt'] !== 'number') return false;
  if (!['id', 'connectionId', 'tenantName', 'origin', 'sentence'].every((name) => typeof value[name] === 'string')) return false;
  return value['changes'].every((change) => isObject(change) && kinds.has(change['kind']));
}

function isLine(value: unknown): value is JournalLine {
  if (!isObject(value) || typeof value['at'] !== 'number') return false;
  switch (value['type']) {
    case 'begin':
      return value['version'] === 1 && typeof value['pid'] === 'number' && isSet(value['set']);
    case 'rowBegan':
      return Number.isInteger(value['row']);
    case 'rowEnded':
      return Number.isInteger(value['row']) && isObject(value['outcome']) && states.has(value['outcome']['state']);
    case 'end':
      return typeof value['how'] === 'string';
    case 'mark':
      return typeof value['as'] === 'string';
    default:
      return false;
  }
}

function readLine(text: string): JournalLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const writeLine = (line: JournalLine): string => `${JSON.stringify(line)}\n`;

/** @returns undefined when the text does not say which changes it is about */
export function readRecord(text: string): JournalRecord | undefined {
  const written = text.split('\n').filter((line) => line.trim() !== '');
  const lines = written.map((line) => ({ line, read: readLine(line) }));
  const begin = lines.map(({ read }) => read).find((read) => read?.type === 'begin');
  if (!begin) return undefined;
  const rows: { change: Change; begunAt: number | undefined; outcome: RowOutcome | undefined }[] = begin.set.changes.map((change) => {
    return { change, begunAt: undefined, outcome: undefined };
  });
  const marks: Mark[] = [];
  const unread: string[] = [];
  let end: JournalRecord['end'];
  let lastAt = begin.at;
  for (const { line, read } of lines) {
    if (!read) {
      unread.push(line);
      continue;
    }
    lastAt = Math.max(lastAt, read.at);
    if (read.type === 'end') end = { at: read.at, how: read.how };
    if (read.type === 'mark') marks.push({ at: read.at, as: read.as, ...(read.by !== undefined && { by: read.by }) });
    if (read.type !== 'rowBegan' && read.type !== 'rowEnded') continue;
    const row = rows[read.row];
    if (!row) unread.push(line);
    else if (read.type === 'rowBegan') row.begunAt = read.at;
    else row.outcome = read.outcome;
  }
  return { id: begin.set.id, set: begin.set, startedAt: begin.at, pid: begin.pid, rows, end, marks, lastAt, unread };
}

const leftOpen: RowOutcome = {
  state: 'unknown',
  message: 'The editor ended while this was being sent: it may have been carried out.',
};

/**
 * How each row ended: a row that was begun and has no end may have been carried out; one that was never begun has no
 * outcome.
 */
export const outcomesOf = ({ rows }: JournalRecord): (RowOutcome | undefined)[] =>
  rows.map(({ begunAt, outcome }) => outcome ?? (begunAt === undefined ? undefined : leftOpen));

/** Whether the last lines say that the run is over or decided about. Told without reading the rows; false: it may be. */
export function endsDecided(text: string): boolean {
  for (let end = text.length; end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const read = readLine(text.slice(start, end));
    if (read?.type === 'end' || (read?.type === 'mark' && read.as !== 'undone')) return true;
    if (read && read.type !== 'mark') return false;
    end = start - 1;
  }
  return false;
}

/** What a run says about the earlier one that it came out of. */
export interface FollowMark {
  readonly of: string;
  readonly mark: Mark;
}

/**
 * A run continues or undoes an earlier one from its first row on: what it has begun must not be sent a second time, even
 * if nobody lives to say so in the other record. One that is over and changed nothing leaves the other as it was.
 */
export function followMark({ id, set, rows, end }: JournalRecord): FollowMark | undefined {
  const { follows } = set;
  if (!follows) return undefined;
  const moves = rows.filter(({ outcome }) => {
    if (!end || !outcome) return true;
    return follows.as === 'undo' ? outcome.state === 'done' : outcome.state !== 'skipped';
  });
  const at = moves.reduce((first, { begunAt }) => Math.min(first, begunAt ?? first), Number.POSITIVE_INFINITY);
  return at === Number.POSITIVE_INFINITY ? undefined : { of: follows.set, mark: { at, as: follows.as === 'undo' ? 'undone' : 'continued', by: id } };
}

/** Told without reading the text: without this it follows nothing. Inside of strings the quotes are written differently. */
export const mayFollow = (text: string): boolean => text.includes('"follows":');

/** The record with what others say about it; in the order of the decisions. */
export function withFollowers(record: JournalRecord, followers: readonly (FollowMark | undefined)[]): JournalRecord {
  const more = followers.flatMap((follower) => {
    if (follower?.of !== record.id) return [];
    const { mark } = follower;
    return record.marks.some(({ as, by }) => as === mark.as && by === mark.by) ? [] : [mark];
  });
  return more.length === 0 ? record : { ...record, marks: [...more, ...record.marks].sort((left, right) => left.at - right.at) };
}
