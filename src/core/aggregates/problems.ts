/** Problems of a file of aggregate queries, with their places in the text. */
import type { JsonPath } from './jsonPath.ts';

export type ProblemSeverity = 'error' | 'warning' | 'hint';

/** The rules, by what is wrong. */
export type ProblemCode =
  | 'syntax'
  | 'comment'
  | 'trailingComma'
  | 'duplicateKey'
  | 'tooDeep'
  | 'empty'
  | 'form'
  | 'unknownKey'
  | 'capital'
  | 'value'
  | 'null'
  | 'missingKey'
  | 'noEffect'
  | 'fieldKind'
  | 'unknownField'
  | 'levels'
  | 'range'
  | 'date'
  | 'counts'
  | 'sort'
  | 'timeZone'
  | 'filter'
  | 'filterName'
  | 'pattern'
  | 'name'
  | 'tenant'
  | 'cid'
  | 'chart';

export interface QueryProblem {
  /** With an error the queries are not sent; what a warning is about is sent and hardly meant; a hint is good to know. */
  readonly severity: ProblemSeverity;
  /** One or two plain sentences. */
  readonly message: string;
  /** Where in the document it belongs, for whoever shows the document as a form. */
  readonly path: JsonPath;
  /** In UTF-16 units of the text; always inside it. */
  readonly offset: number;
  readonly length: number;
  readonly code: ProblemCode;
}

export const hasErrors = (problems: readonly QueryProblem[]): boolean => problems.some(({ severity }) => severity === 'error');

export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Beyond this many, further ones tell nobody anything more. */
const mostProblems = 200;

export class Problems {
  readonly #found: QueryProblem[] = [];

  /** Of errors one is kept whatever stands before it: it decides whether the queries are sent. */
  add(severity: ProblemSeverity, code: ProblemCode, { offset, length }: Span, path: JsonPath, message: string): void {
    if (this.isFull && (severity !== 'error' || hasErrors(this.#found))) return;
    this.#found.push({ severity, message, path, offset, length, code });
  }

  /** Nothing but a first error is taken any more. */
  get isFull(): boolean {
    return this.#found.length >= mostProblems;
  }

  /** In the order of the text. */
  get all(): readonly QueryProblem[] {
    return this.#found.toSorted((left, right) => left.offset - right.offset);
  }
}
