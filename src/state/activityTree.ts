/** What the tree of activity is made of. Ids are built from those of records and requests, so commands can tell what they mean. */
import type { TenantError } from '../core/errors.ts';
import { mostListed } from './activity.ts';
import type { ActivityEntry } from './activity.ts';
import { rowsByUrgency } from './activityFacts.ts';
import type { ActivityRow } from './activityFacts.ts';
import type { KeptRequest } from './requests/sentRequest.ts';

interface AnyNode {
  readonly id: string;
}

export interface HalfWayNode extends AnyNode {
  readonly kind: 'halfWay';
  readonly records: readonly RecordNode[];
}

export interface DayNode extends AnyNode {
  readonly kind: 'day';
  /** Epoch milliseconds of a moment of the day. */
  readonly at: number;
  readonly age: 'today' | 'yesterday' | 'older';
  /** Newest first. */
  readonly items: readonly (RecordNode | RequestNode)[];
}

export interface RecordNode extends AnyNode {
  readonly kind: 'record';
  readonly entry: ActivityEntry;
}

/** What was asked by hand and changed nothing. */
export interface RequestNode extends AnyNode {
  readonly kind: 'request';
  readonly sent: KeptRequest;
}

export interface RowNode extends AnyNode, ActivityRow {
  readonly kind: 'row';
  readonly entry: ActivityEntry;
}

export interface MoreRowsNode extends AnyNode {
  readonly kind: 'moreRows';
  readonly entry: ActivityEntry;
  readonly count: number;
}

/** Records and requests beyond those that are listed stay on the disk. */
export interface OlderNode extends AnyNode {
  readonly kind: 'older';
}

/** Stands where the list could not be read. */
export interface UnreadNode extends AnyNode {
  readonly kind: 'unread';
  readonly error: TenantError;
}

export type ActivityNode = HalfWayNode | DayNode | RecordNode | RequestNode | RowNode | MoreRowsNode | OlderNode | UnreadNode;

/** Rows of a record that the tree shows; the record as a text has all. */
export const mostRows = 200;

const dayMs = 86_400_000;

/** `2026-11-25`, where the person is. */
function dayOf(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** A moment of the day before, whatever the clocks were put by. */
function dayBefore(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() - dayMs / 2;
}

const recordNode = (entry: ActivityEntry): RecordNode => ({ kind: 'record', id: `record:${entry.record.id}`, entry });
const requestNode = (sent: KeptRequest): RequestNode => ({ kind: 'request', id: `request:${sent.id}`, sent });
const atOf = (node: RecordNode | RequestNode): number => (node.kind === 'record' ? node.entry.record.startedAt : node.sent.at);

/**
 * What stands at the top: runs that need a decision, then days.
 * @param entries newest first; one more than `mostListed` tells that there are older ones
 * @param now epoch milliseconds
 * @param requests those that changed nothing
 */
export function activityRoots(entries: readonly ActivityEntry[], now: number, requests: readonly KeptRequest[] = []): ActivityNode[] {
  // However much was asked since, what waits for a decision stays in sight.
  const records = entries.slice(0, mostListed).map(recordNode);
  const halfWay = records.filter(({ entry }) => entry.state === 'interrupted');
  const others = [...records.filter(({ entry }) => entry.state !== 'interrupted'), ...requests.map(requestNode)];
  const listed = others.sort((left, right) => atOf(right) - atOf(left)).slice(0, mostListed - halfWay.length);
  const byDay = Map.groupBy(listed, (node) => dayOf(atOf(node)));
  const ages: Readonly<Record<string, DayNode['age']>> = { [dayOf(dayBefore(now))]: 'yesterday', [dayOf(now)]: 'today' };
  const days = [...byDay].map(([day, items]): DayNode => {
    return { kind: 'day', id: `day:${day}`, at: items[0] ? atOf(items[0]) : now, age: ages[day] ?? 'older', items };
  });
  return [
    ...(halfWay.length > 0 ? [{ kind: 'halfWay', id: 'halfWay', records: halfWay } as const] : []),
    ...days,
    ...(entries.length + requests.length > halfWay.length + listed.length ? [{ kind: 'older', id: 'older' } as const] : []),
  ];
}

export function activityChildren(node: ActivityNode): readonly ActivityNode[] {
  switch (node.kind) {
    case 'halfWay':
      return node.records;
    case 'day':
      return node.items;
    case 'record': {
      const { entry } = node;
      const rows = rowsByUrgency(entry);
      const shown = rows.slice(0, mostRows).map((row): RowNode => ({ kind: 'row', id: `row:${entry.record.id}:${row.row}`, entry, ...row }));
      const count = rows.length - shown.length;
      return count > 0 ? [...shown, { kind: 'moreRows', id: `more:${entry.record.id}`, entry, count }] : shown;
    }
    case 'request':
    case 'row':
    case 'moreRows':
    case 'older':
    case 'unread':
      return [];
  }
}

/** The record that an item stands for or belongs to. */
export const recordIdOf = (id: unknown): string | undefined => (typeof id === 'string' ? /^(?:record|row|more):([\w-]+)/.exec(id)?.[1] : undefined);

/** The request that an item stands for. */
export const requestIdOf = (id: unknown): string | undefined => (typeof id === 'string' ? /^request:([\w-]+)$/.exec(id)?.[1] : undefined);
