// Turns a statement into a test for records, for sources that hold their records here: the demo tenant.
//
// What the server does at the edges is not documented. Chosen here:
// - texts are equal by case; a number equals only a number and a text only a text;
// - a negated comparison is the exact opposite of the plain one, so it also holds for a record that lacks the field;
// - a field that is absent, null or an empty list matches null and no other value;
// - a field with several values matches when any of them does, hence a negation when none does;
// - a wildcard or text match for an empty text, or for stars alone, matches every value that is there;
// - where a record holds a date, a date in the statement means its whole period: '<=' includes it, '>' starts behind it;
// - texts that are no dates are ordered by character code; true, false and null have no order.

import type { FqlComparison, FqlNode, FqlOperator, FqlScalar } from './fqlAst.ts';
import type { FqlPeriod } from './fqlDate.ts';
import { parseFqlDate, recordTime } from './fqlDate.ts';
import type { TextMatch } from './fqlMatch.ts';
import { tokenMatch, wildcardMatch } from './fqlMatch.ts';

export type FqlPredicate = (record: Readonly<Record<string, unknown>>) => boolean;

/** Judges one value that is present. */
type ValueTest = (value: unknown) => boolean;

interface OperandTest {
  readonly present: ValueTest;
  /** The answer for a field that is absent. */
  readonly absent: boolean;
}

const anything: OperandTest = { present: () => true, absent: false };
const nothing: OperandTest = { present: () => false, absent: false };
const isAbsent: OperandTest = { present: () => false, absent: true };

/**
 * Prepares a statement for many records; a dot in a property leads into nested objects. Total: every tree gives an answer for
 * every record. `now` (milliseconds since the epoch) is what relative dates count from.
 */
export function compileFql(ast: FqlNode, now: number = Date.now()): FqlPredicate {
  switch (ast.kind) {
    case 'comparison':
      return compileComparison(ast, now);
    case 'group':
      return compileFql(ast.inner, now);
    case 'and': {
      const parts = ast.items.map((item) => compileFql(item, now));
      return (record) => parts.every((part) => part(record));
    }
    case 'or': {
      const parts = ast.items.map((item) => compileFql(item, now));
      return (record) => parts.some((part) => part(record));
    }
  }
}

function compileComparison({ property, operator, operand }: FqlComparison, now: number): FqlPredicate {
  const path = property.split('.');
  const values = operand.kind === 'list' ? operand.items.map(({ value }) => value) : [operand.value];
  const { present, absent } = testFor(operator, values, now);
  const negated = operator.startsWith('!');
  return (record) => (judge(record, path, 0, present) ?? absent) !== negated;
}

/** Whether any value at the path passes; undefined when there is none. */
function judge(value: unknown, path: readonly string[], depth: number, test: ValueTest): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) {
    let answer: boolean | undefined;
    for (const element of value) {
      const here = judge(element, path, depth, test);
      if (here === true) return true;
      answer ??= here;
    }
    return answer;
  }
  const key = path[depth];
  if (key === undefined) return test(value);
  if (typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return judge((value as Readonly<Record<string, unknown>>)[key], path, depth + 1, test);
}

function testFor(operator: FqlOperator, values: readonly FqlScalar[], now: number): OperandTest {
  switch (operator) {
    case '':
    case '!':
      return equalsAny(values, now);
    case '*':
    case '!*':
      return anyOf(values.map((value) => textTest(value, wildcardMatch)));
    case '~':
    case '!~':
      return anyOf(values.map((value) => textTest(value, tokenMatch)));
    case '>':
    case '>=':
    case '<':
    case '<=':
      return anyOf(values.map((value) => orderTest(operator, value, now)));
  }
}

function anyOf(tests: readonly OperandTest[]): OperandTest {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return { present: (value) => tests.some((test) => test.present(value)), absent: tests.some((test) => test.absent) };
}

function equalsAny(values: readonly FqlScalar[], now: number): OperandTest {
  const exact = new Set<unknown>(values);
  const absent = exact.delete(null);
  if (exact.size === 0) return absent ? isAbsent : nothing;
  const periods = values.flatMap((value) => (typeof value === 'string' ? (parseFqlDate(value, now) ?? []) : []));
  if (periods.length === 0) return { present: (value) => exact.has(value), absent };
  return { present: (value) => exact.has(value) || (typeof value === 'string' && isWithin(value, periods)), absent };
}

function isWithin(value: string, periods: readonly FqlPeriod[]): boolean {
  const time = recordTime(value);
  return time !== undefined && periods.some(({ start, end }) => time >= start && time < end);
}

function textTest(value: FqlScalar, prepare: (pattern: string) => TextMatch | undefined): OperandTest {
  if (typeof value !== 'string') return nothing;
  const matches = prepare(value);
  if (matches === undefined) return anything;
  return { present: (found) => typeof found === 'string' && matches(found), absent: false };
}

type Ordering = '>' | '>=' | '<' | '<=';

function orderTest(operator: Ordering, wanted: FqlScalar, now: number): OperandTest {
  if (typeof wanted === 'number') {
    return { present: (found) => typeof found === 'number' && holds(operator, found, wanted), absent: false };
  }
  if (typeof wanted !== 'string') return nothing;
  const period = parseFqlDate(wanted, now);
  const present = (found: unknown): boolean => {
    if (typeof found !== 'string') return false;
    const time = period === undefined ? undefined : recordTime(found);
    return time === undefined || period === undefined ? holds(operator, found, wanted) : holdsForPeriod(operator, time, period);
  };
  return { present, absent: false };
}

function holds<T extends string | number>(operator: Ordering, left: T, right: T): boolean {
  switch (operator) {
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
  }
}

function holdsForPeriod(operator: Ordering, time: number, { start, end }: FqlPeriod): boolean {
  switch (operator) {
    case '>':
      return time >= end;
    case '>=':
      return time >= start;
    case '<':
      return time < start;
    case '<=':
      return time < end;
  }
}
