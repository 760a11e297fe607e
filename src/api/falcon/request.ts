/** Writes the URL and body of an operation from its row. */
import { TenantError } from '../../core/errors.ts';
import type { Field, Fields } from './fields.ts';
import type { Operation } from './operation.ts';

export interface WrittenRequest {
  /** Path and query. */
  readonly target: string;
  readonly body: string | undefined;
  readonly contentType: string;
}

type Values = Readonly<Record<string, unknown>>;

/** Longer URLs were answered with a web page (psfalcon caps its own near 18,500 characters). */
const longestTarget = 18_000;

function invalid(operation: string, message: string, nextStep?: string): TenantError {
  return new TenantError({ kind: 'invalid', operation, message: `${operation}: ${message}`, nextStep });
}

function checkField(operation: string, name: string, field: Field, value: unknown): void {
  if (value === undefined) {
    if (field.required) throw invalid(operation, `“${name}” is required.`);
    return;
  }
  if (field.type === 'strings' && Array.isArray(value)) {
    if (value.length < (field.minimum ?? 0)) throw invalid(operation, `“${name}” needs at least ${field.minimum}.`);
    if (field.maximum !== undefined && value.length > field.maximum) {
      throw invalid(operation, `“${name}” takes at most ${field.maximum} at a time, not ${value.length}.`);
    }
  }
  if (field.type === 'integer' && typeof value === 'number') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field;
    if (!Number.isInteger(value) || value < minimum || value > maximum) {
      throw invalid(operation, `“${name}” takes whole numbers from ${minimum} to ${maximum}, not ${value}.`);
    }
  }
}

function checkFields(operation: string, fields: Fields, values: Values): void {
  for (const [name, field] of Object.entries(fields)) checkField(operation, name, field, values[name]);
  for (const name of Object.keys(values)) {
    if (!(name in fields)) throw invalid(operation, `there is no parameter “${name}”.`);
  }
}

function queryString(values: Values): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) for (const item of value as readonly string[]) query.append(name, item);
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') query.set(name, String(value));
  }
  return query.toString();
}

/** @throws TenantError of kind `invalid` when a parameter breaks a rule of its row */
export function writeRequest(operation: Operation, parameters: Values): WrittenRequest {
  const { body, ...query } = parameters;
  checkFields(operation.id, operation.query, query);
  const search = queryString(query);
  const target = search ? `${operation.path}?${search}` : operation.path;
  if (target.length > longestTarget) {
    throw invalid(operation.id, 'the parameters make the URL too long for the server.', 'Ask for fewer ids at once, or shorten the filter.');
  }
  const { body: spec } = operation;
  // The service wants a content type even where there is no body (gofalcon sends it always).
  if (!spec) return { target, body: undefined, contentType: 'application/json' };
  if (spec.kind !== 'aggregates') checkFields(operation.id, spec.fields, (body ?? {}) as Values);
  if (spec.kind === 'form') return { target, body: queryString(body as Values), contentType: 'application/x-www-form-urlencoded' };
  return { target, body: JSON.stringify(body), contentType: 'application/json' };
}
