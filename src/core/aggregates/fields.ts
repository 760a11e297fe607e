/**
 * The fields of users that aggregates are known or likely to understand. The list is not published: these are the fields of
 * the record and of the user query's filter, as CrowdStrike's specification has them.
 */
import { userFilterSchema } from '../fql/fqlSchema.ts';

/** Dates count as epoch milliseconds, booleans as 1 and 0. */
export type FieldKind = 'text' | 'date' | 'boolean';

export interface AggregateField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly sentence: string;
  /** Values known from public sources; none of these lists is documented as complete. */
  readonly values?: readonly string[];
  readonly holdsCids: boolean;
  /** A user may have several values, and then counts in several buckets. */
  readonly isList: boolean;
}

const recordOnly: readonly Pick<AggregateField, 'name' | 'kind' | 'sentence'>[] = [
  { name: 'cid_name', kind: 'text', sentence: 'Name of the home CID' },
  { name: 'created_at', kind: 'date', sentence: 'When the user was created' },
  { name: 'last_login_at', kind: 'date', sentence: 'When the user last logged in; absent when never' },
  { name: 'updated_at', kind: 'date', sentence: 'When the user was last changed' },
];

export const aggregateFields: readonly AggregateField[] = [
  ...Object.entries(userFilterSchema).map(([name, { type, description, values }]): AggregateField => ({
    name,
    kind: type === 'boolean' || type === 'date' ? type : 'text',
    sentence: description,
    ...(values && { values }),
    holdsCids: name === 'cid' || name.endsWith('_cids'),
    isList: type === 'strings',
  })),
  ...recordOnly.map((field): AggregateField => ({ ...field, holdsCids: false, isList: false })),
].toSorted((left, right) => (left.name < right.name ? -1 : 1));

export const findAggregateField = (name: string | undefined): AggregateField | undefined => aggregateFields.find((field) => field.name === name);
