/** `terms`: one bucket for each value. */
import type { AggregateQuery } from '../../core/aggregates/query.ts';
import type { UserEntry } from '../store/model.ts';
import type { AggregateField, FieldValue } from './aggregateFields.ts';
import type { Group } from './group.ts';
import { labelText, sortGroups } from './group.ts';
import type { PatternMatcher } from './patternMatcher.ts';

/** The engine's own default. */
const defaultSize = 10;

export interface TermGroups {
  readonly groups: readonly Group[];
  /** How many values fell in buckets that are not shown. */
  readonly others: number;
}

export function termGroups(
  query: AggregateQuery,
  field: AggregateField,
  users: readonly UserEntry[],
  { now, patterns }: { readonly now: number; readonly patterns: PatternMatcher },
): TermGroups {
  const byValue = new Map<FieldValue, UserEntry[]>();
  for (const user of users) {
    for (const value of field.values(user, now)) {
      const found = byValue.get(value);
      if (found) found.push(user);
      else byValue.set(value, [user]);
    }
  }
  const isKept = termTest(query, patterns);
  // 0 would ask for the values of users that the filter left out; nobody needs them, so it counts as 1.
  const least = Math.max(1, query.min_doc_count ?? 1);
  const most = query.max_doc_count || Number.POSITIVE_INFINITY;
  const groups = [...byValue]
    .map(([label, members]): Group => {
      const keyAsString = labelText(field.kind, label);
      return { label, users: members, ...(keyAsString !== undefined && { keyAsString }) };
    })
    .filter((group) => group.users.length >= least && group.users.length <= most && isKept(group.keyAsString ?? String(group.label)));
  const sorted = sortGroups(groups, query.sort ?? '', '_count');
  const from = Math.max(0, query.from ?? 0);
  const shown = sorted.slice(from, from + (query.size && query.size > 0 ? query.size : defaultSize));
  return { groups: shown, others: countOf(sorted) - countOf(shown) };
}

const countOf = (groups: readonly Group[]): number => groups.reduce((sum, group) => sum + group.users.length, 0);

/** `include` and `exclude` are regular expressions that must match the whole term, as in the engine. */
function termTest({ include, exclude }: AggregateQuery, patterns: PatternMatcher): (term: string) => boolean {
  const isWanted = include ? patterns.prepare(include) : undefined;
  const isUnwanted = exclude ? patterns.prepare(exclude) : undefined;
  return (term) => (isWanted?.(term) ?? true) && !(isUnwanted?.(term) ?? false);
}
