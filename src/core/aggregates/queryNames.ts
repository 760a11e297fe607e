/** Names by which answers are matched to queries. */
import type { AggregateQuery } from './query.ts';

/**
 * The name itself, or with the first number behind it that makes it one of its kind.
 * @param tried numbers of earlier calls with names that were all taken since: thousands of one name need not count from the start
 */
export function uniqueName(name: string, taken: ReadonlySet<string>, tried = new Map<string, number>()): string {
  if (!taken.has(name)) return name;
  let number = (tried.get(name) ?? 1) + 1;
  while (taken.has(`${name} ${number}`)) number += 1;
  tried.set(name, number);
  return `${name} ${number}`;
}

/** What a query is called where it has no name. */
export const titleOf = ({ name, type, field }: AggregateQuery): string => name || [type, field].filter(Boolean).join(' of ') || 'Query';

/** The query and all that is nested in it, each with a name that none beside it has. The first of a name keeps it. */
export function namedQueries(queries: readonly AggregateQuery[]): readonly AggregateQuery[] {
  const written = new Set(queries.flatMap(({ name }) => (name ? [name] : [])));
  // A made-up name keeps off the names that are written further on.
  const taken = new Set(written);
  const used = new Set<string>();
  const numbers = new Map<string, number>();
  return queries.map((query) => {
    const isFirst = Boolean(query.name) && !used.has(query.name ?? '');
    const title = titleOf(query);
    const name = isFirst ? (query.name ?? '') : uniqueName(title, taken, numbers);
    used.add(name);
    taken.add(name);
    return { ...query, name, ...(query.sub_aggregates && { sub_aggregates: namedQueries(query.sub_aggregates) }) };
  });
}
