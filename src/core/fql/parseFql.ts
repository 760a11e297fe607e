// Reads a Falcon Query Language statement: property:[operator]value, joined by '+' (and) or ',' (or), grouped with parentheses.
//
// How '+' binds against ',' is not documented by anyone. Chosen here: '+' binds tighter, as "and" does in nearly every language.
// Statements built by this product put parentheses wherever both meet, so that the choice never decides what the server does.
// Spaces around names, operators, values and joiners are tolerated; the formatter writes none.

import { checkFql } from './checkFql.ts';
import type { FqlComparison, FqlGroup, FqlNode, FqlOperator, FqlProblem } from './fqlAst.ts';
import { intendedForm, intendedOperator, isOperator } from './fqlHabits.ts';
import { readOperand } from './fqlOperand.ts';
import { FqlReader, shown } from './fqlReader.ts';
import type { FqlSchema } from './fqlSchema.ts';

export interface FqlParseResult {
  /** Present whenever the text could be read without guessing; the statement is right only when there are no problems either. */
  readonly ast?: FqlNode;
  /** In the order of the text; positions always lie inside it. */
  readonly problems: FqlProblem[];
}

/** Parentheses deeper than this are refused rather than followed. */
const deepestNesting = 50;

const propertyName = /[\w.]+/y;
const quotedProperty = /["'][\w.]+["'](?=\s*:)/y;
const operatorRun = /[!=<>~*]+/y;
const joinerHabit = /(?:and|or)(?![\w.])|&&?|\|\|?/iy;
const negationHabit = /(?:not(?=[\s(])|!)\s*(?=[\w.(])/iy;
const nextComparison = /[\w.]+\s*:/y;
const word = /[a-z]+(?![\w.])/iy;

/** Parses a statement; with a schema also checks its properties, operators and values. Never throws. */
export function parseFql(text: string, schema?: FqlSchema): FqlParseResult {
  const reader = new FqlReader(text);
  reader.skipSpace();
  if (reader.atEnd) {
    return { problems: [{ message: 'The filter is empty.', start: 0, end: text.length, hint: "A comparison reads property:'value'." }] };
  }
  const ast = readSequence(reader, 0);
  if (ast !== undefined && !reader.hasTooManyProblems && !reader.atEnd) reportRest(reader);
  if (ast === undefined || reader.problems.length > 0) {
    return { problems: reader.problems.sort((left, right) => left.start - right.start) };
  }
  return { ast, problems: checkFql(ast, schema) };
}

function readSequence(reader: FqlReader, depth: number): FqlNode | undefined {
  reader.skipSpace();
  const char = reader.peek();
  if (char === '+' || char === ',') {
    return reader.fail(reader.pos, reader.pos + 1, `Nothing stands before this '${char}'.`, 'Remove it or put a comparison before it.');
  }
  const first = readTerm(reader, depth);
  if (first === undefined) return undefined;
  const alternatives: FqlNode[][] = [[first]];
  for (;;) {
    reader.skipSpace();
    const at = reader.pos;
    const joiner = readJoiner(reader);
    if (joiner === undefined || reader.hasTooManyProblems) break;
    const joinerEnd = reader.pos;
    reader.skipSpace();
    if (reader.atEnd || '),+'.includes(reader.peek())) {
      const written = reader.text.slice(at, joinerEnd);
      return reader.fail(at, joinerEnd, `Nothing follows this '${written}'.`, 'Remove it or put a comparison after it.');
    }
    const next = readTerm(reader, depth);
    if (next === undefined) return undefined;
    if (joiner === '+') alternatives.at(-1)?.push(next);
    else alternatives.push([next]);
  }
  return joined('or', alternatives.map((items) => joined('and', items)));
}

function joined(kind: 'and' | 'or', items: readonly FqlNode[]): FqlNode {
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('nothing to join');
  return items.length === 1 ? first : { kind, items, start: first.start, end: last.end };
}

function readJoiner(reader: FqlReader): '+' | ',' | undefined {
  const start = reader.pos;
  const char = reader.peek();
  if (char === '+' || char === ',') {
    reader.pos += 1;
    return char;
  }
  const habit = reader.take(joinerHabit);
  if (habit === undefined) return undefined;
  const meant = habit.startsWith('&') || habit.toLowerCase() === 'and' ? '+' : ',';
  reader.report(start, reader.pos, `FQL has no '${habit}'.`, `Write '${meant}' instead: '+' is and, ',' is or.`);
  return meant;
}

function readTerm(reader: FqlReader, depth: number): FqlNode | undefined {
  const start = reader.pos;
  const negation = reader.take(negationHabit)?.trim();
  if (negation !== undefined) {
    const hint = reader.peek() === '(' ? 'Negate each comparison inside the parentheses instead.' : "Negate after the colon: property:!'value'.";
    reader.report(start, start + negation.length, `'${negation}' cannot stand before a comparison.`, hint);
  }
  return reader.peek() === '(' ? readGroup(reader, depth) : readComparison(reader);
}

function readGroup(reader: FqlReader, depth: number): FqlGroup | undefined {
  const start = reader.pos;
  if (depth >= deepestNesting) {
    return reader.fail(start, start + 1, `Parentheses are nested deeper than ${String(deepestNesting)} levels here.`);
  }
  reader.pos += 1;
  reader.skipSpace();
  if (reader.peek() === ')') {
    return reader.fail(start, reader.pos + 1, 'There is nothing between these parentheses.');
  }
  if (reader.atEnd) return failUnclosed(reader, start);
  const inner = readSequence(reader, depth + 1);
  if (inner === undefined || reader.hasTooManyProblems) return undefined;
  if (reader.atEnd) return failUnclosed(reader, start);
  if (reader.peek() !== ')') return reportRest(reader);
  reader.pos += 1;
  return { kind: 'group', inner, start, end: reader.pos };
}

function failUnclosed(reader: FqlReader, start: number): undefined {
  return reader.fail(start, start + 1, "This parenthesis is never closed: a ')' is missing.");
}

function readComparison(reader: FqlReader): FqlComparison | undefined {
  const start = reader.pos;
  const property = readProperty(reader);
  if (property === undefined) return undefined;
  const propertyAt = { start, end: reader.pos };
  reader.skipSpace();
  const colonAt = reader.pos;
  if (reader.peek() === ':') {
    reader.pos += 1;
    reader.skipSpace();
  } else if (reader.look(operatorRun) === undefined) {
    return failWithoutColon(reader, property, propertyAt.end);
  }
  const operatorStart = reader.pos;
  const operator = readOperator(reader, operatorStart > colonAt, property);
  if (operator === undefined) return undefined;
  const operatorAt = { start: operatorStart, end: reader.pos };
  const operand = readOperand(reader, colonAt);
  if (operand === undefined) return undefined;
  return { kind: 'comparison', property, propertyAt, operator, operatorAt, operand, start, end: operand.end };
}

function readProperty(reader: FqlReader): string | undefined {
  const start = reader.pos;
  const name = reader.take(propertyName);
  if (name !== undefined) return name;
  const quoted = reader.take(quotedProperty)?.slice(1, -1);
  if (quoted !== undefined) {
    reader.report(start, reader.pos, 'A property name stands without quotes.', `Write ${shown(quoted)}`);
    return quoted;
  }
  const end = reader.charEnd();
  const written = reader.text.slice(start, end);
  if (written === ':') return reader.fail(start, end, "A property name is missing before this ':'.");
  const hint = written === "'" ? "A comparison reads property:'value', one with several values property:['a','b']." : "A comparison reads property:'value'.";
  return reader.fail(start, end, `A property name is expected here, not ${written}.`, hint);
}

function readOperator(reader: FqlReader, afterColon: boolean, property: string): FqlOperator | undefined {
  const start = reader.pos;
  const written = reader.take(operatorRun) ?? '';
  if (afterColon && isOperator(written)) return written;
  const meant = intendedOperator(written);
  if (meant === undefined) {
    return reader.fail(start, reader.pos, `FQL has no operator '${shown(written)}'.`, 'Operators are ! > >= < <= ~ !~ * !*, after the colon.');
  }
  const message = isOperator(written) ? `A ':' is missing before '${written}'.` : `FQL has no operator '${written}'.`;
  reader.report(start, reader.pos, message, `Write ${shown(property)}:${meant} before the value.`);
  return meant;
}

function failWithoutColon(reader: FqlReader, property: string, propertyEnd: number): undefined {
  const { pos } = reader;
  const propertyStart = propertyEnd - property.length;
  const following = reader.peek();
  const habit = pos > propertyEnd ? reader.look(word) : undefined;
  const form = habit === undefined ? undefined : intendedForm(habit);
  if (habit !== undefined && form !== undefined) {
    return reader.fail(pos, pos + habit.length, `FQL has no '${habit}'.`, `Write ${shown(property)}:${form}`);
  }
  if (pos === propertyEnd && following !== '' && !"+,()[]'\"".includes(following)) {
    const end = reader.charEnd();
    return reader.fail(pos, end, `'${reader.text.slice(pos, end)}' cannot stand in a property name.`, 'Names consist of letters, digits, _ and dots.');
  }
  return reader.fail(propertyStart, propertyEnd, `A ':' and a value are missing after '${shown(property)}'.`, `Write ${shown(property)}:'value'`);
}

/** Reports what stands where only a joiner or the end could; for callers that cannot go on. */
function reportRest(reader: FqlReader): undefined {
  const { text, pos } = reader;
  const char = reader.peek();
  const end = reader.charEnd();
  if (char === ')') return reader.fail(pos, end, "This ')' closes nothing: no parenthesis is open.");
  if (char === ']') return reader.fail(pos, end, "This ']' closes nothing: no list is open.");
  if (text[pos - 1] === "'" && /[\w']/.test(char)) {
    return reader.fail(pos, end, 'The text goes on behind its closing quote.', "A quote inside a text is written \\'.");
  }
  const next = reader.look(nextComparison);
  if (next !== undefined || char === '(') {
    return reader.fail(pos, pos + (next ?? '(').length, "A '+' (and) or ',' (or) is missing before this.");
  }
  return reader.fail(pos, text.trimEnd().length, 'This text follows the end of the statement.', "Comparisons are joined by '+' (and) or ',' (or).");
}
