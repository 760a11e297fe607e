/** Names by which answers are matched to queries. */
import type { AggregateQuery } from './query.ts';

/** The name itself, or with the first number behind it that makes it one of its kind. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
}

/** What a query is called where it has no name. */
export const titleOf = ({ name, type, field }: AggregateQuery): string => name || [type, field].filter(Boolean).join(' of ') || 'Query';

/** The query and all that is nested in it, each with a name that none beside it has. The first of a name keeps it. */
export function namedQueries(queries: readonly AggregateQuery[]): readonly AggregateQuery[] {
  const written = new Set(queries.flatMap(({ name }) => (name ? [name] : [])));
  const used = new Set<string>();
  return queries.map((query) => {
    // A made-up name keeps off the names that are written further on.
    const isFirst = Boolean(query.name) && !used.has(query.name ?? '');
    const name = isFirst ? (query.name ?? '') : uniqueName(titleOf(query), new Set([...written, ...used]));
    used.add(name);
    return { ...query, name, ...(query.sub_aggregates && { sub_aggregates: namedQueries(query.sub_aggregates) }) };
  });
}
