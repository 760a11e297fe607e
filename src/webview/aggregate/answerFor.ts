/** Which of the answers is a query's own. */
import type { QueryFile } from '../../core/aggregates/queryFile.ts';
import type { Answered } from '../../protocol/aggregate.ts';

/** Whose answer it is: by its name, and where it has none of its own, by its place. */
export function answerFor({ queries }: Pick<QueryFile, 'queries'>, answers: readonly Answered[], at: number): Answered | undefined {
  const name = queries[at]?.name;
  const isOwn = name !== undefined && queries.filter((other) => other.name === name).length === 1;
  const named = isOwn ? answers.find((answer) => answer.name === name) : undefined;
  if (named) return named;
  const placed = answers.find((answer) => answer.at === at);
  // It may belong to a query that has moved away from here.
  return placed && queries.some((other, place) => place !== at && other.name === placed.name) ? undefined : placed;
}
