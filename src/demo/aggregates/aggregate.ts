/** Runs one aggregate query over users, and those nested in it over the users of each bucket. */
import type { AggregateBucket, AggregateQuery, AggregateResult } from '../../core/aggregates/query.ts';
import { userFilterSchema } from '../../core/fql/fqlSchema.ts';
import { tokenMatch } from '../../core/fql/fqlMatch.ts';
import { readFilter } from '../handlers/filters.ts';
import type { UserEntry } from '../store/model.ts';
import type { TenantStore } from '../store/tenantStore.ts';
import { planFilter } from '../store/userPlan.ts';
import { fullName } from '../store/userProperties.ts';
import { findField } from './aggregateFields.ts';
import { filtersOf } from './aggregateQuery.ts';
import type { BucketLimit } from './bucketLimit.ts';
import { dateGroups } from './dateGroups.ts';
import { figures } from './figures.ts';
import type { Group } from './group.ts';
import type { PatternMatcher } from './patternMatcher.ts';
import { dateRangeGroups, rangeGroups } from './rangeGroups.ts';
import { termGroups } from './termGroups.ts';

export interface AggregateScope {
  readonly store: TenantStore;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Of the whole call. */
  readonly patterns: PatternMatcher;
  /** Of one query with all that is nested in it. */
  readonly buckets: BucketLimit;
}

/** @param query checked before */
export function aggregate(query: AggregateQuery, users: readonly UserEntry[], scope: AggregateScope): AggregateResult {
  const name = query.name ?? '';
  const matching = narrowed(query, users, scope);
  const finish = (groups: readonly Group[]): AggregateBucket[] => {
    scope.buckets.take(groups.length);
    return groups.map((group) => bucketOf(group, query, scope));
  };
  if (filtersOf(query).length > 0) return { name, buckets: finish(filterGroups(query, matching, scope)) };

  const field = findField(query.field ?? '', query.missing, scope.now);
  // An empty result rather than an error is what the sibling calls answer for a field that they do not know.
  if (field === undefined) return { name, buckets: [] };
  switch (query.type) {
    case 'terms': {
      const { groups, others } = termGroups(query, field, matching, scope);
      return { name, buckets: finish(groups), sum_other_doc_count: others, doc_count_error_upper_bound: 0 };
    }
    case 'date_histogram':
      return { name, buckets: finish(field.kind === 'date' ? dateGroups(query, field, matching, scope) : []) };
    case 'date_range':
      return { name, buckets: finish(field.kind === 'date' ? dateRangeGroups(query, field, matching, scope.now) : []) };
    case 'range':
      return { name, buckets: finish(field.kind === 'text' ? [] : rangeGroups(query, field, matching, scope.now)) };
    default:
      return { name, buckets: figures(query, field, matching, scope.now) };
  }
}

function bucketOf(group: Group, { sub_aggregates: subs = [] }: AggregateQuery, scope: AggregateScope): AggregateBucket {
  return {
    label: group.label,
    count: group.users.length,
    ...(group.keyAsString !== undefined && { key_as_string: group.keyAsString }),
    ...(group.from !== undefined && { from: group.from }),
    ...(group.to !== undefined && { to: group.to }),
    ...(group.stringFrom !== undefined && { string_from: group.stringFrom }),
    ...(group.stringTo !== undefined && { string_to: group.stringTo }),
    ...(subs.length > 0 && { sub_aggregates: subs.map((sub) => aggregate(sub, group.users, scope)) }),
  };
}

function narrowed({ filter, q }: AggregateQuery, users: readonly UserEntry[], scope: AggregateScope): readonly UserEntry[] {
  const filtered = filter ? users.filter(testFor(filter, scope)) : users;
  // What a full-text search of users looks at is not documented; here names and user name.
  const matches = q ? tokenMatch(q) : undefined;
  return matches ? filtered.filter((user) => matches(`${fullName(user)} ${user.uid}`)) : filtered;
}

function testFor(text: string, { store, now }: AggregateScope): (user: UserEntry) => boolean {
  const filter = readFilter(text, userFilterSchema);
  if (filter === undefined) return () => true;
  const { test } = planFilter(store, filter.ast, now);
  return (user) => test(user, now);
}

function filterGroups(query: AggregateQuery, users: readonly UserEntry[], scope: AggregateScope): Group[] {
  const groups = filtersOf(query).map(([label, filter]) => ({ label, users: users.filter(testFor(filter, scope)) }));
  const { other_bucket: withOthers, other_bucket_key: otherLabel } = query.filters_spec ?? {};
  if (!withOthers) return groups;
  const named = new Set(groups.flatMap((group) => group.users));
  return [...groups, { label: otherLabel || '_other_', users: users.filter((user) => !named.has(user)) }];
}
