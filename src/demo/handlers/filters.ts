import type { FqlNode } from '../../core/fql/fqlAst.ts';
import type { FqlSchema } from '../../core/fql/fqlSchema.ts';
import { parseFql } from '../../core/fql/parseFql.ts';
import { Refusal } from '../server/reply.ts';

/** Reads a filter. What an unknown property answers is not documented; 400 here, as for any other mistake in it. */
export function readFilter(text: string | undefined, schema: FqlSchema): { readonly text: string; readonly ast: FqlNode } | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const { ast, problems } = parseFql(text, schema);
  const [problem] = problems;
  if (problem !== undefined || ast === undefined) throw new Refusal(400, `invalid filter expression: ${problem?.message ?? 'cannot be read'}`);
  return { text, ast };
}
