/** Reads a table with a header from comma, semicolon or tab separated text. */
import papa from 'papaparse';
import type { ParseStepResult } from 'papaparse';
import { unguarded } from '../csv.ts';
import { fieldNamed, readHeader } from './columns.ts';
import type { Columns } from './columns.ts';
import { isBlank, mostRows, noCells, rowOf, tooManyRows } from './rows.ts';
import type { CellProblem, Cells, NewUserField, NewUserRow, ReadRows, UnreadFile } from './rows.ts';

const separators = [',', ';', '\t'];
/** Empty lines cost time too. */
const mostLines = 4 * mostRows;

/** The separator under which the first line names the most columns that mean something, then the most columns. */
function separatorOf(text: string): string {
  const start = text.trimStart().slice(0, 10_000);
  const known = separators.map((delimiter) => {
    const names = papa.parse<string[]>(start, { delimiter, newline: '\n', preview: 1 }).data[0] ?? [];
    return { delimiter, meant: names.filter((name) => fieldNamed(name) !== undefined).length, count: names.length };
  });
  return known.toSorted((left, right) => right.meant - left.meant || right.count - left.count)[0]?.delimiter ?? ',';
}

/** Knows the line of places that are asked for from front to back. */
class Lines {
  readonly #text: string;
  #place = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  at(place: number): number {
    for (let next = this.#text.indexOf('\n', this.#place); next >= 0 && next < place; next = this.#text.indexOf('\n', next + 1)) {
      this.#line++;
      this.#place = next + 1;
    }
    return this.#line;
  }
}

const strayQuote: CellProblem = {
  field: undefined,
  sentence: 'A quotation mark stands inside a quoted cell without being doubled, so cells may have run together. Check this row.',
};

function rowFaults(cells: readonly string[], columns: Columns, hasStrayQuote: boolean): CellProblem[] {
  const faults = hasStrayQuote ? [strayQuote] : [];
  const more = cells.slice(columns.count).some((cell) => cell.trim() !== '');
  if (!more) return faults;
  const sentence = `The line has ${cells.length} cells, the header ${columns.count}, so they may have shifted. Check this row.`;
  return [...faults, { field: undefined, sentence }];
}

function cellsOf(texts: readonly string[], columns: Columns): Cells {
  const cells: Record<NewUserField, string> = { ...noCells };
  for (const [place, field] of columns.meant) cells[field] = unguarded(texts[place] ?? '');
  return cells;
}

export function readCsv(text: string): ReadRows | UnreadFile {
  const lines = new Lines(text);
  const rows: NewUserRow[] = [];
  let columns: Columns | undefined;
  let problem: string | undefined;
  let start = 0;
  let count = 0;
  /** @returns why reading ends here, or undefined */
  const take = ({ data, errors, meta }: ParseStepResult<string[]>): string | undefined => {
    const line = lines.at(start);
    start = meta.cursor;
    const open = errors.find(({ code }) => code === 'MissingQuotes');
    if (open) return `A quoted cell in line ${lines.at(open.index ?? 0)} is never closed. Add the missing quotation mark.`;
    if (++count > mostLines) return tooManyRows;
    if (data.every((cell) => cell.trim() === '')) return undefined;
    if (!columns) {
      const header = readHeader(data, line);
      if ('problem' in header) return header.problem;
      columns = header;
      return undefined;
    }
    const cells = cellsOf(data, columns);
    const faults = rowFaults(data, columns, errors.length > 0);
    if (isBlank(cells) && faults.length === 0) return undefined;
    if (rows.length === mostRows) return tooManyRows;
    rows.push(rowOf(line, cells, faults));
    return undefined;
  };
  papa.parse<string[]>(text, {
    delimiter: separatorOf(text),
    newline: '\n',
    step: (result, parser) => {
      problem = take(result);
      if (problem !== undefined) parser.abort();
    },
  });
  if (problem !== undefined) return { problem };
  if (columns) return { rows, ignored: columns.ignored };
  const header = readHeader([], 1);
  return 'problem' in header ? header : { rows, ignored: [] };
}
