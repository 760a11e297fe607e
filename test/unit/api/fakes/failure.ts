import assert from 'node:assert/strict';
import { TenantError } from '../../../../src/core/errors.ts';

/** The TenantError with which the work must fail. */
export async function failure(work: Promise<unknown>): Promise<TenantError> {
  const error: unknown = await work.then(
    () => assert.fail('it should have failed'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof TenantError, `not a TenantError: ${String(error)}`);
  return error;
}

/** The TenantError that a function must throw. */
export function thrownBy(act: () => unknown): TenantError {
  let error: unknown;
  try {
    act();
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof TenantError, `not a TenantError: ${String(error)}`);
  return error;
}
