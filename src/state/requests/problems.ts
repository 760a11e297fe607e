/** Problems of a request document, with their places in its text. */
import type { ProblemCode, QueryProblem } from '../../core/aggregates/problems.ts';

export type RequestCode =
  | 'syntax'
  | 'unknownPart'
  | 'tenant'
  | 'operation'
  | 'deprecated'
  | 'unknownParameter'
  | 'missing'
  | 'empty'
  | 'type'
  | 'value'
  | 'range'
  | 'count'
  | 'twice'
  | 'format'
  | 'moment'
  | 'fql'
  | 'secret'
  | 'body'
  | 'refused';

/** An error keeps the request from being sent; a warning is sent and probably not meant; a hint is good to know. */
export type RequestProblem = Omit<QueryProblem, 'path' | 'code'> & {
  /** Names the rule; those of aggregate queries have their own. */
  readonly code: RequestCode | ProblemCode;
};

export interface Place {
  readonly offset: number;
  readonly length: number;
}

export type Report = (severity: RequestProblem['severity'], code: RequestProblem['code'], place: Place, message: string) => void;

/** Collects problems; those of a place that something is wrong with already are still told. */
export function collectProblems(): { readonly problems: RequestProblem[]; readonly report: Report } {
  const problems: RequestProblem[] = [];
  const report: Report = (severity, code, { offset, length }, message) => void problems.push({ severity, code, offset, length, message });
  return { problems, report };
}
