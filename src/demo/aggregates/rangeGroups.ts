/** `range` and `date_range`: the buckets that the query names, from inclusive to exclusive; they may overlap. */
import type { AggregateQuery } from '../../core/aggregates/query.ts';
import { Refusal } from '../server/reply.ts';
import type { UserEntry } from '../store/model.ts';
import type { AggregateField } from './aggregateFields.ts';
import { readMoment } from '../../core/aggregates/dateMath.ts';
import type { Group } from './group.ts';
import { dateText } from './group.ts';

interface Range {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export function rangeGroups(query: AggregateQuery, field: AggregateField, users: readonly UserEntry[], now: number): Group[] {
  return (query.ranges ?? []).map(({ From: from, To: to }) => {
    const range = { from, to };
    return { label: `${numberText(from)}-${numberText(to)}`, ...edges(range), users: within(range, field, users, now) };
  });
}

export function dateRangeGroups(query: AggregateQuery, field: AggregateField, users: readonly UserEntry[], now: number): Group[] {
  return (query.date_ranges ?? []).map((texts) => {
    const range = { from: edge(texts.from, now), to: edge(texts.to, now) };
    const stringFrom = range.from === undefined ? undefined : dateText(range.from);
    const stringTo = range.to === undefined ? undefined : dateText(range.to);
    return {
      label: `${stringFrom ?? '*'}-${stringTo ?? '*'}`,
      ...edges(range),
      ...(stringFrom !== undefined && { stringFrom }),
      ...(stringTo !== undefined && { stringTo }),
      users: within(range, field, users, now),
    };
  });
}

const edges = ({ from, to }: Range): { from?: number; to?: number } => ({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) });

function edge(text: string | undefined, now: number): number | undefined {
  if (!text || text === '*') return undefined;
  const moment = readMoment(text, now);
  if (moment === undefined) throw new Refusal(400, `invalid date '${text}' specified`);
  return moment;
}

function within({ from, to }: Range, field: AggregateField, users: readonly UserEntry[], now: number): UserEntry[] {
  const holds = (value: string | number): boolean =>
    typeof value === 'number' && (from === undefined || value >= from) && (to === undefined || value < to);
  return users.filter((user) => field.values(user, now).some(holds));
}

/** The engine writes whole numbers with a decimal. */
function numberText(value: number | undefined): string {
  if (value === undefined) return '*';
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
