// Random statements and records for the property-based tests.

import fc from 'fast-check';
import { fqlOperators } from '../../../../src/core/fql/fqlAst.ts';
import type { FqlComparison, FqlList, FqlLiteral, FqlNode, FqlScalar } from '../../../../src/core/fql/fqlAst.ts';

const nowhere = { start: 0, end: 0 };

export const anyText = fc.string({ unit: 'binary', maxLength: 12 });

/** Texts over a few signs, so that random values and random patterns meet often. */
export const closeText = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*', ' ', '-', "'", '\\', 'é'), maxLength: 6 }),
  fc.constantFrom('2025', '2025-03', '2025-03-31', '2025-03-31T08:00:00Z', '2025-03-31T08:00:00.123456Z', 'now', 'now-1d', 'now+24h'),
);

export function scalar(text: fc.Arbitrary<string>): fc.Arbitrary<FqlScalar> {
  return fc.oneof(
    { weight: 4, arbitrary: text },
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.boolean(),
    fc.constant(null),
  );
}

export function literalOf(value: FqlScalar): FqlLiteral {
  return { kind: 'literal', value, ...nowhere };
}

export function listOf(values: readonly FqlScalar[]): FqlList {
  return { kind: 'list', items: values.map(literalOf), ...nowhere };
}

export function comparison(property: fc.Arbitrary<string>, text: fc.Arbitrary<string>): fc.Arbitrary<FqlComparison> {
  return fc
    .record({
      property,
      operator: fc.constantFrom(...fqlOperators),
      operand: fc.oneof(scalar(text).map(literalOf), fc.array(scalar(text), { minLength: 1, maxLength: 4 }).map(listOf)),
    })
    .map((parts) => ({ kind: 'comparison' as const, ...parts, propertyAt: nowhere, operatorAt: nowhere, ...nowhere }));
}

/** Trees as the parser makes them: "or" over "and" over groups and comparisons, never a joiner with a single item. */
export function statement(leaf: fc.Arbitrary<FqlNode>): fc.Arbitrary<FqlNode> {
  return fc.letrec<{ term: FqlNode; and: FqlNode; or: FqlNode }>((tie) => ({
    term: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('or').map((inner): FqlNode => ({ kind: 'group', inner, ...nowhere }))),
    and: fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((items) => joined('and', items)),
    or: fc.array(tie('and'), { minLength: 1, maxLength: 3 }).map((items) => joined('or', items)),
  })).or;
}

function joined(kind: 'and' | 'or', items: readonly FqlNode[]): FqlNode {
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { kind, items, ...nowhere };
}

/** The same tree without positions, for comparing. */
export function withoutPlaces(node: FqlNode): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) => (['start', 'end', 'propertyAt', 'operatorAt'].includes(key) ? undefined : value)),
  );
}
