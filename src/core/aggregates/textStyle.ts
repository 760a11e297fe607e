/** How a JSON document is laid out, so that what is put into it looks like the rest. */
import type { Node } from 'jsonc-parser';

export interface TextStyle {
  /** One level of indentation. */
  readonly unit: string;
  readonly lineEnd: string;
}

const houseStyle: TextStyle = { unit: '  ', lineEnd: '\n' };

/** The first indented line tells the unit, the first line end those of the file. */
export function styleOf(text: string): TextStyle {
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? houseStyle.lineEnd;
  const unit = /(?:^|[\r\n])([ \t]+)(?=["[{])/.exec(text)?.[1];
  return { unit: unit === undefined ? houseStyle.unit : unit.startsWith('\t') ? '\t' : unit, lineEnd };
}

/** The white space that the line of a place begins with. */
export function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Whether the children of an object or a list stand on lines of their own; those of an empty one will, where the document has lines. */
export function isOpenedOut(text: string, node: Node): boolean {
  const [first] = node.children ?? [];
  return /[\r\n]/.test(first ? text.slice(node.offset, first.offset) : text.trim());
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** A value on one line, with the spaces that the document has behind its colons. */
export function inlineText(value: unknown, text: string): string {
  const written = JSON.stringify(value);
  if (isScalar(value) || !/[:,] /.test(text)) return written;
  if (Array.isArray(value)) {
    return `[${value.map((item) => inlineText(item ?? null, text)).join(', ')}]`;
  }
  const entries = Object.entries(value as object).filter(([, part]) => part !== undefined);
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, part]) => `${JSON.stringify(key)}: ${inlineText(part, text)}`).join(', ')} }`;
}

/** A value over several lines; the first stands where it is put. Lists of plain values keep to one line. */
export function openedText(value: unknown, indent: string, style: TextStyle): string {
  if (isScalar(value)) return JSON.stringify(value);
  const inner = `${indent}${style.unit}`;
  const lines = (open: string, parts: readonly string[], close: string): string =>
    parts.length === 0 ? `${open}${close}` : [open, parts.map((part) => `${inner}${part}`).join(`,${style.lineEnd}`), `${indent}${close}`].join(style.lineEnd);
  if (Array.isArray(value)) {
    if (value.every(isScalar)) return `[${value.map((item) => JSON.stringify(item ?? null)).join(', ')}]`;
    return lines('[', value.map((item) => openedText(item ?? null, inner, style)), ']');
  }
  const entries = Object.entries(value as object).filter(([, part]) => part !== undefined);
  return lines('{', entries.map(([key, part]) => `${JSON.stringify(key)}: ${openedText(part, inner, style)}`), '}');
}
