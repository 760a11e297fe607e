/** At which field of the form a refusal of the server belongs, as far as its text tells. */
import { FieldError } from '../../host/fieldError.ts';
import { toTenantError } from '../../core/errors.ts';
import type { ErrorKind } from '../../core/errors.ts';
import type { FormField } from '../../protocol/createUser.ts';

/** The texts are not published; the words are those that public clients report. A password first: its rules may name anything. */
const words: readonly (readonly [RegExp, FormField])[] = [
  [/password/i, 'password'],
  [/already|exists|duplicate|in use|\buid\b|e-?mail|domain/i, 'email'],
  [/first[ _]?name/i, 'first'],
  [/last[ _]?name/i, 'last'],
  [/\bcid\b/i, 'cid'],
  [/\brole/i, 'roles'],
];

/** Only what refuses the values is about a field; a rate limit or a lost connection never is. */
export function refusedField(kind: ErrorKind, message: string): FormField | undefined {
  if (kind !== 'invalid' && kind !== 'conflict' && kind !== 'protocol') return undefined;
  return words.find(([form]) => form.test(message))?.[1];
}

/** The failure again, with its field where there is one. */
export function atItsField(thrown: unknown): unknown {
  const error = toTenantError(thrown);
  const field = refusedField(error.kind, error.message);
  return field ? new FieldError(field, error) : error;
}
