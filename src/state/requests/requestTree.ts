/** The text of a request document as a tree with places. Comments and trailing commas are part of its language. */
import { createScanner, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { applyChanges } from '../../core/aggregates/textChange.ts';
import type { Place, Report } from './problems.ts';

/** Aggregate queries, the deepest of all bodies, need less than half of it. */
const deepest = 32;

/** The package names its kinds of tokens in a way that files compiled on their own cannot use. */
const token = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, comma: 5, lineComment: 12, blockComment: 13, end: 17 } as const;

export interface Member {
  readonly name: string;
  readonly key: Node;
  /** Undefined while it is not written yet. */
  readonly value: Node | undefined;
}

/** The reader calls itself for every level, so that a document deeper than any request is refused before. */
function tooDeepAt(text: string): Place | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    if (kind === token.openBrace || kind === token.openBracket) depth++;
    if (kind === token.closeBrace || kind === token.closeBracket) depth--;
    if (depth > deepest) return { offset: scanner.getTokenOffset(), length: 1 };
  }
  return undefined;
}

/** `InvalidSymbol`, as the parser names it, becomes `invalid symbol`. */
const inWords = (code: string): string => code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();

/** As much of the tree as could be read. */
export function readTree(text: string, report: Report): Node | undefined {
  const tooDeep = tooDeepAt(text);
  if (tooDeep) {
    report('error', 'syntax', tooDeep, 'This is nested more deeply than any request.');
    return undefined;
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset, length } of errors) {
    // A comment that does not end is counted beyond the end of the text.
    const at = Math.min(offset, text.length);
    report('error', 'syntax', { offset: at, length: Math.min(length, text.length - at) }, `This is not JSON: ${inWords(printParseErrorCode(error))}.`);
  }
  return root;
}

/** The members of an object in the order of the text; of those with one name the last one counts. */
export function membersOf(node: Node | undefined): Member[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) => (key ? [{ name: String(key.value), key, value }] : []));
}

/** The value of the member that counts. */
export const memberOf = (node: Node | undefined, name: string): Member | undefined => membersOf(node).findLast((member) => member.name === name);

/** The text of a member's value, where it is one. */
export function textOf(node: Node | undefined, name: string): string | undefined {
  const value: unknown = memberOf(node, name)?.value?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The same text with spaces in place of comments and trailing commas: plain JSON whose places are those of the text. */
export function plainJson(text: string): string {
  const scanner = createScanner(text, false);
  const blanks: Place[] = [];
  let comma: Place | undefined;
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    const place = { offset: scanner.getTokenOffset(), length: scanner.getTokenLength() };
    if (kind === token.comma) comma = place;
    else if (kind === token.lineComment || kind === token.blockComment) blanks.push(place);
    else if (kind < token.lineComment) {
      if (comma && (kind === token.closeBrace || kind === token.closeBracket)) blanks.push(comma);
      comma = undefined;
    }
  }
  const changes = blanks.map(({ offset, length }) => ({ offset, length, text: text.slice(offset, offset + length).replaceAll(/[^\n\r]/g, ' ') }));
  return applyChanges(text, changes);
}
