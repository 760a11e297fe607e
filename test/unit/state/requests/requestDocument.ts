/** Request documents with only what a test is about. */
import assert from 'node:assert/strict';
import { checkRequest } from '../../../../src/state/requests/checkRequest.ts';
import type { CheckedRequest } from '../../../../src/state/requests/checkRequest.ts';
import type { RequestProblem } from '../../../../src/state/requests/problems.ts';

export const uuid = '11111111-2222-4333-8444-555555555555';
export const cid = 'a'.repeat(32);
export const now = Date.UTC(2026, 4, 5, 12);

export const documentOf = (operation: string, parts: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ tenant: 'Acme', operation, ...parts }, undefined, 2);

export const check = (text: string): CheckedRequest => checkRequest(text, { tenants: ['Acme', 'Beta'], now });

/** `severity code`, and the piece of the text that it is about. */
export function found(text: string): string[] {
  return check(text).problems.map(({ severity, code, offset, length }) => {
    assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length, `${code} lies outside of the text`);
    return `${severity} ${code} ${text.slice(offset, offset + length)}`;
  });
}

export function onlyProblem(text: string): RequestProblem {
  const { problems } = check(text);
  assert.equal(problems.length, 1, problems.map(({ message }) => message).join('\n'));
  return problems[0] as RequestProblem;
}
