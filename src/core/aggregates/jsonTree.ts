/** Reads JSON with the places of everything in it. */
import { createScanner, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { Problems } from './problems.ts';

/** Reading and writing call themselves for every level; no file of queries needs as many. */
const deepest = 64;

/** The package names its kinds of tokens in a way that files compiled on their own cannot use. */
const token = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, comma: 5, lineComment: 12, blockComment: 13, space: 15, end: 17 } as const;

const inWords: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON value. Texts stand in double quotes; other values are numbers, true, false and null.',
  InvalidNumberFormat: 'This is no JSON number.',
  PropertyNameExpected: 'The name of a property is expected here, in double quotes.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is missing between the name of the property and its value.',
  CommaExpected: 'A comma is missing before this.',
  CloseBraceExpected: 'A closing brace } is missing.',
  CloseBracketExpected: 'A closing bracket ] is missing.',
  EndOfFileExpected: 'The document ends before this. Several queries stand in one list.',
  UnexpectedEndOfComment: 'The comment has no end, and JSON has no comments.',
  UnexpectedEndOfString: 'The text has no closing double quote.',
  UnexpectedEndOfNumber: 'The number ends too early.',
  InvalidUnicode: 'After \\u stand four hexadecimal digits.',
  InvalidEscapeCharacter: 'JSON has no such escape. A backslash itself is written \\\\.',
  InvalidCharacter: 'A text has no line breaks or other control characters in it; write \\n for a line break.',
};

/** What the scanner sees before anything is parsed. @returns whether the document is flat enough to be parsed */
function scan(text: string, problems: Problems): boolean {
  const scanner = createScanner(text);
  let depth = 0;
  let comma: number | undefined;
  let before: number = token.comma;
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    const offset = scanner.getTokenOffset();
    // A comment that does not end is counted beyond the end of the text.
    const span = { offset, length: Math.min(scanner.getTokenLength(), text.length - offset) };
    if (kind === token.lineComment || kind === token.blockComment) {
      problems.add('error', 'comment', span, [], 'JSON has no comments. The queries keep their names for what they are about.');
    }
    if (kind >= token.lineComment && kind <= token.space) continue;
    if (kind === token.openBrace || kind === token.openBracket) depth += 1;
    if (kind === token.closeBrace || kind === token.closeBracket) {
      depth -= 1;
      if (comma !== undefined) problems.add('error', 'trailingComma', { offset: comma, length: 1 }, [], 'Nothing follows this comma. Remove it.');
    }
    comma = kind === token.comma && before !== token.openBrace && before !== token.openBracket && before !== token.comma ? span.offset : undefined;
    before = kind;
    if (depth > deepest) {
      problems.add('error', 'tooDeep', span, [], `The document is nested deeper than ${deepest} levels.`);
      return false;
    }
  }
  return true;
}

/** @returns undefined for a text that is no JSON; comments and commas too many are told, and overlooked */
export function readTree(text: string, problems: Problems): Node | undefined {
  if (!scan(text, problems)) return undefined;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  // Further ones follow from the first.
  for (const { error, offset, length } of errors.slice(0, 1)) {
    const message = inWords[printParseErrorCode(error)] ?? 'This is not JSON.';
    // At the end of the text there is nothing to mark but what stands before.
    const start = Math.max(0, Math.min(offset, text.trimEnd().length - 1));
    problems.add('error', 'syntax', { offset: start, length: Math.max(1, Math.min(length, text.length - start)) }, [], message);
  }
  return errors.length > 0 ? undefined : root;
}

export interface Property {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node;
}

/** Of an object, in the order of the text; none of anything else. */
export function propertiesOf(node: Node | undefined): readonly Property[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [keyNode, value] = [] }) => (keyNode && value ? [{ key: String(keyNode.value), keyNode, value }] : []));
}

/** Of a list; none of anything else. */
export const itemsOf = (node: Node | undefined): readonly Node[] => (node?.type === 'array' ? (node.children ?? []) : []);

/** The first of that name, which is the one that edits change. */
export const valueAt = (node: Node | undefined, key: string): Node | undefined => propertiesOf(node).find((property) => property.key === key)?.value;

/** What a part of the document means. A name written twice counts as it is written first. */
export function meaningOf(node: Node): unknown {
  if (node.type === 'array') return itemsOf(node).map(meaningOf);
  if (node.type !== 'object') return node.value as unknown;
  const parts = new Map<string, unknown>();
  for (const { key, value } of propertiesOf(node)) if (!parts.has(key)) parts.set(key, meaningOf(value));
  // An assignment to `__proto__` would mean another thing.
  return Object.fromEntries(parts);
}
