/** Documents, laid out in every way, and values for them. */
import fc from 'fast-check';
import type { AggregateBucket, AggregateQuery, AggregateResult } from '../../../../src/core/aggregates/query.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const words = fc.oneof(fc.constantFrom('name', 'type', 'field', 'a', 'size', '__proto__', 'x y'), fc.string({ unit: 'binary', maxLength: 6 }));

export const scalars = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null),
  fc.constantFrom('//', '/*', '"', '\\', ']'),
);

export const jsonValues: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(words, tie('value')), { maxLength: 4, selector: ([key]) => key }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** Written with the space that `next` gives between its tokens. */
export function written(value: Json, next: () => string): string {
  const join = (parts: readonly string[]): string => parts.map((part, at) => `${at > 0 ? `${next()},` : ''}${next()}${part}`).join('');
  if (Array.isArray(value)) return `[${join(value.map((item: Json) => written(item, next)))}${next()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${join(Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}${next()}:${next()}${written(part, next)}`))}${next()}}`;
}

const trivia = fc.constantFrom('', '', ' ', '\n', '\n  ', '\r\n\t', '   ');
const remarks = fc.constantFrom('/* a, b */', '// "x": [1,\n', '/*{*/ ');

/** A list or an object, as people, formatters and programs would write it. */
export const documents: fc.Arbitrary<{ readonly value: Json; readonly text: string }> = fc
  .tuple(
    fc.oneof(fc.array(jsonValues, { maxLength: 4 }), fc.dictionary(words, jsonValues, { maxKeys: 4, noNullPrototype: true })),
    fc.oneof(
      fc.constantFrom<readonly string[]>([''], [' ']).map((spaces) => ({ spaces })),
      fc.constantFrom('\t', '  ', '    ').map((unit) => ({ unit })),
      fc.array(fc.oneof({ weight: 6, arbitrary: trivia }, { weight: 1, arbitrary: remarks }), { minLength: 1, maxLength: 17 }).map((spaces) => ({ spaces })),
    ),
    fc.boolean(),
  )
  .map(([value, style, withReturns]) => {
    if ('unit' in style) {
      const text = JSON.stringify(value, null, style.unit);
      return { value, text: withReturns ? text.replaceAll('\n', '\r\n') : text };
    }
    let at = 0;
    return { value, text: written(value, () => style.spaces[(at += 1) % style.spaces.length] ?? '') };
  });

export const result = (name: string, buckets: readonly AggregateBucket[], more: Partial<AggregateResult> = {}): AggregateResult => ({ name, buckets, ...more });
export const terms = (name: string, field: string, more: Partial<AggregateQuery> = {}): AggregateQuery => ({ name, type: 'terms', field, ...more });
