// Reads what stands after the operator: a text, a number, true, false, null or a list of these.

import type { FqlList, FqlLiteral, FqlScalar } from './fqlAst.ts';
import type { FqlReader } from './fqlReader.ts';
import { shown } from './fqlReader.ts';
import { fqlString, unescapeFql } from './fqlText.ts';

// A run without quotes ends where a list, a group, a joiner or a quote could begin.
const bareRun = /[^\s'"‘’“”()[\],+&|]+/y;
// A further word of the same unquoted text, unless it starts the next comparison or is a joiner from another language.
const nextWord = /[ \t]+(?!(?:and|or)(?![\w.]))[\w.-]+(?![\w.-]|\s*[:=<>!~*'"])/iy;
const relativeTail = /\+\d+[a-z]\b/y;
const foreignQuote = /["‘’“”]/y;
const foreignClosing = /[’‘“”]/g;
const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const exponent = /-?\d+(?:\.\d+)?[eE]\+\d+/y;
const keywords: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads the operand at the reader's place. `from` is where the colon stands, for the place of a missing value.
 * Undefined after a problem that leaves no safe place to go on from.
 */
export function readOperand(reader: FqlReader, from: number): FqlLiteral | FqlList | undefined {
  reader.skipSpace();
  const char = reader.peek();
  switch (char) {
    case '':
    case '+':
    case ',':
    case ')':
      return reader.fail(from, reader.pos, 'A value is missing here.', "Write text as 'text'; an absent field is null.");
    case '[':
      return readList(reader);
    case '(':
      return reader.fail(reader.pos, reader.pos + 1, 'A value cannot start with a parenthesis.', "A list of values reads ['a','b'].");
    default:
      return readLiteral(reader);
  }
}

function readList(reader: FqlReader): FqlList | undefined {
  const start = reader.pos;
  const items: FqlLiteral[] = [];
  reader.pos += 1;
  reader.skipSpace();
  if (reader.peek() === ']') {
    reader.pos += 1;
    reader.report(start, reader.pos, 'This list is empty.', "Name at least one value, as in ['a'].");
    return { kind: 'list', items, start, end: reader.pos };
  }
  for (;;) {
    const item = readListItem(reader, start);
    if (item === undefined || reader.hasTooManyProblems) return undefined;
    items.push(item);
    reader.skipSpace();
    const at = reader.pos;
    switch (reader.peek()) {
      case ',':
        reader.pos += 1;
        reader.skipSpace();
        if (reader.peek() === ']') {
          return reader.fail(at, at + 1, "Nothing follows this ','.", 'Remove it or add a value.');
        }
        break;
      case ']':
        reader.pos += 1;
        return { kind: 'list', items, start, end: reader.pos };
      case '':
      case ')':
        return reader.fail(start, start + 1, "This list is never closed: a ']' is missing.");
      default:
        return reader.fail(at, reader.charEnd(), "Values in a list are separated by ','.");
    }
  }
}

function readListItem(reader: FqlReader, listStart: number): FqlLiteral | undefined {
  const at = reader.pos;
  switch (reader.peek()) {
    case '':
    case ')':
      return reader.fail(listStart, listStart + 1, "This list is never closed: a ']' is missing.");
    case ',':
    case '+':
      return reader.fail(at, at + 1, 'A value is missing in the list before this sign.');
    case '[':
      return reader.fail(at, at + 1, 'A list cannot hold another list.');
    case '(':
      return reader.fail(at, at + 1, 'A list holds values only, no parentheses.');
    default:
      return readLiteral(reader);
  }
}

function readLiteral(reader: FqlReader): FqlLiteral | undefined {
  if (reader.peek() === "'") return readQuoted(reader);
  if (reader.look(foreignQuote) !== undefined) return readForeignQuoted(reader);
  return readBare(reader);
}

function readQuoted(reader: FqlReader): FqlLiteral | undefined {
  const { text, pos: start } = reader;
  let end = start + 1;
  while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) {
    reader.pos = text.length;
    return reader.fail(
      start,
      text.length,
      "This text is never closed: a ' is missing.",
      text.endsWith("\\'") ? "\\' stands for a quote inside the text; write \\\\' to end on a backslash." : undefined,
    );
  }
  reader.pos = end + 1;
  return literal(unescapeFql(text.slice(start + 1, end)), start, reader.pos);
}

function readForeignQuoted(reader: FqlReader): FqlLiteral | undefined {
  const { text, pos: start } = reader;
  const opening = reader.peek();
  const close = opening === '"' ? text.indexOf('"', start + 1) : closingAfter(text, start + 1);
  if (close < 0) {
    reader.pos = text.length;
    return reader.fail(start, text.length, `This text is never closed, and ${opening} is not FQL's quote.`, "Put text between single quotes: 'text'.");
  }
  reader.pos = close + 1;
  const value = text.slice(start + 1, close);
  reader.report(start, reader.pos, "Text stands between straight single quotes: '.", `Write ${shown(fqlString(value))}`);
  return literal(value, start, reader.pos);
}

function closingAfter(text: string, from: number): number {
  foreignClosing.lastIndex = from;
  return foreignClosing.exec(text)?.index ?? -1;
}

function readBare(reader: FqlReader): FqlLiteral | undefined {
  const start = reader.pos;
  let run = reader.take(exponent) ?? '';
  run += reader.take(bareRun) ?? '';
  if (run === '') {
    return reader.fail(start, reader.charEnd(), `A value cannot start with '${reader.text.slice(start, reader.charEnd())}'.`, "Write text as 'text'.");
  }
  const keyword = keywords.get(run);
  if (keyword !== undefined) return literal(keyword, start, reader.pos);
  if (number.test(run)) return readNumber(reader, run, start);
  if (run.startsWith(':')) return reader.fail(start, start + 1, "There is one ':' too many here.");

  const lower = run.toLowerCase();
  if (keywords.has(lower)) {
    reader.report(start, reader.pos, `'${run}' is written in lower case.`, `Write ${lower}`);
    return literal(keywords.get(lower) ?? null, start, reader.pos);
  }
  if (run === 'now') run += reader.take(relativeTail) ?? '';
  for (let tail = reader.take(nextWord); tail !== undefined; tail = reader.take(nextWord)) run += tail;
  reader.report(start, reader.pos, 'Text and dates need single quotes.', `Write ${shown(fqlString(run))}`);
  return literal(run, start, reader.pos);
}

function readNumber(reader: FqlReader, run: string, start: number): FqlLiteral {
  const value = Number(run);
  if (!Number.isFinite(value)) reader.report(start, reader.pos, 'This number is too large.');
  // Adding zero turns -0 into 0, which formats the same.
  return literal(value + 0, start, reader.pos);
}

function literal(value: FqlScalar, start: number, end: number): FqlLiteral {
  return { kind: 'literal', value, start, end };
}
