/** The fields that can be aggregated. The list for users is not documented: here all that the record and the filters know. */
import type { UserEntry } from '../store/model.ts';
import { userProperties } from '../store/userProperties.ts';
import { readMoment } from '../../core/aggregates/dateMath.ts';

/** Dates count as epoch milliseconds, booleans as 1 and 0. */
export type FieldValue = string | number;

export interface AggregateField {
  readonly kind: 'text' | 'date' | 'boolean';
  readonly values: (user: UserEntry, now: number) => readonly FieldValue[];
}

const dates: Readonly<Record<string, (user: UserEntry) => number>> = {
  created_at: (user) => user.createdAt,
  updated_at: (user) => user.updatedAt,
  last_login_at: (user) => user.lastLoginAt,
};

/** Undefined for a field that nothing is known of. `missing` stands in where a user has no value. */
export function findField(name: string, missing: string | undefined, now: number): AggregateField | undefined {
  const field = knownField(name);
  if (field === undefined || missing === undefined || missing === '') return field;
  const standIn = field.kind === 'text' ? missing : field.kind === 'boolean' ? Number(missing === 'true' || missing === '1') : readMoment(missing, now);
  if (standIn === undefined) return field;
  return {
    kind: field.kind,
    values: (user, at) => {
      const values = field.values(user, at);
      return values.length > 0 ? values : [standIn];
    },
  };
}

function knownField(name: string): AggregateField | undefined {
  const date = Object.hasOwn(dates, name) ? dates[name] : undefined;
  if (date) {
    return {
      kind: 'date',
      values: (user) => {
        const time = date(user);
        return time > 0 ? [time] : [];
      },
    };
  }
  if (name === 'cid_name') return { kind: 'text', values: (user) => [user.home.name] };
  const read = Object.hasOwn(userProperties, name) ? userProperties[name] : undefined;
  if (read === undefined) return undefined;
  if (name === 'has_temporary_roles') return { kind: 'boolean', values: (user, now) => [read(user, now) === true ? 1 : 0] };
  return { kind: 'text', values: (user, now) => textsOf(read(user, now)) };
}

function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value as readonly string[];
  // An empty text is a value, as it is for filters.
  return typeof value === 'string' ? [value] : [];
}
