// The rules a readable statement may still break: which operator takes which value, and what the filtered call knows.

import type { FqlComparison, FqlLiteral, FqlNode, FqlOperator, FqlProblem, FqlScalar } from './fqlAst.ts';
import { fqlDateForms, parseFqlDate } from './fqlDate.ts';
import type { FqlProperty, FqlSchema } from './fqlSchema.ts';
import { isSortOnly, operatorsByType } from './fqlSchema.ts';
import { fqlString } from './fqlText.ts';
import { shown } from './fqlReader.ts';
import { nearestName } from './nearestName.ts';

// The limit counts names, not comparisons: public clients are seen joining a hundred comparisons of one property.
const mostProperties = 20;

/** Beyond this many problems the rest tells the user nothing more. */
const mostProblems = 20;

/** Problems of a statement that could be read, in the order of the text. Without a schema only the general rules apply. */
export function checkFql(ast: FqlNode, schema: FqlSchema | undefined): FqlProblem[] {
  const problems: FqlProblem[] = [];
  const names = new Set<string>();
  for (const comparison of comparisonsOf(ast)) {
    const { property, propertyAt } = comparison;
    if (!names.has(property)) {
      names.add(property);
      if (names.size === mostProperties + 1) {
        problems.push({ ...place(propertyAt), message: `A statement can name at most ${String(mostProperties)} properties; this is one more.` });
      }
    }
    const problem = generalProblem(comparison) ?? (schema && schemaProblem(comparison, schema));
    if (problem !== undefined) problems.push(problem);
    if (problems.length >= mostProblems) break;
  }
  return problems;
}

function* comparisonsOf(node: FqlNode): Generator<FqlComparison> {
  switch (node.kind) {
    case 'comparison':
      yield node;
      break;
    case 'group':
      yield* comparisonsOf(node.inner);
      break;
    case 'and':
    case 'or':
      for (const item of node.items) yield* comparisonsOf(item);
      break;
  }
}

function generalProblem({ operator, operatorAt, operand }: FqlComparison): FqlProblem | undefined {
  if (operator === '' || operator === '!') return undefined;
  if (operand.kind === 'list') {
    return { ...place(operatorAt), message: `A list cannot follow ':${operator}'.`, hint: "Lists go with ':' (any of) and ':!' (none of)." };
  }
  const { value } = operand;
  if (value === null) {
    return { ...place(operatorAt), message: `null cannot follow ':${operator}'.`, hint: "Write ':null' for absent, ':!null' for present." };
  }
  if (typeof value === 'string' || (typeof value === 'number' && isOrdering(operator))) return undefined;
  return isOrdering(operator)
    ? { ...place(operatorAt), message: `'${String(value)}' has no order, so ':${operator}' cannot be used on it.` }
    : { ...place(operand), message: `':${operator}' needs text in single quotes.`, hint: `Write ${fqlString(String(value))}` };
}

function schemaProblem(comparison: FqlComparison, schema: FqlSchema): FqlProblem | undefined {
  const { property, propertyAt, operator, operatorAt, operand } = comparison;
  const known = Object.hasOwn(schema, property) ? schema[property] : undefined;
  if (known === undefined) return unknownProperty(comparison, schema);
  const possible = operatorsByType[known.type];
  if (!possible.includes(operator)) {
    return {
      ...place(operator === '' ? propertyAt : operatorAt),
      message: `':${operator}' cannot be used on '${property}', which is ${typeName(known)}.`,
      hint: `Possible: ${possible.map((each) => `':${each}'`).join(', ')}.`,
    };
  }
  const literals = operand.kind === 'list' ? operand.items : [operand];
  for (const literal of literals) {
    const problem = valueProblem(property, known, literal);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function unknownProperty({ property, propertyAt }: FqlComparison, schema: FqlSchema): FqlProblem {
  if (isSortOnly(schema, property)) {
    return { ...place(propertyAt), message: `'${property}' can be sorted on but not filtered.` };
  }
  const names = Object.keys(schema);
  const nearest = nearestName(property, names);
  return {
    ...place(propertyAt),
    message: `There is no property '${shown(property)}' to filter on.`,
    hint: nearest === undefined ? `Known: ${names.join(', ')}.` : `Did you mean '${nearest}'?`,
  };
}

function valueProblem(property: string, known: FqlProperty, literal: FqlLiteral): FqlProblem | undefined {
  const { value } = literal;
  if (value === null) return undefined;
  switch (known.type) {
    case 'boolean':
      if (typeof value === 'boolean') return undefined;
      return { ...place(literal), message: `'${property}' is either true or false.`, hint: booleanHint(property, value) };
    case 'date':
      if (typeof value !== 'string') {
        return { ...place(literal), message: `'${property}' holds a date, which needs single quotes.`, hint: `Write ${fqlString(String(value))}` };
      }
      // Which day "now" is does not matter for whether the text is a date.
      if (parseFqlDate(value, 0) !== undefined) return undefined;
      return { ...place(literal), message: `'${shown(value)}' is not a date.`, hint: `${fqlDateForms}.` };
    case 'string':
    case 'strings':
      if (typeof value === 'string') return undefined;
      return { ...place(literal), message: `'${property}' holds text.`, hint: `Write ${fqlString(String(value))}` };
  }
}

function booleanHint(property: string, value: FqlScalar): string {
  const meant = String(value).toLowerCase() === 'false' ? 'false' : 'true';
  return `Write ${property}:${meant}, without quotes.`;
}

function typeName({ type }: FqlProperty): string {
  return { string: 'text', strings: 'a list of texts', boolean: 'true or false', date: 'a date' }[type];
}

function isOrdering(operator: FqlOperator): boolean {
  return operator.startsWith('>') || operator.startsWith('<');
}

function place({ start, end }: { start: number; end: number }): { start: number; end: number } {
  return { start, end };
}
