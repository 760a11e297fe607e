/** Paths in the document as keys and ids, and where they lead after an edit. */
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';

/** Unlike for different paths; a path's key begins with the keys of those above it. */
export const keyOf = (path: JsonPath): string => JSON.stringify(path).slice(1, -1);

/** The path of a key. */
export const pathOfKey = (key: string): JsonPath => JSON.parse(`[${key}]`) as JsonPath;

/** Unique in the page, without spaces. */
export const idOf = (path: JsonPath): string => ['q', ...path].join('-').replaceAll(/[^\w-]/g, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`);

/** The head of the query at a path. */
export const headId = (path: JsonPath): string => `${idOf(path)}-head`;

export const samePath = (left: JsonPath, right: JsonPath): boolean => left.length === right.length && left.every((step, at) => step === right[at]);

export const startsWith = (path: JsonPath, start: JsonPath): boolean => start.length <= path.length && start.every((step, at) => step === path[at]);

/** What stands at a path; undefined where there is nothing. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}

/** The query that a path leads into. */
export function queryOf(path: JsonPath): JsonPath {
  const lists: readonly (string | number | undefined)[] = [undefined, 'queries', 'sub_aggregates'];
  const at = path.findLastIndex((step, place) => typeof step === 'number' && lists.includes(path[place - 1]));
  return path.slice(0, at + 1);
}

/** Where an item of a list stands after the edit; undefined when it is gone. */
function placeAfter(edit: QueryEdit, at: number): number | undefined {
  switch (edit.kind) {
    case 'set':
      return at;
    case 'remove': {
      const gone = edit.path.at(-1);
      if (typeof gone !== 'number' || at < gone) return at;
      return at === gone ? undefined : at - 1;
    }
    case 'insert':
      return at < edit.at ? at : at + 1;
    case 'duplicate':
      return at <= edit.at ? at : at + 1;
    case 'move': {
      const { from, to } = edit;
      if (at === from) return to;
      if (from < at && at <= to) return at - 1;
      return to <= at && at < from ? at + 1 : at;
    }
  }
}

/** Where a path leads after the edit; undefined when what it led to is gone. */
export function pathAfter(path: JsonPath, edit: QueryEdit): JsonPath | undefined {
  if (edit.kind === 'set') return path;
  const list = edit.kind === 'remove' ? edit.path.slice(0, -1) : edit.list;
  if (edit.kind === 'remove' && typeof edit.path.at(-1) === 'string') return startsWith(path, edit.path) && path.length > edit.path.length ? undefined : path;
  const at = path[list.length];
  if (!startsWith(path, list) || typeof at !== 'number') return path;
  const place = placeAfter(edit, at);
  return place === undefined ? undefined : [...list, place, ...path.slice(list.length + 1)];
}
