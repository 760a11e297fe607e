/** What a hover says about a name or a value of a request document. */
import { getLocation } from 'jsonc-parser';
import type { Operation } from '../../api/falcon/operation.ts';
import { explainQueryAt } from '../../core/aggregates/completeQuery.ts';
import { fieldFacts } from './fieldText.ts';
import { fieldAt, isInQueries } from './lookUp.ts';
import type { DocumentPath } from './lookUp.ts';
import type { Place } from './problems.ts';
import { addressText, cautionsOf, requestOperation, scopeText } from './requestOperations.ts';
import { readTree, textOf } from './requestTree.ts';

export interface Explanation {
  readonly place: Place;
  /** A name as it is written in code. */
  readonly title: string;
  /** Plain sentences, a paragraph each. */
  readonly lines: readonly string[];
}

const partTexts: Readonly<Record<string, string>> = {
  tenant: 'The name of a connected tenant. Left out, you are asked when the request is sent.',
  operation: 'The id of the operation to call.',
  query: 'Parameters that stand in the address.',
  body: 'What is sent as the body.',
};

function linesAt(operation: Operation, path: DocumentPath, value: unknown): string[] {
  if (isInQueries(operation, path)) return explainQueryAt(path.slice(1), value);
  const field = fieldAt(operation, path);
  return field ? [field.description, fieldFacts(field)] : [];
}

/** @returns undefined where there is nothing to explain */
export function explanationAt(text: string, offset: number): Explanation | undefined {
  const root = readTree(text, () => undefined);
  if (!root) return undefined;
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  if (!previousNode || offset > previousNode.offset + previousNode.length) return undefined;
  const place = { offset: previousNode.offset, length: previousNode.length };
  const operation = requestOperation(textOf(root, 'operation') ?? '');
  const [name, ...more] = path;
  if (more.length === 0) {
    if (name === 'operation' && !isAtPropertyKey && operation) {
      const scope = scopeText(operation);
      const lines = [operation.summary, addressText(operation), ...(scope ? [`Needs ${scope}.`] : []), ...cautionsOf(operation)];
      return { place, title: operation.id, lines };
    }
    const about = typeof name === 'string' && Object.hasOwn(partTexts, name) ? partTexts[name] : undefined;
    return about === undefined ? undefined : { place, title: String(name), lines: [about] };
  }
  const title = String(path.findLast((part) => typeof part === 'string'));
  const lines = operation ? linesAt(operation, path, isAtPropertyKey ? undefined : previousNode.value) : [];
  return lines.length > 0 ? { place, title, lines } : undefined;
}
