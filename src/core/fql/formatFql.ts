// Writes a statement in its canonical form: no spaces, lists without gaps, parentheses as in the tree.

import type { FqlComparison, FqlLiteral, FqlNode } from './fqlAst.ts';
import { fqlString } from './fqlText.ts';

/**
 * The text of a statement. Parsing it gives the same tree again, positions aside.
 * A tree built by hand may nest "and" and "or" without groups; they then get the parentheses that keep its meaning.
 */
export function formatFql(ast: FqlNode): string {
  switch (ast.kind) {
    case 'comparison':
      return `${ast.property}:${ast.operator}${formatOperand(ast.operand)}`;
    case 'group':
      return `(${formatFql(ast.inner)})`;
    case 'and':
      return ast.items.map((item) => (item.kind === 'and' || item.kind === 'or' ? `(${formatFql(item)})` : formatFql(item))).join('+');
    case 'or':
      return ast.items.map((item) => (item.kind === 'or' ? `(${formatFql(item)})` : formatFql(item))).join(',');
  }
}

function formatOperand(operand: FqlComparison['operand']): string {
  return operand.kind === 'list' ? `[${operand.items.map(formatLiteral).join(',')}]` : formatLiteral(operand);
}

function formatLiteral({ value }: FqlLiteral): string {
  return typeof value === 'string' ? fqlString(value) : String(value);
}
