// Builds statements from parts without ever letting a part change the meaning of its neighbours.

import type { FqlOperator, FqlScalar } from './fqlAst.ts';
import { fqlString } from './fqlText.ts';
import { parseFql } from './parseFql.ts';

const propertyName = /^[\w.]+$/;

/**
 * One comparison, escaped: `fqlComparison('uid', '', 'a@b.example')`; a list means any of its values (none of them after '!').
 * Throws RangeError for a property name FQL cannot write, an empty list or a number that is not finite.
 */
export function fqlComparison(property: string, operator: FqlOperator, value: FqlScalar | readonly FqlScalar[]): string {
  if (!propertyName.test(property)) throw new RangeError(`Not a property name: ${JSON.stringify(property)}`);
  return `${property}:${operator}${operandText(value)}`;
}

/** Joins written statements so that all must hold. Empty and absent parts are left out; nothing left gives ''. */
export function fqlAnd(...parts: readonly (string | undefined)[]): string {
  return join('+', parts);
}

/** Joins written statements so that one must hold. Empty and absent parts are left out; nothing left gives ''. */
export function fqlOr(...parts: readonly (string | undefined)[]): string {
  return join(',', parts);
}

function operandText(value: FqlScalar | readonly FqlScalar[]): string {
  if (typeof value !== 'object' || value === null) return scalarText(value);
  if (value.length === 0) throw new RangeError('FQL has no empty list');
  return `[${value.map(scalarText).join(',')}]`;
}

function scalarText(value: FqlScalar): string {
  if (typeof value === 'string') return fqlString(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`FQL cannot write ${String(value)}`);
  return String(value);
}

// A part that does not parse is refused: "a:1),(b:2" put between parentheses would read as two alternatives and escape what it is
// combined with. Mixed joiners always get parentheses, because how the server binds '+' against ',' is not documented.
function join(joiner: '+' | ',', parts: readonly (string | undefined)[]): string {
  const written = parts.map((part) => part?.trim() ?? '').filter((part) => part !== '');
  if (written.length < 2) return written.map((part) => checked(part).text).join('');
  const foreign = joiner === '+' ? 'or' : 'and';
  return written
    .map((part) => {
      const { text, kinds } = checked(part);
      return kinds.has(foreign) ? `(${text})` : text;
    })
    .join(joiner);
}

function checked(part: string): { text: string; kinds: ReadonlySet<string> } {
  const { ast, problems } = parseFql(part);
  if (ast === undefined) throw new SyntaxError(`Not an FQL statement: ${problems[0]?.message ?? part}`);
  const kinds = new Set<string>([ast.kind]);
  // "a+b,c" is an "or" at the top with an "and" below it that no parentheses hold.
  if (ast.kind === 'or') for (const item of ast.items) kinds.add(item.kind);
  return { text: part, kinds };
}
