/**
 * Edits of a file of queries, by path, as changes of its text. The package that reads JSON could write it too, but lays the
 * whole line out anew or not at all; here every character stays that the edit is not about.
 */
import { findNodeAtLocation } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { JsonPath } from './jsonPath.ts';
import { readTree } from './jsonTree.ts';
import { duplicatePart, insertPart, movePart, partText, removePart } from './listEdits.ts';
import { Problems } from './problems.ts';
import type { TextChange } from './textChange.ts';
import { applyChanges, changeBetween } from './textChange.ts';
import { inlineText, indentAt, isOpenedOut, openedText, styleOf } from './textStyle.ts';

export type QueryEdit =
  /** An undefined value removes. Objects on the way that are missing are made; an item of a list at its end is added. */
  | { readonly kind: 'set'; readonly path: JsonPath; readonly value: unknown }
  /** Nothing there is nothing to do. */
  | { readonly kind: 'remove'; readonly path: JsonPath }
  /** A list that is missing is made. */
  | { readonly kind: 'insert'; readonly list: JsonPath; readonly at: number; readonly value: unknown }
  /** `to` is the place that the item has afterwards. */
  | { readonly kind: 'move'; readonly list: JsonPath; readonly from: number; readonly to: number }
  /** The copy follows the item. */
  | { readonly kind: 'duplicate'; readonly list: JsonPath; readonly at: number };

/** What stands at the root of an object, in this order; in a bare list none of it has a place. */
const rootKeys = ['tenant', 'cid', 'charts', 'queries'];

/**
 * The changes of one edit, in the order of the text, none overlapping. A bare list becomes an object when something is set
 * beside it: `tenant`, `cid` or `charts`; paths to its queries then begin with `queries`.
 * @throws RangeError for a text that is no JSON or a path that leads nowhere
 */
export function editText(text: string, edit: QueryEdit): readonly TextChange[] {
  if (text.trim() === '') return changeBetween(text, applyChanges('[]', editText('[]', edit)));
  const root = readTree(text, new Problems());
  if (!root) throw new RangeError('The text is no JSON.');
  switch (edit.kind) {
    case 'set':
      if (edit.value === undefined) return remove(text, root, edit.path);
      if (root.type === 'array' && rootKeys.includes(String(edit.path[0]))) return setBeside(text, root, edit);
      return set(text, root, edit.path, edit.value);
    case 'remove':
      return remove(text, root, edit.path);
    case 'insert': {
      const list = nodeAt(root, edit.list);
      if (list?.type !== 'array') return set(text, root, edit.list, [edit.value]);
      const style = styleOf(text);
      const at = Math.min(edit.at, list.children?.length ?? 0);
      return insertPart(text, list, at, partText(text, list, undefined, edit.value, style), style);
    }
    case 'move':
      return movePart(text, listAt(root, edit.list), edit.from, edit.to);
    case 'duplicate':
      return duplicatePart(text, listAt(root, edit.list), edit.at);
  }
}

/** The changes of several edits, each of which counts on those before it. */
export function editAll(text: string, edits: readonly QueryEdit[]): readonly TextChange[] {
  const [only] = edits;
  if (only && edits.length === 1) return editText(text, only);
  return changeBetween(
    text,
    edits.reduce((before, edit) => applyChanges(before, editText(before, edit)), text),
  );
}

const nodeAt = (root: Node, path: JsonPath): Node | undefined => findNodeAtLocation(root, [...path]);

function listAt(root: Node, path: JsonPath): Node {
  const list = nodeAt(root, path);
  if (list?.type !== 'array') throw new RangeError(`There is no list at ${JSON.stringify(path)}.`);
  return list;
}

function set(text: string, root: Node, path: JsonPath, value: unknown): readonly TextChange[] {
  let node = root;
  for (const [depth, step] of path.entries()) {
    const holds = typeof step === 'number' ? node.type === 'array' : node.type === 'object';
    // What is no container, though one is needed, gives way to one.
    if (!holds) return [replaced(text, node, wrapped(path.slice(depth), value))];
    const next = nodeAt(node, [step]);
    if (next === undefined) return added(text, node, step, wrapped(path.slice(depth + 1), value));
    node = next;
  }
  return [replaced(text, node, value)].filter((change) => text.slice(change.offset, change.offset + change.length) !== change.text);
}

function added(text: string, container: Node, step: string | number, value: unknown): readonly TextChange[] {
  const style = styleOf(text);
  const children = container.children ?? [];
  const key = typeof step === 'string' ? step : undefined;
  const rank = container.parent || key === undefined ? -1 : rootKeys.indexOf(key);
  const later = children.findIndex((child) => rootKeys.indexOf(String(child.children?.[0]?.value)) > rank);
  const at = rank >= 0 && later >= 0 ? later : children.length;
  return insertPart(text, container, at, partText(text, container, key, value, style), style);
}

function replaced(text: string, node: Node, value: unknown): TextChange {
  const holder = node.parent?.type === 'property' ? node.parent.parent : node.parent;
  const isOpen = holder ? isOpenedOut(text, holder) : /[\r\n]/.test(text.trim());
  const written = isOpen ? openedText(value, indentAt(text, node.offset), styleOf(text)) : inlineText(value, text);
  return { offset: node.offset, length: node.length, text: written };
}

/** A value inside the objects and lists that a path leads through. */
const wrapped = (path: JsonPath, value: unknown): unknown =>
  path.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);

function remove(text: string, root: Node, path: JsonPath): readonly TextChange[] {
  const node = path.length === 0 ? undefined : nodeAt(root, path);
  if (!node) return [];
  const part = node.parent?.type === 'property' ? node.parent : node;
  const container = part.parent;
  return container ? removePart(text, container, (container.children ?? []).indexOf(part)) : [];
}

/** Puts a bare list into an object without taking a character from it. */
function setBeside(text: string, list: Node, { path, value }: { readonly path: JsonPath; readonly value: unknown }): readonly TextChange[] {
  const [key = ''] = path;
  if (key === 'queries') throw new RangeError('The queries of a bare list stand at its root.');
  const style = styleOf(text);
  const inside = wrapped(path.slice(1), value);
  const end = list.offset + list.length;
  if (!/[\r\n]/.test(text.slice(list.offset, end))) {
    const [space, pad] = /[:,] /.test(text) ? [' ', ' '] : ['', ''];
    const head = `{${pad}${JSON.stringify(key)}:${space}${inlineText(inside, text)},${space}"queries":${space}`;
    return [insertion(list.offset, head), insertion(end, `${pad}}`)];
  }
  const indent = indentAt(text, list.offset);
  const inner = `${indent}${style.unit}`;
  const head = ['{', `${inner}${JSON.stringify(key)}: ${openedText(inside, inner, style)},`, `${inner}"queries": `].join(style.lineEnd);
  // No text of JSON goes over a line end, so that every line can be moved to the right.
  const lines = [...text.slice(list.offset, end).matchAll(/(?:\r\n|\n|\r)(?=[^\r\n])/g)].map(({ 0: lineEnd, index }) => list.offset + index + lineEnd.length);
  return [insertion(list.offset, head), ...lines.map((offset) => insertion(offset, style.unit)), insertion(end, `${style.lineEnd}${indent}}`)];
}

const insertion = (offset: number, text: string): TextChange => ({ offset, length: 0, text });
