/** `date_histogram`: one bucket for each year, month, week, day, hour or minute. */
import type { AggregateInterval, AggregateQuery } from '../../core/aggregates/query.ts';
import { Refusal } from '../server/reply.ts';
import type { UserEntry } from '../store/model.ts';
import type { AggregateField } from './aggregateFields.ts';
import type { BucketLimit } from './bucketLimit.ts';
import { mondayOf, readMoment } from '../../core/aggregates/dateMath.ts';
import type { Group } from './group.ts';
import { dateText, sortGroups } from './group.ts';
import type { OffsetAt } from '../../core/aggregates/timeZone.ts';
import { readTimeZone } from '../../core/aggregates/timeZone.ts';

const dayMs = 86_400_000;

export function dateGroups(
  query: AggregateQuery,
  field: AggregateField,
  users: readonly UserEntry[],
  { now, buckets }: { readonly now: number; readonly buckets: BucketLimit },
): Group[] {
  const offsetAt = readTimeZone(query.time_zone);
  if (offsetAt === undefined) throw new Refusal(400, `invalid time_zone='${query.time_zone ?? ''}' specified`);
  const calendar = new Calendar(query.interval ?? 'day', offsetAt);

  const byStart = new Map<number, UserEntry[]>();
  for (const user of users) {
    for (const value of field.values(user, now)) {
      const start = calendar.startOf(Number(value));
      const found = byStart.get(start);
      if (found) found.push(user);
      else byStart.set(start, [user]);
    }
  }
  // 0 is the engine's default: empty buckets between the first and the last are there too.
  const least = query.min_doc_count ?? 0;
  if (least === 0) fillGaps(byStart, calendar, boundsOf(query, now), buckets.left);
  const most = query.max_doc_count || Number.POSITIVE_INFINITY;
  const groups = [...byStart]
    .map(([label, members]): Group => ({ label, keyAsString: dateText(label), users: members }))
    .filter((group) => group.users.length >= least && group.users.length <= most);
  return sortGroups(groups, query.sort ?? '', '_term');
}

function boundsOf({ extended_bounds: bounds }: AggregateQuery, now: number): number[] {
  return [bounds?.min, bounds?.max].flatMap((text) => {
    if (!text) return [];
    const moment = readMoment(text, now);
    if (moment === undefined) throw new Refusal(400, `invalid extended_bounds '${text}' specified`);
    return [moment];
  });
}

function fillGaps(byStart: Map<number, UserEntry[]>, calendar: Calendar, bounds: readonly number[], mostBuckets: number): void {
  const starts = [...byStart.keys(), ...bounds.map((bound) => calendar.startOf(bound))];
  if (starts.length === 0) return;
  const first = starts.reduce((least, start) => Math.min(least, start));
  const last = starts.reduce((most, start) => Math.max(most, start));
  let count = 0;
  for (let start = first; start <= last; start = calendar.next(start)) {
    count += 1;
    if (count > mostBuckets) throw new Refusal(500, 'too many buckets');
    if (!byStart.has(start)) byStart.set(start, []);
  }
}

class Calendar {
  readonly #interval: AggregateInterval;
  readonly #offsetAt: OffsetAt;

  constructor(interval: AggregateInterval, offsetAt: OffsetAt) {
    this.#interval = interval;
    this.#offsetAt = offsetAt;
  }

  /** When the bucket that holds a moment begins. */
  startOf(moment: number): number {
    const local = floorTo(this.#interval, moment + this.#offsetAt(moment));
    // The offset may have changed between the begin of the bucket and the moment.
    return local - this.#offsetAt(local - this.#offsetAt(moment));
  }

  next(start: number): number {
    const widest: Readonly<Record<AggregateInterval, number>> = { year: 366, month: 31, week: 7, day: 1, hour: 1 / 24, minute: 1 / 1440 };
    const width = widest[this.#interval] * dayMs;
    // A quarter more than the bucket lies in the next one, unless the clocks went back in between.
    const soon = this.startOf(start + width * 1.25);
    return soon > start ? soon : this.startOf(start + width * 2.25);
  }
}

function floorTo(interval: AggregateInterval, local: number): number {
  const date = new Date(local);
  switch (interval) {
    case 'year':
      return Date.UTC(date.getUTCFullYear(), 0);
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    case 'week':
      return mondayOf(local);
    case 'day':
      return Math.floor(local / dayMs) * dayMs;
    case 'hour':
      return Math.floor(local / 3_600_000) * 3_600_000;
    case 'minute':
      return Math.floor(local / 60_000) * 60_000;
  }
}
