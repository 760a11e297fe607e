import { aggregate } from '../aggregates/aggregate.ts';
import { checkQueries } from '../aggregates/aggregateQuery.ts';
import { BucketLimit } from '../aggregates/bucketLimit.ts';
import { PatternMatcher } from '../aggregates/patternMatcher.ts';
import { recordText } from '../server/reply.ts';
import type { Handler } from './context.ts';
import { isMemberSession } from './context.ts';

export const aggregateUsersV1: Handler<'aggregateUsersV1'> = ({ body }, context) => {
  const { store, search, session, now, random } = context;
  const queries = checkQueries(body);
  const concerning = isMemberSession(context) ? session.customer : undefined;
  const users = search.find({ concerning, filter: undefined, sort: 'uid|asc' }, now);
  const patterns = new PatternMatcher();
  const results = queries.map((query) => aggregate(query, users, { store, now, patterns, buckets: new BucketLimit() }));
  // Seen on sibling calls: results need not follow the order of the queries. Where names tell them apart, they do not here.
  const isTellable = new Set(results.map(({ name }) => name)).size === results.length;
  return { status: 200, errors: [], resources: (isTellable ? random.shuffled(results) : results).map(recordText) };
};
