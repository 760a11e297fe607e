/** Writes the URL and body of an operation from its row. */
import { TenantError } from '../../core/errors.ts';
import type { Field, Fields } from './fields.ts';
import type { Operation } from './operation.ts';

export interface WrittenRequest {
  /** Path and query. */
  readonly target: string;
  readonly body: string | undefined;
  readonly contentType: string;
  /** Values that no error text may repeat, even where the server does. */
  readonly secrets: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/** Longer URLs were answered with a web page (psfalcon caps its own near 18,500 characters). */
const longestTarget = 18_000;

function invalid(operation: string, message: string, nextStep?: string): TenantError {
  return new TenantError({ kind: 'invalid', operation, message: `${operation}: ${message}`, nextStep });
}

const typeWords: Readonly<Record<Field['type'], string>> = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
  strings: 'a list of texts',
  object: 'an object',
};

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

function hasType(type: Field['type'], value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function checkField(operation: string, name: string, field: Field, value: unknown): void {
  if (value === undefined) {
    if (field.required) throw invalid(operation, `“${name}” is required.`);
    return;
  }
  if (!hasType(field.type, value)) throw invalid(operation, `“${name}” takes ${typeWords[field.type]}.`);
  if (field.type === 'string' && field.values && !field.values.includes(value as string)) {
    throw invalid(operation, `“${name}” takes one of ${field.values.join(', ')}.`);
  }
  if (field.type === 'strings') {
    const { length } = value as readonly string[];
    if (length < (field.minimum ?? 0)) throw invalid(operation, `“${name}” needs at least ${field.minimum}.`);
    if (field.maximum !== undefined && length > field.maximum) throw invalid(operation, `“${name}” takes at most ${field.maximum} at a time, not ${length}.`);
  }
  if (field.type === 'integer') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field;
    if ((value as number) < minimum) throw invalid(operation, `“${name}” is ${minimum} at least.`);
    if ((value as number) > maximum) throw invalid(operation, `“${name}” is ${maximum} at most.`);
  }
  if (field.type === 'object') checkFields(operation, field.fields, value as Values, `${name}.`);
}

function checkFields(operation: string, fields: Fields, values: Values, within = ''): void {
  for (const [name, field] of Object.entries(fields)) checkField(operation, `${within}${name}`, field, values[name]);
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(fields, name)) throw invalid(operation, `there is no parameter “${within}${name}”.`);
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
  const json = { target, contentType: 'application/json', secrets: [] };
  if (!spec) {
    if (body !== undefined) throw invalid(operation.id, 'there is no body.');
    return { ...json, body: undefined };
  }
  if (spec.kind === 'aggregates') {
    if (!Array.isArray(body)) throw invalid(operation.id, 'the body is a list of queries.');
    return { ...json, body: JSON.stringify(body) };
  }
  const values = body ?? {};
  if (!isObject(values)) throw invalid(operation.id, 'the body is an object.');
  checkFields(operation.id, spec.fields, values);
  const secrets = secretsOf(spec.fields, values);
  if (spec.kind === 'form') return { target, body: queryString(values), contentType: 'application/x-www-form-urlencoded', secrets };
  return { ...json, body: JSON.stringify(values), secrets };
}

function secretsOf(fields: Fields, values: Values): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = values[name];
    return field.type === 'string' && field.format === 'secret' && typeof value === 'string' ? [value] : [];
  });
}
