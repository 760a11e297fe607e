/** Edits of what an object or a list holds: its parts come and go with their comma, and the others keep every character. */
import type { Node } from 'jsonc-parser';
import type { TextChange } from './textChange.ts';
import { indentAt, inlineText, isOpenedOut, openedText } from './textStyle.ts';
import type { TextStyle } from './textStyle.ts';

const endOf = ({ offset, length }: Node): number => offset + length;
const partsOf = (container: Node): readonly Node[] => container.children ?? [];

/** A property or an item, written the way its neighbours are. */
export function partText(text: string, container: Node, key: string | undefined, value: unknown, style: TextStyle): string {
  const inline = !isOpenedOut(text, container);
  const colon = inline && !/[:,] /.test(text) ? ':' : ': ';
  const before = key === undefined ? '' : `${JSON.stringify(key)}${colon}`;
  return `${before}${inline ? inlineText(value, text) : openedText(value, innerIndent(text, container, style), style)}`;
}

function innerIndent(text: string, container: Node, style: TextStyle): string {
  const [first] = partsOf(container);
  return first ? indentAt(text, first.offset) : `${indentAt(text, container.offset)}${style.unit}`;
}

/** @param part its text, without a comma */
export function insertPart(text: string, container: Node, at: number, part: string, style: TextStyle): readonly TextChange[] {
  const parts = partsOf(container);
  const lineBreak = isOpenedOut(text, container) ? `${style.lineEnd}${innerIndent(text, container, style)}` : '';
  const next = parts[at];
  if (next) return [{ offset: next.offset, length: 0, text: `${part},${lineBreak || spaceAfterComma(text)}` }];
  const last = parts.at(-1);
  if (last) return [{ offset: endOf(last), length: 0, text: `,${lineBreak || spaceAfterComma(text)}${part}` }];
  const [open, close] = [container.offset + 1, endOf(container) - 1];
  // What stands between empty brackets is space, and comments, which stay.
  const isBlank = text.slice(open, close).trim() === '';
  const padding = container.type === 'object' && /[:,] /.test(text) ? ' ' : '';
  const [before, after] = lineBreak ? [lineBreak, `${style.lineEnd}${indentAt(text, container.offset)}`] : [padding, padding];
  return [{ offset: open, length: isBlank ? close - open : 0, text: `${before}${part}${after}` }];
}

const spaceAfterComma = (text: string): string => (/[:,] /.test(text) ? ' ' : '');

/** Where what is not a value begins again: behind white space and comments. */
function skip(text: string, from: number, withComments: boolean): number {
  const trivia = withComments ? /(?:\s|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/y : /\s*/y;
  trivia.lastIndex = from;
  trivia.exec(text);
  return trivia.lastIndex;
}

/** @returns where the comma behind a part ends, or undefined when there is none */
function commaEnd(text: string, part: Node): number | undefined {
  const at = skip(text, endOf(part), true);
  return text[at] === ',' ? at + 1 : undefined;
}

export function removePart(text: string, container: Node, at: number): readonly TextChange[] {
  const parts = partsOf(container);
  const part = parts[at];
  if (!part) throw new RangeError(`There is no part ${at}.`);
  const comma = commaEnd(text, part);
  const cut = (offset: number, end: number): TextChange => ({ offset, length: end - offset, text: '' });
  if (parts.length === 1) {
    const end = comma ?? endOf(part);
    const [open, close] = [container.offset + 1, endOf(container) - 1];
    const isAlone = text.slice(open, part.offset).trim() === '' && text.slice(end, close).trim() === '';
    return isAlone ? [cut(open, close)] : [cut(part.offset, end)];
  }
  if (at < parts.length - 1) {
    // A comment between a part and its comma stays.
    const between = text.slice(endOf(part), (comma ?? endOf(part)) - 1);
    if (between.trim() !== '') return [cut(part.offset, endOf(part)), cut((comma ?? 0) - 1, comma ?? 0)];
    return [cut(part.offset, skip(text, comma ?? endOf(part), false))];
  }
  const before = parts[at - 1];
  const previousComma = before && commaEnd(text, before);
  if (before === undefined || previousComma === undefined) throw new RangeError('The parts have no comma between them.');
  // Behind a comment the line end has to stay.
  const start = text.slice(previousComma, part.offset).trim() === '' ? previousComma : part.offset;
  return [cut(previousComma - 1, previousComma), cut(start, comma ?? endOf(part))];
}

/** The items change places; what stands between them stays. */
export function movePart(text: string, container: Node, from: number, to: number): readonly TextChange[] {
  const parts = partsOf(container);
  if (!parts[from] || !parts[to]) throw new RangeError(`There is no part ${parts[from] ? to : from}.`);
  const order = parts.map((_, index) => index);
  order.splice(to, 0, ...order.splice(from, 1));
  const textOf = (node: Node | undefined): string => (node ? text.slice(node.offset, endOf(node)) : '');
  return parts.flatMap(({ offset, length }, index) => (order[index] === index ? [] : [{ offset, length, text: textOf(parts[order[index] ?? -1]) }]));
}

export function duplicatePart(text: string, container: Node, at: number): readonly TextChange[] {
  const parts = partsOf(container);
  const part = parts[at];
  if (!part) throw new RangeError(`There is no part ${at}.`);
  const own = text.slice(part.offset, endOf(part));
  const previous = parts[at - 1];
  const gap = text.slice(previous ? (commaEnd(text, previous) ?? endOf(previous)) : container.offset + 1, part.offset);
  // Only space is repeated, and the first item of a list on one line has none before it.
  const space = gap.trim() !== '' ? ' ' : gap === '' && !previous ? spaceAfterComma(text) : gap;
  return [{ offset: endOf(part), length: 0, text: `,${space}${own}` }];
}
