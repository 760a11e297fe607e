/** What a parameter takes, in words: read from its row of the operation table. */
import { childFilterSchema, grantFilterSchema, userFilterSchema } from '../../core/fql/fqlSchema.ts';
import type { FqlSchema } from '../../core/fql/fqlSchema.ts';
import type { Field, IntegerField, StringField, StringsField } from '../../api/falcon/fields.ts';

export const fqlSchemas: Readonly<Record<NonNullable<StringField['fql']>, FqlSchema>> = {
  user: userFilterSchema,
  grant: grantFilterSchema,
  child: childFilterSchema,
};

const formats: Readonly<Record<NonNullable<StringField['format']>, string>> = {
  cid: 'A CID: 32 lower-case hexadecimal characters, without the checksum',
  uuid: 'A UUID with dashes',
  email: 'An e-mail address',
  'date-time': 'A moment such as 2026-11-27T14:00:00Z',
  secret: 'Sent, and kept nowhere but in this document',
};

/** Sort values come in three forms each: `uid`, `uid|asc`, `uid|desc`. */
function valuesText(values: readonly string[]): string {
  const bare = values.filter((value) => !value.includes('|'));
  return bare.length > 0 && values.length === 3 * bare.length ? `One of ${bare.join(', ')}; each also with |asc or |desc` : `One of ${values.join(', ')}`;
}

function stringText({ values, format, fql }: StringField): string {
  if (values) return valuesText(values);
  if (fql) return `FQL on ${Object.keys(fqlSchemas[fql]).join(', ')}`;
  return format ? formats[format] : 'A text';
}

function integerText({ minimum, maximum }: IntegerField): string {
  if (minimum !== undefined && maximum !== undefined) return `A whole number from ${minimum} to ${maximum}`;
  return minimum === undefined ? 'A whole number' : `A whole number, ${minimum} or more`;
}

function stringsText({ minimum, maximum, format }: StringsField): string {
  const items = format === 'cid' ? 'CIDs' : format === 'uuid' ? 'UUIDs' : 'texts';
  const least = minimum ? `, ${minimum} at least` : '';
  return `A list of ${items}${maximum === undefined ? least : `, ${minimum ?? 0} to ${maximum} of them`}`;
}

function typeText(field: Field): string {
  switch (field.type) {
    case 'string':
      return stringText(field);
    case 'integer':
      return integerText(field);
    case 'boolean':
      return 'true or false';
    case 'strings':
      return stringsText(field);
    case 'object':
      return 'An object';
  }
}

/** `A whole number from 1 to 500; 100 unless given.` */
export function takesText(field: Field): string {
  const left = 'default' in field && field.default !== undefined ? `; ${field.default} unless given` : '';
  return `${typeText(field)}${left}.`;
}

/** `Required. A UUID with dashes.` */
export const fieldFacts = (field: Field): string => `${field.required ? 'Required. ' : ''}${takesText(field)}`;
