import type { Node } from 'jsonc-parser';
import { nearestName } from '../fql/nearestName.ts';
import { shownText } from '../shownText.ts';
import type { JsonPath } from './jsonPath.ts';
import type { Property } from './jsonTree.ts';
import { propertiesOf } from './jsonTree.ts';
import type { Problems } from './problems.ts';

/** What every check needs. */
export interface CheckContext {
  readonly text: string;
  readonly problems: Problems;
  /** What `now` in dates is, in epoch milliseconds. */
  readonly now: number;
}

/** A part of the document and where it is. */
export interface Place {
  readonly node: Node;
  readonly path: JsonPath;
}

/** A name or value inside a sentence, which it must not turn around or break. */
export const quoted = (text: string): string => `"${shownText(text)}"`;

/** What stands in place of what is expected, as the end of a sentence. */
export function notThat({ type, value, offset, length }: Node, { text }: Pick<CheckContext, 'text'>): string {
  const isWhole = type === 'array' || type === 'object';
  // A figure too large for a number reads as infinite: it is quoted as it is written.
  const written = isWhole ? (type === 'array' ? 'a list' : 'an object') : shownText(text.slice(offset, offset + length));
  const found = type === 'string' ? quoted(String(value)) : written;
  return `, not ${found}.`;
}

/** How a mistyped name was meant; a sentence with a space before it, or nothing. */
export function didYouMean(written: unknown, known: readonly string[], { isFull }: Pick<Problems, 'isFull'>): string {
  // The search takes a while, and where the list is full nobody would be told. Every name is near to one or two letters.
  const nearest = isFull || typeof written !== 'string' || written.length < 3 ? undefined : nearestName(written, known);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

export interface Parts {
  /** The first of each name; those that are null are told and left out, as the server does. */
  readonly known: ReadonlyMap<string, Property>;
}

/** Reads the properties of an object and tells of names that are unknown or written twice. */
export function readParts({ node, path }: Place, names: readonly string[], what: string, { problems }: CheckContext): Parts {
  const known = new Map<string, Property>();
  const seen = new Set<string>();
  const properties = propertiesOf(node);
  const written = new Set(properties.map(({ key }) => key));
  for (const property of properties) {
    const { key, keyNode, value } = property;
    const at = [...path, key];
    if (seen.has(key)) problems.add('error', 'duplicateKey', keyNode, at, `${quoted(key)} stands here twice. Remove one.`);
    else if (!names.includes(key)) {
      const nearest = didYouMean(key, names.filter((name) => !written.has(name)), problems);
      problems.add('warning', 'unknownKey', keyNode, at, `${what} has no ${quoted(key)}.${nearest}`);
    } else if (value.type === 'null') problems.add('warning', 'null', value, at, `null is as good as leaving ${quoted(key)} out.`);
    else known.set(key, property);
    seen.add(key);
  }
  return { known };
}
