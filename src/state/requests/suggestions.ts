/** What can be written at a place of a request document. */
import { createScanner, findNodeAtLocation, getLocation } from 'jsonc-parser';
import type { Location } from 'jsonc-parser';
import type { Field, Fields } from '../../api/falcon/fields.ts';
import type { Operation } from '../../api/falcon/operation.ts';
import { completeFilter } from '../../core/aggregates/completeFilter.ts';
import { queryNamesAt, queryValuesAt } from '../../core/aggregates/completeQuery.ts';
import type { FqlChoice } from '../../core/fql/completeFql.ts';
import { sections } from './checkRequest.ts';
import { fieldFacts } from './fieldText.ts';
import { fieldAt, fieldsAt, filterSchemaAt, isInQueries } from './lookUp.ts';
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
  /** The text has the editor's marks of what is filled in. */
  readonly isSnippet?: boolean | undefined;
}

export interface Suggestions {
  /** What of the document is replaced. */
  readonly place: Place;
  /** Somebody writes between the quotes of a text. */
  readonly isInText: boolean;
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

const filterItem = ({ kind, label, insert, detail }: FqlChoice): Suggestion => ({
  ...{ kind: kind === 'property' ? 'parameter' : kind, label, text: insert, detail },
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

type Write = (name: string, start: string) => string;

/** @param type what is written as the type of the object that gets the name */
function nameItems(operation: Operation | undefined, parent: DocumentPath, type: string | undefined, write: Write): Suggestion[] {
  if (parent.length === 0) {
    const startsOf = operation && isInQueries(operation, ['body']) ? { ...partStarts, body: '[]' } : partStarts;
    return sections.map((name) => ({ kind: 'parameter', label: name, text: write(name, startsOf[name]) }));
  }
  if (operation && isInQueries(operation, parent)) {
    return queryNamesAt(parent.slice(1), type).map(({ name, about, start, isNeeded }) => ({
      ...{ kind: 'parameter', label: name, text: write(name, start), about },
      detail: isNeeded ? 'required' : undefined,
    }));
  }
  const fields: Fields = (operation && fieldsAt(operation, parent)) ?? {};
  return Object.entries(fields).map(([name, field]) => fieldItem(name, field, write(name, startOf(field))));
}

function valueItems(operation: Operation | undefined, path: DocumentPath, tenants: readonly string[]): Suggestion[] {
  if (path.length === 1 && path[0] === 'operation') return requestOperations.map(operationItem);
  if (path.length === 1 && path[0] === 'tenant') return tenants.map((name) => ({ kind: 'tenant', label: name, text: JSON.stringify(name) }));
  if (operation && isInQueries(operation, path)) return queryValuesAt(path.slice(1)).map((choice) => ({ kind: 'value', ...choice }));
  const field = operation && fieldAt(operation, path);
  const value = (label: string, text: string): Suggestion => ({ kind: 'value', label, text });
  if (field?.type === 'boolean') return ['true', 'false'].map((word) => value(word, word));
  if (field?.type !== 'string') return [];
  return (field.values ?? []).map((word) => value(word, JSON.stringify(word)));
}

/** @param tenants the names of the connections */
export function suggestionsAt(text: string, offset: number, tenants: readonly string[]): Suggestions {
  const root = readTree(text, () => undefined);
  if (!root && text.trim() !== '') return { place: { offset, length: 0 }, isInText: false, items: [] };
  const location = getLocation(text, offset);
  const { path, isAtPropertyKey, previousNode: node } = location;
  const place = placeAt(location, offset);
  const isInText = !isAtPropertyKey && node?.type === 'string' && place.length > 0 && offset > place.offset;
  const operation = requestOperation(textOf(root, 'operation') ?? '');
  const schema = isInText && operation && filterSchemaAt(operation, path);
  if (schema) {
    const { place: piece, choices } = completeFilter(text, node, offset, schema);
    return { place: piece, isInText, items: choices.map(filterItem) };
  }
  if (!isAtPropertyKey) return { place, isInText, items: valueItems(operation, path, tenants) };
  const parent = path.slice(0, -1);
  const next = tokenAfter(text, place.offset + place.length);
  // Behind a name stands its value already; before another name there must be a comma.
  const write: Write = (name, start) => JSON.stringify(name) + (next === token.colon ? '' : `: ${start}${next === token.string ? ',' : ''}`);
  const holder = root && (parent.length === 0 ? root : findNodeAtLocation(root, parent));
  const written = new Set(membersOf(holder).flatMap(({ key, name }) => (key.offset === place.offset ? [] : [name])));
  const items = nameItems(operation, parent, textOf(holder, 'type'), write).filter(({ label }) => !written.has(label));
  return { place, isInText, items };
}
