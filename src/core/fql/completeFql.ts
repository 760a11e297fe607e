/** What may stand where somebody writes a filter: properties, and values that are known of them. */
import type { FqlSchema } from './fqlSchema.ts';

export interface FqlChoice {
  readonly kind: 'property' | 'value';
  /** Without its quotes. */
  readonly label: string;
  readonly insert: string;
  readonly detail: string;
}

export interface FqlCompletion {
  /** Where in the filter the choice begins: what is written from there on is replaced. */
  readonly from: number;
  readonly choices: readonly FqlChoice[];
}

/** A property that begins an expression. */
const propertyStart = /(?:^|[+,(])\s*(\w*)$/;
/** The value of a property, or one of a list, as far as it is written. */
const valueStart = /(?:^|[+,(])\s*(\w+):[!<>=~*]*(?:\[[^\]]*?)?('?)([^'+,()[\]]*)$/;

/**
 * @param before the filter up to where somebody writes
 * @param after what follows there: a quote that is there already is not written again
 */
export function completeFql(before: string, after: string, schema: FqlSchema): FqlCompletion {
  const [, name = '', quote = '', written = ''] = valueStart.exec(before) ?? [];
  if (name !== '') {
    const { values = [], type = 'string', description = '' } = (Object.hasOwn(schema, name) && schema[name]) || {};
    const [opening, closing] = type === 'boolean' ? ['', ''] : [quote === '' ? "'" : '', after.startsWith("'") ? '' : "'"];
    const choices = values.map((value): FqlChoice => ({ kind: 'value', label: value, insert: opening + value + closing, detail: description }));
    return { from: before.length - written.length, choices };
  }
  const [, begun] = propertyStart.exec(before) ?? [];
  // Within quotes a comma or a bracket begins nothing.
  if (begun === undefined || before.split("'").length % 2 === 0) return { from: before.length, choices: [] };
  const colon = after.startsWith(':') ? '' : ':';
  const properties = Object.entries(schema);
  const choices = properties.map(([label, { description }]): FqlChoice => ({ kind: 'property', label, insert: label + colon, detail: description }));
  return { from: before.length - begun.length, choices };
}
