import { TenantError } from '../../core/errors.ts';
import type { ErrorKind } from '../../core/errors.ts';

/** What may not be read, or is not there, keeps the rest of a panel from nothing: undefined for failures of these kinds. */
export async function unless<T>(kinds: readonly ErrorKind[], read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof TenantError && kinds.includes(error.kind)) return undefined;
    throw error;
  }
}

export const refused: readonly ErrorKind[] = ['forbidden', 'notFound', 'invalid'];
