import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Node } from 'jsonc-parser';
import { findNodeAtLocation } from 'jsonc-parser';
import { editAll, editText } from '../../../../src/core/aggregates/editQueries.ts';
import type { QueryEdit } from '../../../../src/core/aggregates/editQueries.ts';
import type { JsonPath } from '../../../../src/core/aggregates/jsonPath.ts';
import { meaningOf, readTree } from '../../../../src/core/aggregates/jsonTree.ts';
import { Problems } from '../../../../src/core/aggregates/problems.ts';
import { applyChanges, changeBetween } from '../../../../src/core/aggregates/textChange.ts';
import type { Json } from './samples.ts';
import { documents, jsonValues } from './samples.ts';

const edited = (text: string, edit: QueryEdit): string => applyChanges(text, editText(text, edit));

function treeOf(text: string): Node {
  const root = readTree(text, new Problems());
  assert.ok(root, `not JSON: ${text}`);
  return root;
}

const cases: readonly (readonly [name: string, before: string, edit: QueryEdit, after: string])[] = [
  ['a value is replaced alone', '[{"type":"terms","field" : "cid"}]', { kind: 'set', path: [0, 'field'], value: 'uid' }, '[{"type":"terms","field" : "uid"}]'],
  ['numbers stay as they are spelled', '[{"size":1e1}]', { kind: 'set', path: [0, 'type'], value: 'max' }, '[{"size":1e1,"type":"max"}]'],
  [
    'a property goes behind the last, as the others are',
    '[\n\t{\n\t\t"type": "terms"\n\t}\n]\n',
    { kind: 'set', path: [0, 'ranges'], value: [{ From: 0, To: 1 }] },
    '[\n\t{\n\t\t"type": "terms",\n\t\t"ranges": [\n\t\t\t{\n\t\t\t\t"From": 0,\n\t\t\t\t"To": 1\n\t\t\t}\n\t\t]\n\t}\n]\n',
  ],
  ['a query on one line keeps to it', '[\n  { "a": 1 }\n]', { kind: 'set', path: [0, 'b'], value: { c: [1, 2] } }, '[\n  { "a": 1, "b": { "c": [1, 2] } }\n]'],
  ['line ends are those of the file', '[\r\n    {\r\n        "a": 1\r\n    }\r\n]', { kind: 'insert', list: [], at: 1, value: { b: 2 } },
    '[\r\n    {\r\n        "a": 1\r\n    },\r\n    {\r\n        "b": 2\r\n    }\r\n]'],
  ['what is missing on the way is made', '{\n  "queries": []\n}', { kind: 'set', path: ['charts', 'x'], value: 'bars' },
    '{\n  "charts": {\n    "x": "bars"\n  },\n  "queries": []\n}'],
  ['a tenant stands at the top', '{ "cid": "1", "queries": [] }', { kind: 'set', path: ['tenant'], value: 'A' },
    '{ "tenant": "A", "cid": "1", "queries": [] }'],
  ['the first item goes into an empty list', '[]\n', { kind: 'insert', list: [], at: 0, value: { a: 1 } }, '[{"a":1}]\n'],
  ['an item goes before another', '[\n  1,\n  2\n]', { kind: 'insert', list: [], at: 0, value: 0 }, '[\n  0,\n  1,\n  2\n]'],
  ['a missing list is made', '[{"a":1}]', { kind: 'insert', list: [0, 'sub_aggregates'], at: 0, value: 1 }, '[{"a":1,"sub_aggregates":[1]}]'],
  ['the first goes with its comma', '[\n  1,\n  2\n]', { kind: 'remove', path: [0] }, '[\n  2\n]'],
  ['the last goes with the comma before it', '{\n  "a": 1,\n  "b": 2\n}', { kind: 'remove', path: ['b'] }, '{\n  "a": 1\n}'],
  ['the only one leaves nothing behind', '[\n  {"a":1}\n]', { kind: 'remove', path: [0] }, '[]'],
  ['a comment is nobody’s to remove', '[1, // one\n 2 /* two */]', { kind: 'remove', path: [1] }, '[1 // one\n  /* two */]'],
  ['items change places and keep their text', '[ {"a" : 1},\n   {"b":2} , 3 ]', { kind: 'move', list: [], from: 0, to: 2 }, '[ {"b":2},\n   3 , {"a" : 1} ]'],
  ['a copy is the same text', '[\n  { "a" : 1.0 },\n  2\n]', { kind: 'duplicate', list: [], at: 0 }, '[\n  { "a" : 1.0 },\n  { "a" : 1.0 },\n  2\n]'],
  ['undefined removes', '[{"a":1,"b":2}]', { kind: 'set', path: [0, 'a'], value: undefined }, '[{"b":2}]'],
  ['a bare list on one line becomes an object', '[ { "a": 1 } ]', { kind: 'set', path: ['tenant'], value: 'T' },
    '{ "tenant": "T", "queries": [ { "a": 1 } ] }'],
  [
    'a bare list over lines becomes an object, moved to the right',
    '[\r\n  {\r\n    "a": 1\r\n  }\r\n]\r\n',
    { kind: 'set', path: ['charts', 'x'], value: 'line' },
    '{\r\n  "charts": {\r\n    "x": "line"\r\n  },\r\n  "queries": [\r\n    {\r\n      "a": 1\r\n    }\r\n  ]\r\n}\r\n',
  ],
  ['an empty text counts as an empty list', '', { kind: 'insert', list: [], at: 0, value: 1 }, '[1]'],
];

describe('edits of a file of queries', () => {
  for (const [name, before, edit, after] of cases) test(name, () => assert.equal(edited(before, edit), after));

  test('what is no JSON and what is nowhere is refused', () => {
    assert.throws(() => editText('[', { kind: 'set', path: [0], value: 1 }), RangeError);
    assert.throws(() => editText('[1]', { kind: 'move', list: [], from: 0, to: 1 }), RangeError);
    assert.throws(() => editText('[1]', { kind: 'duplicate', list: [0], at: 0 }), RangeError);
    assert.deepEqual(editText('[1]', { kind: 'remove', path: [3, 'a'] }), []);
    assert.deepEqual(editText('[1]', { kind: 'remove', path: [] }), []);
  });

  test('several edits count on one another and make one change', () => {
    const edits: QueryEdit[] = [{ kind: 'set', path: ['tenant'], value: 'T' }, { kind: 'set', path: ['queries', 0, 'a'], value: 2 }];
    const changes = editAll('[{"a":1}]', edits);
    assert.equal(changes.length, 1);
    assert.equal(applyChanges('[{"a":1}]', changes), '{"tenant":"T","queries":[{"a":2}]}');
    assert.deepEqual(editAll('[1]', []), []);
  });
});

/** Every part of a value, by its path. */
function* pathsIn(value: Json, path: JsonPath = []): Generator<JsonPath> {
  yield path;
  if (Array.isArray(value)) for (const [at, item] of value.entries()) yield* pathsIn(item as Json, [...path, at]);
  else if (typeof value === 'object' && value !== null) for (const [key, part] of Object.entries(value)) yield* pathsIn(part, [...path, key]);
}

const at = (value: Json, path: JsonPath): Json => path.reduce<Json>((part, step) => (part as never)[step], value);

/** The text of every part that is neither on the path nor below it. */
function textsBeside(text: string, value: Json, path: JsonPath, where: (other: JsonPath) => JsonPath): Map<string, string> {
  const root = treeOf(text);
  const texts = new Map<string, string>();
  for (const other of pathsIn(value)) {
    const shared = Math.min(path.length, other.length);
    if (path.slice(0, shared).every((step, depth) => step === other[depth])) continue;
    const node = findNodeAtLocation(root, [...where(other)]);
    assert.ok(node, `${JSON.stringify(where(other))} in ${text}`);
    texts.set(JSON.stringify(other), text.slice(node.offset, node.offset + node.length));
  }
  return texts;
}

const clone = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

function withoutPart(value: Json, path: JsonPath): Json {
  const copy = clone(value);
  const holder = at(copy, path.slice(0, -1));
  const step = path.at(-1) ?? '';
  if (Array.isArray(holder)) holder.splice(Number(step), 1);
  else Reflect.deleteProperty(holder as object, step);
  return copy;
}

/** Prototypes aside, `__proto__` included. */
const sameJson = (left: unknown, right: unknown): void => assert.equal(JSON.stringify(left), JSON.stringify(right));

const chosen = fc.tuple(documents, fc.nat(), fc.nat(), jsonValues);
const runs = { numRuns: 600 };

describe('any edit of any document', () => {
  test('setting a value means it, and leaves all others as they are written', () => {
    fc.assert(
      fc.property(chosen, ([{ value, text }, pick, , next]) => {
        const paths = [...pathsIn(value)].slice(1);
        const path = paths[pick % paths.length];
        fc.pre(path !== undefined && !(Array.isArray(value) && typeof path[0] === 'string'));
        const after = edited(text, { kind: 'set', path, value: next });
        const same = (other: JsonPath): JsonPath => other;
        sameJson(meaningOf(findNodeAtLocation(treeOf(after), [...path]) ?? treeOf('0')), next);
        assert.deepEqual(textsBeside(after, value, path, same), textsBeside(text, value, path, same));
      }),
      runs,
    );
  });

  test('a new property or item comes in, and nothing else changes', () => {
    fc.assert(
      fc.property(chosen, ([{ value, text }, pick, place, next]) => {
        const holders = [...pathsIn(value)].filter((path) => typeof at(value, path) === 'object' && at(value, path) !== null);
        const path = holders[pick % holders.length] ?? [];
        const holder = at(value, path) as Json[] | Record<string, Json>;
        fc.pre(!Object.hasOwn(holder, 'fresh'));
        const index = Array.isArray(holder) ? place % (holder.length + 1) : 0;
        const edit: QueryEdit = Array.isArray(holder)
          ? { kind: 'insert', list: path, at: index, value: next }
          : { kind: 'set', path: [...path, 'fresh'], value: next };
        const after = edited(text, edit);
        const fresh = [...path, Array.isArray(holder) ? index : 'fresh'];
        sameJson(meaningOf(findNodeAtLocation(treeOf(after), [...fresh]) ?? treeOf('0')), next);
        sameJson(meaningOf(treeOf(edited(after, { kind: 'remove', path: fresh }))), value);
        const [change, ...more] = editText(text, edit);
        assert.deepEqual(more, []);
        assert.equal(text.slice(change?.offset, (change?.offset ?? 0) + (change?.length ?? 0)).trim(), '');
      }),
      runs,
    );
  });

  test('removing takes out one part, with its comma', () => {
    fc.assert(
      fc.property(chosen, ([{ value, text }, pick]) => {
        const paths = [...pathsIn(value)].slice(1);
        const path = paths[pick % paths.length];
        fc.pre(path !== undefined);
        const after = edited(text, { kind: 'remove', path });
        const meant = withoutPart(value, path);
        sameJson(meaningOf(treeOf(after)), meant);
        const list = path.slice(0, -1);
        const step = path.at(-1);
        const moved = (other: JsonPath): JsonPath => {
          const index = other[list.length];
          const isBehind = typeof step === 'number' && typeof index === 'number' && index > step && list.every((each, depth) => each === other[depth]);
          return isBehind ? other.with(list.length, index - 1) : other;
        };
        assert.deepEqual(textsBeside(after, value, path, moved), textsBeside(text, value, path, (other) => other));
        const remarks = (all: string): readonly string[] => [...all.matchAll(/\/\* a, b \*\/|\/\*\{\*\/|\/\/ "x": \[1,\n/g)].map(([remark]) => remark);
        const node = findNodeAtLocation(treeOf(text), [...path]);
        const part = node?.parent?.type === 'property' ? node.parent : node;
        assert.ok(part);
        assert.deepEqual(remarks(after), remarks(text.slice(0, part.offset) + text.slice(part.offset + part.length)));
      }),
      runs,
    );
  });

  test('moving and copying keep the text of every item', () => {
    fc.assert(
      fc.property(chosen, ([{ value, text }, pick, from]) => {
        const lists = [...pathsIn(value)].filter((path) => Array.isArray(at(value, path)) && (at(value, path) as Json[]).length > 0);
        const list = lists[pick % lists.length];
        fc.pre(list !== undefined);
        const items = at(value, list) as Json[];
        const [start, end] = [from % items.length, pick % items.length];
        const textsOf = (all: string): string[] =>
          (findNodeAtLocation(treeOf(all), [...list])?.children ?? []).map((node) => all.slice(node.offset, node.offset + node.length));
        const before = textsOf(text);
        const moved = edited(text, { kind: 'move', list, from: start, to: end });
        assert.deepEqual(textsOf(moved), before.toSpliced(start, 1).toSpliced(end, 0, before[start] ?? ''));
        assert.equal(edited(moved, { kind: 'move', list, from: end, to: start }), text);
        const copied = edited(text, { kind: 'duplicate', list, at: start });
        assert.deepEqual(textsOf(copied), before.toSpliced(start, 0, before[start] ?? ''));
      }),
      runs,
    );
  });

  test('putting a bare list into an object takes no character from it', () => {
    fc.assert(
      fc.property(documents, ({ value, text }) => {
        fc.pre(Array.isArray(value));
        const edit: QueryEdit = { kind: 'set', path: ['cid'], value: 'c' };
        assert.ok(editText(text, edit).every(({ length }) => length === 0));
        sameJson(meaningOf(treeOf(edited(text, edit))), { cid: 'c', queries: value });
      }),
      runs,
    );
  });

  test('one change makes any text into any other', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (before, after) => assert.equal(applyChanges(before, changeBetween(before, after)), after)));
  });
});

test('no change begins or ends inside a character or a line end', () => {
  assert.deepEqual(changeBetween('a😀b', 'a😁b'), [{ offset: 1, length: 2, text: '😁' }]);
  // The same second halves.
  assert.deepEqual(changeBetween('a\u{1F600}b', 'a\u{1FA00}b'), [{ offset: 1, length: 2, text: '\u{1FA00}' }]);
  assert.deepEqual(changeBetween('a\r\nb', 'a\nb'), [{ offset: 1, length: 2, text: '\n' }]);
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
    const changes = changeBetween(before, after);
    assert.equal(applyChanges(before, changes), after);
    for (const { offset, length, text } of changes) for (const part of [text, before.slice(offset, offset + length)]) assert.ok(part.isWellFormed());
  }));
});
