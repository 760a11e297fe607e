/** Checks what a request carries against the row of its operation, and turns texts into values. */
import type { Field, Fields } from '../../api/falcon/fields.ts';
import type { Operation } from '../../api/falcon/operation.ts';
import { Refusal } from './reply.ts';

type Values = Record<string, unknown>;

/** Parameters that the row does not name are ignored. Of a single value sent twice the first one counts. */
export function readQuery({ query }: Operation, sent: URLSearchParams): Values {
  const values: Values = {};
  for (const [name, field] of Object.entries(query)) {
    // An empty value counts as left out: clients send `cid=` for the CID in view.
    const texts = sent.getAll(name).filter((text) => text !== '');
    const value = field.type === 'strings' ? (texts.length > 0 ? texts : undefined) : texts[0] === undefined ? undefined : valueOf(name, field, texts[0]);
    values[name] = checked(name, field, value, 'query');
  }
  return values;
}

export function readForm(fields: Fields, sent: URLSearchParams): Values {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, sent.get(name) ?? undefined]));
}

export function readJson(fields: Fields, text: string): Values {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal(400, 'invalid request body: an object is expected');
  return readFields(fields, body as Values);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'invalid request body: not valid JSON');
  }
}

function readFields(fields: Fields, sent: Values): Values {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, checked(name, field, sent[name] ?? undefined, 'body')]));
}

/** Booleans in title case (`True`) made some of the vendor's services fail, so they are refused here. */
function valueOf(name: string, field: Field, text: string): unknown {
  if (field.type === 'integer') {
    if (!/^-?\d+$/.test(text)) throw new Refusal(400, `${name} in query must be an integer`);
    return Number(text);
  }
  if (field.type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw new Refusal(400, `${name} in query must be true or false`);
    return text === 'true';
  }
  return text;
}

function checked(name: string, field: Field, value: unknown, place: 'query' | 'body'): unknown {
  const refuse = (problem: string): Refusal => new Refusal(400, `${name} in ${place} ${problem}`);
  if (value === undefined || isBlank(name, field, value)) {
    if (field.required) throw refuse('is required');
    return 'default' in field ? field.default : undefined;
  }
  switch (field.type) {
    case 'string':
      if (typeof value !== 'string') throw refuse('must be a string');
      if (field.values && !field.values.includes(value)) throw refuse(`should be one of [${field.values.join(' ')}]`);
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw refuse('must be a boolean');
      return value;
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw refuse('must be an integer');
      checkBounds(value, { minimum: -largestInteger - 1, maximum: largestInteger, ...field }, refuse, '');
      return value;
    case 'strings':
      if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw refuse('must be a list of strings');
      checkBounds(value.length, field, refuse, ' items');
      return value;
    case 'object':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse('must be an object');
      return readFields(field.fields, value as Values);
  }
}

/** The server's own language cannot tell an empty text from none. Names are the exception: a person may have only one. */
const isBlank = (name: string, field: Field, value: unknown): boolean => field.type === 'string' && value === '' && !/name$/i.test(name);

/** Where the specification gives the size of an integer, it is 32 bits. */
const largestInteger = 0x7fff_ffff;

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

function checkBounds(value: number, { minimum, maximum }: Bounds, refuse: (problem: string) => Refusal, unit: string): void {
  if (minimum !== undefined && value < minimum) throw refuse(`should be at least ${String(minimum)}${unit}`);
  if (maximum !== undefined && value > maximum) throw refuse(`should be at most ${String(maximum)}${unit}`);
}

export interface SentParameters {
  readonly query: string;
  readonly body: string;
  readonly contentType: string | undefined;
}

/** The parameters of a call by name, with the body under `body`. */
export function readParameters(operation: Operation, { query, body, contentType }: SentParameters): Values {
  const values = readQuery(operation, new URLSearchParams(query));
  if (operation.body === undefined) return values;
  const wanted = operation.body.kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  const given = contentType?.split(';')[0]?.trim().toLowerCase();
  // 415 is what services generated from a specification like this one answer. A body without any type passes.
  if (given && given !== wanted) throw new Refusal(415, `unsupported media type "${given}", only [${wanted}] are allowed`);
  switch (operation.body.kind) {
    case 'form':
      return { ...values, body: readForm(operation.body.fields, new URLSearchParams(body)) };
    case 'json':
      return { ...values, body: readJson(operation.body.fields, body) };
    case 'aggregates':
      return { ...values, body: parseJson(body) };
  }
}
