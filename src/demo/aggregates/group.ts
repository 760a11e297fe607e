import type { UserEntry } from '../store/model.ts';
import type { AggregateField } from './aggregateFields.ts';

/** One bucket before it is counted and divided further. */
export interface Group {
  readonly label: string | number;
  readonly keyAsString?: string;
  readonly users: readonly UserEntry[];
  readonly from?: number;
  readonly to?: number;
  readonly stringFrom?: string;
  readonly stringTo?: string;
}

/** Whole seconds end in `.000Z`, as seen. */
export const dateText = (moment: number): string => new Date(moment).toISOString();

export function labelText(kind: AggregateField['kind'], value: string | number): string | undefined {
  if (kind === 'date') return dateText(Number(value));
  return kind === 'boolean' ? String(value === 1) : undefined;
}

type SortName = '_count' | '_term';

/** Sorts by count or by label; groups of the same size stand in the order of their labels. */
export function sortGroups(groups: readonly Group[], sort: string, byDefault: SortName): Group[] {
  const [name = '', direction] = sort === '' ? [byDefault] : sort.split('|');
  const byCount = name === '_count';
  const sign = (direction ?? (byCount ? 'desc' : 'asc')) === 'desc' ? -1 : 1;
  return groups.toSorted((left, right) => {
    const labels = compare(left.label, right.label);
    return byCount ? sign * (left.users.length - right.users.length) || labels : sign * labels;
  });
}

function compare(left: string | number, right: string | number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
