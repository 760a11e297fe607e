/**
 * Reads a list of users from JSON. Read as a stream of tokens, so that neither a deep nor a large document costs more than
 * what is kept of it.
 */
import { createScanner, printParseErrorCode, visit } from 'jsonc-parser';
import { fieldNamed, listedNames, passwordProblem } from './columns.ts';
import { isBlank, mostRows, noCells, rowOf, tooManyRows } from './rows.ts';
import type { CellProblem, Cells, NewUserField, NewUserRow, ReadRows, UnreadFile } from './rows.ts';

const expected = 'Expected is a list of users, such as [{ "email": "ada@example.com", "first_name": "Ada", "roles": ["…"] }].';
/** A list of users needs four: the document, the list, the user, the list of roles. */
const deepest = 16;

/** The package names its kinds of tokens in a way that files compiled on their own cannot use. */
const token = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 } as const;

/** The reader below calls itself for every level, so that a document deeper than any list of users is refused before. */
function depthProblem(text: string): string | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    if (kind === token.openBrace || kind === token.openBracket) depth++;
    if (kind === token.closeBrace || kind === token.closeBracket) depth--;
    if (depth > deepest) return `Line ${scanner.getTokenStartLine() + 1}: the document is nested too deeply. ${expected}`;
  }
  return undefined;
}

interface Level {
  readonly kind: 'list' | 'object';
  /** The property that is being read. */
  name: string | undefined;
}

class Users {
  readonly rows: NewUserRow[] = [];
  readonly ignored = new Set<string>();
  problem: string | undefined;
  foundList = false;
  readonly #levels: Level[] = [];
  /** How many levels are open where users stand. */
  #listDepth: number | undefined;
  #cells: Record<NewUserField, string> = { ...noCells };
  #seen = new Set<NewUserField>();
  #faults: CellProblem[] = [];
  #line = 1;

  open(kind: Level['kind'], line: number): void {
    const parent = this.#levels.at(-1);
    const isTop = this.#levels.length === 0 || (this.#levels.length === 1 && parent?.kind === 'object' && parent.name?.toLowerCase() === 'users');
    this.#levels.push({ kind, name: undefined });
    if (kind === 'list' && isTop && this.#listDepth === undefined) {
      this.#listDepth = this.#levels.length;
      this.foundList = true;
    } else if (this.#isIn(1)) {
      if (kind === 'list') this.#stop(`Line ${line} holds a list where a user is expected. ${expected}`);
      this.#cells = { ...noCells };
      this.#seen = new Set();
      this.#faults = [];
      this.#line = line;
    } else if (this.#isIn(2) && (kind === 'object' || this.#field !== 'roles')) this.#refuseValue();
    else if (this.#isIn(3)) this.#refuseValue();
  }

  close(): void {
    if (this.#isIn(1)) this.#endUser();
    this.#levels.pop();
    if (this.#listDepth !== undefined && this.#levels.length < this.#listDepth) this.#listDepth = Number.POSITIVE_INFINITY;
  }

  property(name: string): void {
    const level = this.#levels.at(-1);
    if (level) level.name = name;
    if (!this.#isIn(1)) return;
    const secret = passwordProblem(name);
    if (secret !== undefined) this.#stop(secret);
    const field = fieldNamed(name);
    if (!field) this.ignored.add(name);
    else if (this.#seen.has(field)) this.#faults.push({ field, sentence: 'The user has this more than once. Check it.' });
    else this.#seen.add(field);
  }

  value(text: string, line: number): void {
    if (this.#isIn(0)) this.#stop(`Line ${line} holds a value where a user is expected. ${expected}`);
    const field = this.#field;
    if (!field) return;
    if (this.#isIn(1)) this.#cells[field] = text;
    else if (this.#isIn(2) && field === 'roles') this.#cells.roles = this.#cells.roles === '' ? text : `${this.#cells.roles};${text}`;
  }

  /** Whether so many levels are open below the list of users. */
  #isIn(depth: number): boolean {
    return this.#listDepth !== undefined && this.#levels.length === this.#listDepth + depth;
  }

  /** The field of the user that is being read. */
  get #field(): NewUserField | undefined {
    const name = this.#listDepth === undefined ? undefined : this.#levels[this.#listDepth]?.name;
    return name === undefined ? undefined : fieldNamed(name);
  }

  #refuseValue(): void {
    const field = this.#field;
    if (field) this.#faults.push({ field, sentence: 'The value is neither a text nor a list of texts. Write it anew.' });
  }

  #endUser(): void {
    const cells: Cells = this.#cells;
    if (isBlank(cells) && this.#faults.length === 0) return;
    if (this.rows.length >= mostRows) this.#stop(tooManyRows);
    else this.rows.push(rowOf(this.#line, cells, this.#faults));
  }

  #stop(problem: string): void {
    this.problem ??= problem;
  }
}

/** `InvalidSymbol`, as the parser names it, becomes `invalid symbol`. */
const inWords = (code: string): string => code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();

export function readJson(text: string): ReadRows | UnreadFile {
  const tooDeep = depthProblem(text);
  if (tooDeep !== undefined) return { problem: tooDeep };
  const users = new Users();
  let broken: string | undefined;
  visit(
    text,
    {
      onObjectBegin: (_offset, _length, line) => users.open('object', line + 1),
      onArrayBegin: (_offset, _length, line) => users.open('list', line + 1),
      onObjectEnd: () => users.close(),
      onArrayEnd: () => users.close(),
      onObjectProperty: (name) => users.property(name),
      onLiteralValue: (value: unknown, offset, length, line) => {
        // A number is taken as it is written: a CID of digits alone would lose some as a number.
        users.value(typeof value === 'string' ? value : value === null ? '' : text.slice(offset, offset + length), line + 1);
      },
      onError: (code, _offset, _length, line, character) => {
        broken ??= `Line ${line + 1}, column ${character + 1}: this is not JSON (${inWords(printParseErrorCode(code))}).`;
      },
    },
    { allowTrailingComma: true },
  );
  const problem = broken ?? users.problem ?? (users.foundList ? undefined : `The document holds no list of users. ${expected}`);
  return problem === undefined ? { rows: users.rows, ignored: listedNames(users.ignored) } : { problem };
}
