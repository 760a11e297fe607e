/**
 * How the parameters of an operation are written down: plain data, so that the client's types, the checks of the demo
 * tenant and the documentation shown to people are all read from the same row.
 */

interface AnyField {
  readonly description: string;
  readonly required?: true;
}

export interface StringField extends AnyField {
  readonly type: 'string';
  readonly values?: readonly string[];
  readonly default?: string;
  readonly format?: 'cid' | 'uuid' | 'email' | 'date-time' | 'secret';
  /** The record that an FQL statement filters. */
  readonly fql?: 'user' | 'grant' | 'child';
}

export interface IntegerField extends AnyField {
  readonly type: 'integer';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: number;
}

export interface BooleanField extends AnyField {
  readonly type: 'boolean';
  readonly default?: boolean;
}

export interface StringsField extends AnyField {
  readonly type: 'strings';
  readonly minimum?: number;
  /** Most items that one call takes. */
  readonly maximum?: number;
  readonly format?: 'cid' | 'uuid';
}

export interface ObjectField extends AnyField {
  readonly type: 'object';
  readonly fields: Fields;
}

export type Field = StringField | IntegerField | BooleanField | StringsField | ObjectField;
export type Fields = Readonly<Record<string, Field>>;

type FieldValue<F extends Field> = F extends { type: 'string'; values: readonly (infer V)[] }
  ? V
  : F extends { type: 'string' }
    ? string
    : F extends { type: 'integer' }
      ? number
      : F extends { type: 'boolean' }
        ? boolean
        : F extends { type: 'strings' }
          ? readonly string[]
          : F extends { type: 'object'; fields: infer Inner extends Fields }
            ? FieldsValue<Inner>
            : never;

type RequiredKeys<T extends Fields> = { [K in keyof T]: T[K] extends { required: true } ? K : never }[keyof T];

/** The TypeScript shape that a set of fields describes. */
export type FieldsValue<T extends Fields> = { readonly [K in RequiredKeys<T>]: FieldValue<T[K]> } & {
  readonly [K in Exclude<keyof T, RequiredKeys<T>>]?: FieldValue<T[K]> | undefined;
};

/** Sort values in the three forms that the specification lists: `uid`, `uid|asc`, `uid|desc`. */
export const sortValues = <const K extends string>(...properties: readonly K[]): readonly (K | `${K}|asc` | `${K}|desc`)[] =>
  properties.flatMap((property) => [property, `${property}|asc` as const, `${property}|desc` as const]);
