import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCancelled, TenantError, toTenantError } from '../../../src/core/errors.ts';

test('the advice is the sentence and the next step', () => {
  assert.equal(new TenantError({ kind: 'invalid', message: 'It failed.', nextStep: 'Try again.' }).advice, 'It failed. Try again.');
  assert.equal(new TenantError({ kind: 'invalid', message: 'It failed.' }).advice, 'It failed.');
});

test('details that are not given are absent, and an outcome is known unless said otherwise', () => {
  const error = new TenantError({ kind: 'server', message: 'x' });
  assert.equal(error.outcomeUnknown, false);
  assert.equal(error.status, undefined);
  assert.equal('cause' in error, false);
  assert.equal(error.name, 'TenantError');
  assert.ok(error instanceof Error);
});

test('a TenantError passes through, an AbortError is a cancellation, anything else is wrapped with its cause', () => {
  const own = new TenantError({ kind: 'server', message: 'x' });
  assert.equal(toTenantError(own, 'other'), own);
  const aborted = toTenantError(new DOMException('stop', 'AbortError'), 'queryUserV1');
  assert.equal(aborted.kind, 'cancelled');
  assert.equal(aborted.operation, 'queryUserV1');
  const cause = new RangeError('odd');
  const wrapped = toTenantError(cause);
  assert.equal(wrapped.kind, 'protocol');
  assert.equal(wrapped.cause, cause);
  for (const thrown of [cause, 'text', undefined, null, 7]) {
    const { kind, advice } = toTenantError(thrown);
    assert.deepEqual([kind, advice], ['protocol', 'Something unexpected happened. The log has the details.']);
  }
});

test('only a cancellation counts as cancelled', () => {
  assert.equal(isCancelled(new TenantError({ kind: 'cancelled', message: '' })), true);
  assert.equal(isCancelled(new TenantError({ kind: 'timeout', message: '' })), false);
  assert.equal(isCancelled(new DOMException('stop', 'AbortError')), false);
  assert.equal(isCancelled(undefined), false);
});
