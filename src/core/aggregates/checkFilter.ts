/** FQL inside the JSON texts of a query. */
import type { Node } from 'jsonc-parser';
import type { FqlProblem } from '../fql/fqlAst.ts';
import { userFilterSchema } from '../fql/fqlSchema.ts';
import { parseFql } from '../fql/parseFql.ts';
import type { CheckContext, Place } from './checkContext.ts';
import { propertiesOf } from './jsonTree.ts';
import { spanInString } from './stringPlaces.ts';

/**
 * What no filter may be is an error. What the filter of the user query does not know is a warning: what the one of
 * aggregates knows is not published.
 */
export function checkFilter({ node, path }: Place, { text, problems }: CheckContext): void {
  const filter = textOf(node);
  if (filter.trim() === '') return;
  const tell = (severity: 'error' | 'warning', code: 'filter' | 'filterName', found: readonly FqlProblem[]): void => {
    for (const { message, hint, start, end } of found) {
      problems.add(severity, code, spanInString(text, node, start, end), path, hint === undefined ? message : `${message} ${hint}`);
    }
  };
  const general = parseFql(filter).problems;
  tell('error', 'filter', general);
  if (general.length === 0) tell('warning', 'filterName', parseFql(filter, userFilterSchema).problems);
}

/** Of `filters_spec`. */
export function checkNamedFilters({ node, path }: Place, context: CheckContext): void {
  for (const { key, value } of propertiesOf(node)) if (value.type === 'string') checkFilter({ node: value, path: [...path, key] }, context);
}

const textOf = (node: Node): string => (node.type === 'string' ? String(node.value) : '');
