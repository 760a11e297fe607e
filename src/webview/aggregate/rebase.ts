/** Edits of a document as it was, made fit for what other edits have made of it. */
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import { pathAfter } from './paths.ts';

const through = (path: JsonPath, done: readonly QueryEdit[]): JsonPath | undefined =>
  done.reduce<JsonPath | undefined>((before, edit) => before && pathAfter(before, edit), path);

interface Item {
  readonly list: JsonPath;
  readonly at: number;
}

function itemAfter({ list, at }: Item, done: readonly QueryEdit[]): Item | undefined {
  const path = through([...list, at], done);
  const place = path?.at(-1);
  return path && typeof place === 'number' ? { list: path.slice(0, -1), at: place } : undefined;
}

/** @param done what was done since. @returns undefined when what it is about is gone */
export function rebased(edit: QueryEdit, done: readonly QueryEdit[]): QueryEdit | undefined {
  switch (edit.kind) {
    case 'set':
    case 'remove': {
      const path = through(edit.path, done);
      return path && { ...edit, path };
    }
    case 'insert': {
      const list = through(edit.list, done);
      // Where it was to stand nothing needs to be any more.
      return list && { ...edit, list, at: itemAfter(edit, done)?.at ?? edit.at };
    }
    case 'duplicate': {
      const item = itemAfter(edit, done);
      return item && { ...edit, ...item };
    }
    case 'move': {
      const item = itemAfter({ list: edit.list, at: edit.from }, done);
      // By as many places as it was meant to.
      return item && { kind: 'move', list: item.list, from: item.at, to: item.at + edit.to - edit.from };
    }
  }
}
