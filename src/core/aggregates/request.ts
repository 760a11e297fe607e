/** The request that a file of queries makes, and the answers that belong to it. */
import { fqlAnd, fqlComparison } from '../fql/buildFql.ts';
import { parseCid } from '../ids.ts';
import type { AggregateQuery, AggregateResult } from './query.ts';
import type { QueryFile } from './queryFile.ts';
import { namedQueries } from './queryNames.ts';
import { resultNotes } from './resultNotes.ts';

/** One query as it was sent, with its answer. */
export interface MatchedAnswer {
  /** The place of the query in the file. */
  readonly at: number;
  /** As sent. */
  readonly name: string;
  readonly sent: AggregateQuery;
  /** Undefined: the server answered nothing of this name. */
  readonly result: AggregateResult | undefined;
  readonly notes: readonly string[];
}

export interface MatchedAnswers {
  /** One for each query, in the order of the file. */
  readonly answers: readonly MatchedAnswer[];
  /** Results of names that nobody asked for. */
  readonly unasked: readonly AggregateResult[];
}

/**
 * The array as sent: one query for each of the file, in its order, with names by which answers can be matched, and narrowed
 * to users whose home is the CID. Only a file without errors makes a request that says all the file says.
 * @param cid the file's own, unless another is given; null: none whatever the file says
 * @throws SyntaxError when a filter is no FQL and cannot be combined with the CID, RangeError when the CID is none
 */
export function requestBody(file: QueryFile, cid: string | null | undefined = file.cid): readonly AggregateQuery[] {
  const queries = namedQueries(file.queries);
  if (!cid) return queries;
  const bare = parseCid(cid);
  if (bare === undefined) throw new RangeError(`Not a CID: ${cid}`);
  const home = fqlComparison('cid', '', bare);
  return queries.map((query) => ({ ...query, filter: fqlAnd(home, query.filter) }));
}

/**
 * Finds the answer of each query by its name; their order means nothing.
 * @param file as it was when `sent` was made of it
 */
export function matchAnswers(file: QueryFile, sent: readonly AggregateQuery[], results: readonly AggregateResult[]): MatchedAnswers {
  const left = [...results];
  const answers = sent.map((query, at): MatchedAnswer => {
    const name = query.name ?? '';
    const found = left.findIndex((result) => result.name === name);
    const [result] = found < 0 ? [] : left.splice(found, 1);
    const written = file.queries[at]?.name ?? '';
    const renamed = written === '' || written === name ? [] : [`It was sent as "${name}", because another query is called "${written}" too.`];
    return { at, name, sent: query, result, notes: [...renamed, ...resultNotes(query, result)] };
  });
  return { answers, unasked: left };
}
