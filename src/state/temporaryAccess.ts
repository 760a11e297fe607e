/** Temporary grants by their end: what is left of each in words, which belong together, and when either changes. */
import type { Grant } from '../core/grant.ts';
import type { Cid, ConnectionId, RoleId, UserUuid } from '../core/ids.ts';
import type { User } from '../core/user.ts';
import type { Connection } from './connection.ts';

/** One temporary grant by ids, as commands take it. */
export interface TemporaryTarget {
  readonly connection: ConnectionId;
  readonly user: UserUuid;
  /** Undefined where a tenant has one CID only and that is not known. */
  readonly cid: Cid | undefined;
  readonly role: RoleId;
}

export interface TemporaryGrant {
  /** Built from domain ids, so it outlives renames and another end. */
  readonly id: string;
  readonly target: TemporaryTarget;
  readonly connection: Connection;
  readonly user: User;
  readonly grant: Grant;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/** When a grant ends, in days of the person's own calendar. */
export type Span = 'hour' | 'today' | 'tomorrow' | 'week' | 'later';

export interface SpanGroup {
  readonly span: Span;
  readonly grants: readonly TemporaryGrant[];
}

export interface TimeLeft {
  readonly value: number;
  readonly unit: 'minute' | 'hour' | 'day';
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const unitMs: Readonly<Record<TimeLeft['unit'], number>> = { minute: minuteMs, hour: hourMs, day: dayMs };
/** From how much time on a unit is used. */
const leastMs: Readonly<Record<TimeLeft['unit'], number>> = { minute: 0, hour: hourMs, day: 2 * dayMs };

const spans: readonly Span[] = ['hour', 'today', 'tomorrow', 'week', 'later'];

/** @returns undefined for a grant that has no end, or none that can be read */
export function temporaryGrant(connection: Connection, user: User, grant: Grant): TemporaryGrant | undefined {
  const endsAt = Date.parse(grant.expires_at ?? '');
  if (Number.isNaN(endsAt)) return undefined;
  const target = { connection: connection.id, user: user.uuid, cid: grant.cid, role: grant.role_id };
  const id = [connection.id, user.uuid, grant.cid, grant.role_id, grant.user_group_id, grant.cid_group_id].map((part) => part ?? '').join('|');
  return { id, target, connection, user, grant, endsAt };
}

/** Those that have not ended, soonest first; each once. */
export function stillHeld(grants: readonly TemporaryGrant[], now: number): TemporaryGrant[] {
  const held = new Map(grants.filter(({ endsAt }) => endsAt > now).map((grant) => [grant.id, grant]));
  return [...held.values()].sort((left, right) => left.endsAt - right.endsAt || (left.id < right.id ? -1 : 1));
}

/** Midnight after so many days, whatever the clocks were put by. */
function midnight(now: number, daysAhead: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysAhead).getTime();
}

export function spanOf(endsAt: number, now: number): Span {
  if (endsAt - now < hourMs) return 'hour';
  if (endsAt < midnight(now, 1)) return 'today';
  if (endsAt < midnight(now, 2)) return 'tomorrow';
  return endsAt < midnight(now, 8) ? 'week' : 'later';
}

/** In the order of time; groups in which nothing ends are left out. */
export function bySpan(grants: readonly TemporaryGrant[], now: number): SpanGroup[] {
  const groups = Map.groupBy(grants, ({ endsAt }) => spanOf(endsAt, now));
  return spans.flatMap((span) => {
    const some = groups.get(span);
    return some ? [{ span, grants: some }] : [];
  });
}

/** How many end before the next midnight. */
export const endingToday = (grants: readonly TemporaryGrant[], now: number): number => {
  const end = midnight(now, 1);
  return grants.filter(({ endsAt }) => endsAt > now && endsAt < end).length;
};

/** To the nearest minute within the hour, to the nearest hour within two days, to the nearest day beyond. */
export function timeLeft(endsAt: number, now: number): TimeLeft {
  const ms = endsAt - now;
  const unit = ms < leastMs.hour ? 'minute' : ms < leastMs.day ? 'hour' : 'day';
  return { unit, value: Math.max(1, Math.round(ms / unitMs[unit])) };
}

/** The moment from which `timeLeft` says less. */
function saysLessFrom(endsAt: number, now: number): number {
  const { value, unit } = timeLeft(endsAt, now);
  const isLast = unit === 'minute' && value === 1;
  const until = isLast ? 0 : Math.max((value - 0.5) * unitMs[unit], leastMs[unit]);
  return endsAt - until + (isLast ? 0 : 1);
}

/** The next moment, in epoch milliseconds, at which the list or what it says changes by itself; undefined when it never does. */
export function nextChange(grants: readonly TemporaryGrant[], now: number): number | undefined {
  const moments = grants.filter(({ endsAt }) => endsAt > now).map(({ endsAt }) => saysLessFrom(endsAt, now));
  return moments.length === 0 ? undefined : moments.reduce((first, moment) => Math.min(first, moment), midnight(now, 1));
}
