/** What one row of the operation table says. */
import type { GenericSchema, InferOutput } from 'valibot';
import type { AggregateQuery } from '../../core/aggregates/query.ts';
import type { Fields, FieldsValue } from './fields.ts';

export type Scope = 'usermgmt:read' | 'usermgmt:write' | 'mssp:read' | 'sensor-installers:read';

/** The console's names of the scopes, as people tick them under API clients. */
export const scopeLabels: Readonly<Record<Scope, string>> = {
  'usermgmt:read': 'User Management: Read',
  'usermgmt:write': 'User Management: Write',
  'mssp:read': 'Flight Control: Read',
  'sensor-installers:read': 'Sensor Download: Read',
};

export type Collection = 'oauth2' | 'user-management' | 'users-legacy' | 'flight-control' | 'sensor-download';

export type Body =
  | { readonly kind: 'json'; readonly fields: Fields }
  | { readonly kind: 'form'; readonly fields: Fields }
  /** A JSON array of aggregate queries. */
  | { readonly kind: 'aggregates' };

export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  readonly collection: Collection;
  readonly summary: string;
  /** Absent for the token calls, which carry the client's own credentials. */
  readonly scope?: Scope;
  readonly write: boolean;
  /** Whether a second sending after an unclear failure does no harm. */
  readonly repeatable: boolean;
  /** Set on deprecated operations: the operation to use instead. */
  readonly replacedBy?: string;
  readonly query: Fields;
  readonly body?: Body;
  /** The status of success; 207 is listed where a partial success is documented. */
  readonly success: readonly [number, ...number[]];
  /** Other documented statuses. 401 is answered by the gateway everywhere although the specification leaves it out. */
  readonly failures: readonly number[];
  /** Schema of one resource; undefined where the answer carries none. */
  readonly resource?: GenericSchema;
  /** Whether `meta.pagination` tells a total that `offset` and `limit` walk through. */
  readonly paged?: true;
}

type BodyValue<B> = B extends { kind: 'aggregates' }
  ? readonly AggregateQuery[]
  : B extends { kind: 'json' | 'form'; fields: infer F extends Fields }
    ? FieldsValue<F>
    : never;

/** Query parameters by name, and the body under `body`. */
export type ParametersOf<O extends Operation> = FieldsValue<O['query']> &
  (O extends { readonly body: infer B } ? { readonly body: BodyValue<B> } : object);

export type ResourceOf<O extends Operation> = O extends { readonly resource: infer S extends GenericSchema } ? InferOutput<S> : never;
