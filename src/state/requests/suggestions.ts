/** What can be written at a place of a request document. */
import { createScanner, findNodeAtLocation, getLocation } from 'jsonc-parser';
import type { Location } from 'jsonc-parser';
import type { Field, Fields } from '../../api/falcon/fields.ts';
import type { Operation } from '../../api/falcon/operation.ts';
import { filterChoices } from '../../core/aggregates/filterChoices.ts';
import { userFilterSchema } from '../../core/fql/fqlSchema.ts';
import type { FqlSchema } from '../../core/fql/fqlSchema.ts';
import { isQueryFilter, pathInQuery, queryNames, queryValues } from './aggregateBody.ts';
import { sections } from './checkRequest.ts';
import { fieldFacts, fqlSchemas } from './fieldText.ts';
import { fieldAt, fieldsAt } from './lookUp.ts';
import type { DocumentPath } from './lookUp.ts';
import type { Place } from './problems.ts';
import { addressText, cautionsOf, requestOperation, requestOperations } from './requestOperations.ts';
import { membersOf, readTree, textOf } from './requestTree.ts';

export interface Suggestion {
  readonly kind: 'operation' | 'parameter' | 'value' | 'tenant';
  readonly label: string;
  /** As it is written into the document. */
  readonly text: string;
  readonly detail?: string | undefined;
  /** Plain text. */
  readonly about?: string | undefined;
  readonly isDeprecated?: true | undefined;
}

export interface Suggestions {
  /** What of the document is replaced. */
  readonly place: Place;
  readonly items: readonly Suggestion[];
}

const partStarts: Readonly<Record<(typeof sections)[number], string>> = { tenant: '""', operation: '""', query: '{}', body: '{}' };
const fieldStarts: Readonly<Record<Field['type'], string>> = { string: '""', integer: '', boolean: 'false', strings: '[]', object: '{}' };

const startOf = (field: Field): string => ('default' in field && field.default !== undefined ? JSON.stringify(field.default) : fieldStarts[field.type]);

function operationItem(operation: Operation): Suggestion {
  const { id, summary, replacedBy } = operation;
  const about = [summary, ...cautionsOf(operation)].join(' ');
  return { kind: 'operation', label: id, text: JSON.stringify(id), detail: addressText(operation), about, ...(replacedBy && { isDeprecated: true }) };
}

const fieldItem = (name: string, field: Field, text: string): Suggestion => ({
  kind: 'parameter',
  label: name,
  text,
  detail: field.required ? 'required' : undefined,
  about: `${field.description} ${fieldFacts(field)}`,
});

/** The word that is being written, quotes included, or the place between two. */
function placeAt({ previousNode }: Location, offset: number): Place {
  if (!previousNode || offset < previousNode.offset || offset > previousNode.offset + previousNode.length) return { offset, length: 0 };
  const { offset: start, length } = previousNode;
  return { offset: start, length };
}

/** The package names its kinds of tokens in a way that files compiled on their own cannot use. */
const token = { colon: 6, string: 10 } as const;

function tokenAfter(text: string, from: number): number {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  return scanner.scan();
}

function nameItems(operation: Operation | undefined, parent: DocumentPath, write: (name: string, start: string) => string): Suggestion[] {
  if (parent.length === 0) return sections.map((name) => ({ kind: 'parameter', label: name, text: write(name, partStarts[name]) }));
  const inQuery = operation && pathInQuery(operation, parent);
  if (inQuery) return queryNames(inQuery).map(({ name, start, about }) => ({ kind: 'parameter', label: name, text: write(name, start), about }));
  const fields: Fields = (operation && fieldsAt(operation, parent)) ?? {};
  return Object.entries(fields).map(([name, field]) => fieldItem(name, field, write(name, startOf(field))));
}

/** The filter that stands there, if it is one. */
function schemaAt(operation: Operation, path: DocumentPath): FqlSchema | undefined {
  const inQuery = pathInQuery(operation, path);
  if (inQuery) return isQueryFilter(inQuery) ? userFilterSchema : undefined;
  const field = fieldAt(operation, path);
  return field?.type === 'string' && field.fql ? fqlSchemas[field.fql] : undefined;
}

function filterItems(text: string, offset: number, { previousNode, path }: Location, operation: Operation | undefined): Suggestions | undefined {
  const schema = operation && schemaAt(operation, path);
  if (!schema || previousNode?.type !== 'string') return undefined;
  const { place, choices } = filterChoices(text, previousNode, offset, schema) ?? {};
  const items = choices?.map(({ kind, label, insert, detail }): Suggestion => ({ kind: kind === 'value' ? kind : 'parameter', label, text: insert, detail }));
  return place && items && { place, items };
}

function valueItems(operation: Operation | undefined, path: DocumentPath, tenants: readonly string[]): Suggestion[] {
  if (path.length === 1 && path[0] === 'operation') return requestOperations.map(operationItem);
  if (path.length === 1 && path[0] === 'tenant') return tenants.map((name) => ({ kind: 'tenant', label: name, text: JSON.stringify(name) }));
  const inQuery = operation && pathInQuery(operation, path);
  if (inQuery) return queryValues(inQuery).map(({ value: word, about }) => ({ kind: 'value', label: word, text: JSON.stringify(word), about }));
  const field = operation && fieldAt(operation, path);
  const value = (label: string, text: string): Suggestion => ({ kind: 'value', label, text });
  if (field?.type === 'boolean') return ['true', 'false'].map((word) => value(word, word));
  if (field?.type !== 'string') return [];
  return (field.values ?? []).map((word) => value(word, JSON.stringify(word)));
}

/** @param tenants the names of the connections */
export function suggestionsAt(text: string, offset: number, tenants: readonly string[]): Suggestions {
  const root = readTree(text, () => undefined);
  if (!root && text.trim() !== '') return { place: { offset, length: 0 }, items: [] };
  const location = getLocation(text, offset);
  const { path, isAtPropertyKey } = location;
  const place = placeAt(location, offset);
  const operation = requestOperation(textOf(root, 'operation') ?? '');
  if (!isAtPropertyKey) return filterItems(text, offset, location, operation) ?? { place, items: valueItems(operation, path, tenants) };
  const parent = path.slice(0, -1);
  const next = tokenAfter(text, place.offset + place.length);
  // Behind a name stands its value already; before another name there must be a comma.
  const write = (name: string, start: string): string => JSON.stringify(name) + (next === token.colon ? '' : `: ${start}${next === token.string ? ',' : ''}`);
  const members = membersOf(root && (parent.length === 0 ? root : findNodeAtLocation(root, parent)));
  const written = new Set(members.filter(({ key }) => key.offset !== place.offset).map(({ name }) => name));
  return { place, items: nameItems(operation, parent, write).filter(({ label }) => !written.has(label)) };
}
