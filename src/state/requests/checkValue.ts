/** Checks one value of a request document against the row of its parameter. */
import type { Node } from 'jsonc-parser';
import type { Field, IntegerField, StringField, StringsField } from '../../api/falcon/fields.ts';
import { spanInString } from '../../core/aggregates/stringPlaces.ts';
import { endProblem } from '../../core/changes/temporary.ts';
import { parseFql } from '../../core/fql/parseFql.ts';
import { parseCid } from '../../core/ids.ts';
import { emailProblem } from '../../core/userFields.ts';
import { shownText } from '../../core/shownText.ts';
import { takesText, fqlSchemas } from './fieldText.ts';
import type { Report } from './problems.ts';

export interface ValueContext {
  /** Of the document. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly report: Report;
}

/** Where a value is not the right one, what would be. */
const expected = (name: string, field: Field): string => `“${name}” does not take this. ${takesText(field)}`;

const uuidForm = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

function formatProblem(value: string, format: 'cid' | 'uuid'): string | undefined {
  if (format === 'cid') {
    const cid = parseCid(value);
    if (cid === value) return undefined;
    return cid ? `The API takes a CID in lower case and without the checksum: write “${cid}”.` : 'This is no CID: 32 lower-case hexadecimal characters.';
  }
  if (uuidForm.test(value)) return undefined;
  return uuidForm.test(value.toLowerCase()) ? `The API takes a UUID in lower case: write “${value.toLowerCase()}”.` : 'This is no UUID with dashes.';
}

/** What no server takes is an error; what only contradicts the specification of the filter may be tried. */
function checkFilter(node: Node, schema: NonNullable<StringField['fql']>, { text, report }: ValueContext): void {
  const value = String(node.value);
  const broken = parseFql(value).problems;
  for (const { start, end, message, hint } of broken.length > 0 ? broken : parseFql(value, fqlSchemas[schema]).problems) {
    report(broken.length > 0 ? 'error' : 'warning', 'fql', spanInString(text, node, start, end), hint ? `${message} ${hint}` : message);
  }
}

function checkMoment(node: Node, { now, report }: ValueContext): void {
  const value = String(node.value);
  const problem = endProblem(value, now);
  if (problem === undefined) return;
  const isMoment = /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
  report(isMoment ? 'warning' : 'error', 'moment', node, problem);
}

function checkString(name: string, field: StringField, node: Node, context: ValueContext): void {
  const { report } = context;
  const value = String(node.value);
  const { values, format, fql, required } = field;
  if (value === '' && (required || format === 'secret')) {
    // Names may be empty; an id or an address that is not there is simply not filled in yet.
    if (!required) report('error', 'empty', node, `“${name}” is empty. Leave it out instead.`);
    else if (values || format) report('error', 'missing', node, `“${name}” is required: fill it in. ${takesText(field)}`);
    else report('warning', 'empty', node, `“${name}” is empty.`);
    return;
  }
  if (values && !values.includes(value)) report('error', 'value', node, expected(name, field));
  if (fql) checkFilter(node, fql, context);
  if (format === 'cid' || format === 'uuid') {
    const problem = formatProblem(value, format);
    if (problem !== undefined) report('error', 'format', node, problem);
  }
  if (format === 'email') {
    const problem = emailProblem(value);
    if (problem !== undefined) report('error', 'format', node, problem);
  }
  if (format === 'date-time') checkMoment(node, context);
  if (format === 'secret') {
    const kept = 'It stands in this document, so do not save it.';
    report('warning', 'secret', node, `“${name}” is sent and kept nowhere else: not in the activity, not in the log. ${kept}`);
  }
}

function checkInteger(name: string, field: IntegerField, node: Node, { report }: ValueContext): void {
  const value = Number(node.value);
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field;
  if (!Number.isInteger(value) || value < minimum || value > maximum) report('error', 'range', node, expected(name, field));
}

function checkStrings(name: string, field: StringsField, node: Node, { report }: ValueContext): void {
  const items = node.children ?? [];
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY, format, required } = field;
  if (items.length === 0 && required) report('error', 'missing', node, `“${name}” is required: fill it in. ${takesText(field)}`);
  else if (items.length < minimum) report('error', 'count', node, `“${name}” needs at least ${minimum}.`);
  if (items.length > maximum) report('error', 'count', node, `“${name}” takes at most ${maximum} at a time, not ${items.length}.`);
  const seen = new Set<unknown>();
  for (const item of items) {
    const value: unknown = item.value;
    if (typeof value !== 'string') report('error', 'type', item, `“${name}” is a list of texts.`);
    else if (value.trim() === '') report('error', 'empty', item, `An empty text stands in “${name}”.`);
    else if (seen.has(value)) report('warning', 'twice', item, `“${shownText(value)}” stands here twice.`);
    else if (format) {
      const problem = formatProblem(value, format);
      if (problem !== undefined) report('error', 'format', item, problem);
    }
    seen.add(value);
  }
}

const jsonTypes: Readonly<Record<Field['type'], Node['type']>> = {
  string: 'string',
  integer: 'number',
  boolean: 'boolean',
  strings: 'array',
  object: 'object',
};

/** Objects are looked into by those who ask. @returns whether the value has the type of the field */
export function checkValue(name: string, field: Field, node: Node, context: ValueContext): boolean {
  if (node.type !== jsonTypes[field.type]) {
    context.report('error', 'type', node, expected(name, field));
    return false;
  }
  if (field.type === 'string') checkString(name, field, node, context);
  if (field.type === 'integer') checkInteger(name, field, node, context);
  if (field.type === 'strings') checkStrings(name, field, node, context);
  return true;
}
