/** The edits that put what was typed into the document. */
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import type { QueryFile } from '../../core/aggregates/queryFile.ts';
import { valueAt } from './paths.ts';

/** Whether nothing but this key is written in an object. */
function isAlone(object: unknown, key: string | number): boolean {
  return typeof object === 'object' && object !== null && Object.keys(object).every((other) => other === key);
}

/** Objects that are there only for what is written in them. */
const holders = new Set<string | number | undefined>(['extended_bounds', 'filters_spec', 'filters']);

/** @param root the document, as far as it could be read */
export function setEdits(root: unknown, path: JsonPath, value: unknown): readonly QueryEdit[] {
  if (value !== undefined) return [{ kind: 'set', path, value }];
  if (valueAt(root, path) === undefined) return [];
  const above = path.slice(0, -1);
  // What holds nothing else goes along with it.
  if (holders.has(above.at(-1)) && isAlone(valueAt(root, above), path.at(-1) ?? '')) return setEdits(root, above, undefined);
  return [{ kind: 'remove', path }];
}

/** The document as its paths see it, as far as it could be read. */
export const rootOf = (file: QueryFile): unknown => (file.form === 'list' ? file.queries : { ...file });
