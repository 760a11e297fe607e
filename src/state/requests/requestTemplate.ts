/** The document with which a request begins: required parameters to be filled in, the others in comments. */
import type { Field, Fields } from '../../api/falcon/fields.ts';
import type { Operation } from '../../api/falcon/operation.ts';
import { fieldFacts } from './fieldText.ts';
import { addressText, cautionsOf, scopeText } from './requestOperations.ts';

const widest = 120;

/** Words in lines of comments, none of them wider than a screen unless a word is. */
function commentLines(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + 3 + line.length + 1 + word.length > widest) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${indent}// ${each}`);
}

/** A value to begin with; for required ones an empty one, so that nothing is sent that nobody chose. */
function startValue(field: Field): string {
  if (field.type === 'strings') return '[]';
  if (field.required || field.type === 'object') return '""';
  if (field.default !== undefined) return JSON.stringify(field.default);
  return field.type === 'string' ? JSON.stringify(field.values?.[0] ?? '') : field.type === 'integer' ? String(field.minimum ?? 0) : 'false';
}

function fieldLines(name: string, field: Field, indent: string): string[] {
  const about = commentLines(`${field.description} ${fieldFacts(field)}`, indent);
  // An object is written out, whatever it is for: half of one in a comment would be hard to take up.
  if (field.type === 'object') return [...about, `${indent}"${name}": {`, ...fieldsLines(field.fields, `${indent}  `), `${indent}},`];
  return [...about, `${indent}${field.required ? '' : '// '}"${name}": ${startValue(field)},`];
}

/** Those to be filled in first. */
function fieldsLines(fields: Fields, indent: string): string[] {
  const all = Object.entries(fields);
  const ordered = [...all.filter(([, { required }]) => required), ...all.filter(([, { required }]) => !required)];
  return ordered.flatMap(([name, field]) => fieldLines(name, field, indent));
}

const section = (name: string, fields: Fields): string[] =>
  Object.keys(fields).length === 0 ? [] : [`  "${name}": {`, ...fieldsLines(fields, '    '), '  },'];

const aggregatesSection: readonly string[] = [
  '  // Aggregate queries, one answer each.',
  '  "body": [',
  '    { "name": "by status", "type": "terms", "field": "status", "size": 10 },',
  '  ],',
];

function bodySection({ body }: Operation): readonly string[] {
  if (!body) return [];
  return body.kind === 'aggregates' ? aggregatesSection : section('body', body.fields);
}

/** @param tenant the name of a connection */
export function requestTemplate(operation: Operation, tenant: string): string {
  const { id, summary, query } = operation;
  const scope = scopeText(operation);
  const head = [`${id}: ${summary}`, `${addressText(operation)}${scope ? ` · needs ${scope}` : ''}`, ...cautionsOf(operation)];
  return [
    ...head.flatMap((text) => commentLines(text, '')),
    '{',
    `  "tenant": ${JSON.stringify(tenant)},`,
    `  "operation": "${id}",`,
    ...section('query', query),
    ...bodySection(operation),
    '}',
    '',
  ].join('\n');
}
