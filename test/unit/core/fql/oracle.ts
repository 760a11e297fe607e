// A second, naive reading of what statements mean, to judge the compiled one by.

import type { FqlComparison, FqlNode, FqlScalar } from '../../../../src/core/fql/fqlAst.ts';
import { parseFqlDate } from '../../../../src/core/fql/fqlDate.ts';

function words(text: string): string[] {
  return text.normalize('NFC').toLowerCase().split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
}

function moment(value: string, now: number): number | undefined {
  return /^\d{4}-\d\d-\d\d/.test(value) ? parseFqlDate(value, now)?.start : undefined;
}

function wildcardPattern(written: string): RegExp {
  const pieces = written.split('*').map((piece) => piece.replace(/[^]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`));
  return new RegExp(`^${pieces.join('[^]*')}$`, 'u');
}

function passes(operator: string, wanted: FqlScalar, found: unknown, now: number): boolean {
  const present = found !== null && found !== undefined;
  const period = typeof wanted === 'string' ? parseFqlDate(wanted, now) : undefined;
  const time = typeof found === 'string' && period !== undefined ? moment(found, now) : undefined;
  switch (operator) {
    case '':
      if (!present || wanted === null) return !present && wanted === null;
      return found === wanted || (period !== undefined && time !== undefined && period.start <= time && time < period.end);
    case '*':
      if (typeof wanted !== 'string' || !present) return false;
      if (/^\**$/.test(wanted)) return true;
      return typeof found === 'string' && wildcardPattern(wanted).test(found);
    case '~':
      if (typeof wanted !== 'string' || !present) return false;
      return words(wanted).every((word) => typeof found === 'string' && words(found).includes(word));
  }
  if (!present || wanted === null || typeof wanted === 'boolean' || typeof found !== typeof wanted) return false;
  const compare = (low: string | number, value: string | number, high: string | number): boolean =>
    ({ '>': value > high, '>=': value >= low, '<': value < low, '<=': value <= high })[operator] ?? false;
  if (period !== undefined && time !== undefined) return compare(period.start, time, period.end - 1);
  return compare(wanted, found as string | number, wanted);
}

/** Whether the record passes, by the rules taken one value at a time with nothing prepared. */
export function oracle(node: FqlNode, record: Readonly<Record<string, unknown>>, now: number): boolean {
  switch (node.kind) {
    case 'and':
      return node.items.every((item) => oracle(item, record, now));
    case 'or':
      return node.items.some((item) => oracle(item, record, now));
    case 'group':
      return oracle(node.inner, record, now);
    case 'comparison':
      return oracleComparison(node, record, now);
  }
}

function oracleComparison(node: FqlComparison, record: Readonly<Record<string, unknown>>, now: number): boolean {
  const { property, operator, operand } = node;
  let found: unknown[] = [record];
  for (const key of property.split('.')) {
    found = found.flatMap((value) => (value !== null && typeof value === 'object' ? [(value as Record<string, unknown>)[key]] : [])).flat();
  }
  found = found.filter((value) => value !== null && value !== undefined);
  const wanted = operand.kind === 'list' ? operand.items.map(({ value }) => value) : [operand.value];
  const plain = operator.replace('!', '');
  const candidates = found.length === 0 ? [undefined] : found;
  return wanted.some((value) => candidates.some((candidate) => passes(plain, value, candidate, now))) !== operator.startsWith('!');
}
