// What people write out of habit from other query languages, and how FQL says the same.

import type { FqlOperator } from './fqlAst.ts';
import { fqlOperators } from './fqlAst.ts';

const operatorHabits: ReadonlyMap<string, FqlOperator> = new Map([
  ['=', ''],
  ['==', ''],
  ['===', ''],
  ['!=', '!'],
  ['!==', '!'],
  ['<>', '!'],
  ['=>', '>='],
  ['=<', '<='],
  ['=~', '~'],
  ['~=', '~'],
  ['~!', '!~'],
  ['*!', '!*'],
]);

const wordHabits: ReadonlyMap<string, string> = new Map([
  ['in', "['a','b']"],
  ['is', "'value'"],
  ['eq', "'value'"],
  ['ne', "!'value'"],
  ['gt', ">'value'"],
  ['ge', ">='value'"],
  ['lt', "<'value'"],
  ['le', "<='value'"],
  ['like', "*'*part*'"],
  ['contains', "*'*part*'"],
  ['matches', "~'text'"],
]);

export function isOperator(written: string): written is FqlOperator {
  return (fqlOperators as readonly string[]).includes(written);
}

/** The FQL operator that someone who wrote this one most likely meant. */
export function intendedOperator(written: string): FqlOperator | undefined {
  return isOperator(written) ? written : operatorHabits.get(written);
}

/** What follows the colon in FQL where another language has this word. */
export function intendedForm(word: string): string | undefined {
  return wordHabits.get(word.toLowerCase());
}
