/** Edits of whole queries, with what the file says of them elsewhere by name. */
import type { QueryEdit } from './editQueries.ts';
import type { JsonPath } from './jsonPath.ts';
import { queriesPath } from './queryFile.ts';
import type { ChartChoice, QueryFile } from './queryFile.ts';
import { uniqueName } from './queryNames.ts';

const namesOf = ({ queries }: QueryFile): readonly string[] => queries.flatMap(({ name }) => (name ? [name] : []));

/** Only when no other query has the name, which then still needs its chart. */
const chartToMove = (file: QueryFile, at: number): ChartChoice | undefined => {
  const name = file.queries[at]?.name;
  return name !== undefined && namesOf(file).filter((other) => other === name).length === 1 && Object.hasOwn(file.charts, name) ? file.charts[name] : undefined;
};

/** Renames a query at the top; the choice of its chart goes with it. An empty name is removed. */
export function renameEdits(file: QueryFile, at: number, name: string): readonly QueryEdit[] {
  const path: JsonPath = [...queriesPath(file), at, 'name'];
  const old = file.queries[at]?.name;
  const rename: QueryEdit = name === '' ? { kind: 'remove', path } : { kind: 'set', path, value: name };
  const chart = chartToMove(file, at);
  if (chart === undefined || old === undefined || old === name) return [rename];
  const moved: QueryEdit[] = name === '' ? [] : [{ kind: 'set', path: ['charts', name], value: chart }];
  return [rename, { kind: 'remove', path: ['charts', old] }, ...moved];
}

/** Removes a query at the top, and the choice of its chart. */
export function removeEdits(file: QueryFile, at: number): readonly QueryEdit[] {
  const name = file.queries[at]?.name;
  const chart: QueryEdit[] = chartToMove(file, at) === undefined || name === undefined ? [] : [{ kind: 'remove', path: ['charts', name] }];
  return [{ kind: 'remove', path: [...queriesPath(file), at] }, ...chart];
}

/** Copies a query at the top under a name of its own. */
export function duplicateEdits(file: QueryFile, at: number): readonly QueryEdit[] {
  const list = queriesPath(file);
  const name = file.queries[at]?.name;
  const copy: QueryEdit = { kind: 'duplicate', list, at };
  if (!name) return [copy];
  return [copy, { kind: 'set', path: [...list, at + 1, 'name'], value: uniqueName(name, new Set(namesOf(file))) }];
}
