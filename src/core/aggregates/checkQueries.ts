/** The validator of files of aggregate queries, for the text editor and the builder alike. */
import type { Node } from 'jsonc-parser';
import { parseCid } from '../ids.ts';
import type { CheckContext } from './checkContext.ts';
import { didYouMean, quoted, readParts } from './checkContext.ts';
import { checkQueryList } from './checkQuery.ts';
import { itemsOf, propertiesOf, valueAt } from './jsonTree.ts';
import { Problems } from './problems.ts';
import type { QueryProblem } from './problems.ts';
import { isQueryKey } from './queryFacts.ts';
import { chartChoices } from './queryFile.ts';
import { readRoot } from './readQueryFile.ts';

/** Of the form that is an object. `$schema` is for editors. */
const fileKeys = ['$schema', 'tenant', 'cid', 'charts', 'queries'];

/** Names of queries that a mistyped one is compared with. */
const mostCompared = 100;

/**
 * Everything that is wrong with the text of a file, what cannot be read included, in the order of the text. Never throws.
 * @param now epoch milliseconds, for ranges that have `now` on one side only
 */
export function checkQueries(text: string, now: number = Date.now()): readonly QueryProblem[] {
  const problems = new Problems();
  const root = readRoot(text, problems);
  if (root === undefined || root === 'empty') return problems.all;
  const context: CheckContext = { text, problems, now };
  if (root.type === 'array') checkList(root, [], context);
  else checkObject(root, context);
  return problems.all;
}

function checkList(node: Node, path: readonly string[], context: CheckContext): void {
  if (itemsOf(node).length === 0) context.problems.add('hint', 'empty', node, path, 'There are no queries yet.');
  checkQueryList({ node, path }, 0, context);
}

function checkObject(root: Node, context: CheckContext): void {
  const { problems } = context;
  const isQuery = propertiesOf(root).some(({ key }) => isQueryKey(key)) && !valueAt(root, 'queries');
  if (isQuery) {
    problems.add('error', 'form', { offset: root.offset, length: 1 }, [], 'This is a single query. Put it into a list: [ … ].');
    return;
  }
  const { known } = readParts({ node: root, path: [] }, fileKeys, 'A file of queries', context);
  const queries = valueAt(root, 'queries');
  const head = { offset: root.offset, length: 1 };
  if (queries === undefined) problems.add('error', 'missingKey', head, [], 'A list of aggregate queries is missing in "queries".');
  else if (queries.type !== 'array') problems.add('error', 'value', queries, ['queries'], '"queries" is a list of aggregate queries.');
  else checkList(queries, ['queries'], context);

  const tenant = known.get('tenant')?.value;
  if (tenant && tenant.type !== 'string') problems.add('error', 'value', tenant, ['tenant'], '"tenant" is the name of a connection, in double quotes.');
  else if (tenant?.value === '') problems.add('hint', 'tenant', tenant, ['tenant'], 'No tenant is named; it is chosen when the queries are run.');
  checkCid(known.get('cid')?.value, context);
  checkCharts(known.get('charts')?.value, queries, context);
}

function checkCid(node: Node | undefined, { problems }: CheckContext): void {
  if (node === undefined || node.value === '') return;
  if (node.type !== 'string') {
    problems.add('error', 'value', node, ['cid'], '"cid" is a text of 32 hexadecimal digits.');
    return;
  }
  const written = String(node.value);
  const cid = parseCid(written);
  if (cid === undefined) problems.add('error', 'cid', node, ['cid'], `${quoted(written)} is no CID. A CID has 32 hexadecimal digits.`);
  else if (cid !== written) problems.add('hint', 'cid', node, ['cid'], `The API writes this CID "${cid}"; it is sent like that.`);
}

function checkCharts(node: Node | undefined, queries: Node | undefined, { problems }: CheckContext): void {
  if (node === undefined) return;
  if (node.type !== 'object') {
    problems.add('error', 'value', node, ['charts'], `"charts" is an object with one of ${chartChoices.join(', ')} for the names of queries.`);
    return;
  }
  const names = new Set(
    itemsOf(queries).flatMap((query) => {
      const name = valueAt(query, 'name')?.value as unknown;
      return typeof name === 'string' ? [name] : [];
    }),
  );
  // Comparing many names with many would take longer than anybody waits.
  const likely = [...names].slice(0, mostCompared);
  const seen = new Set<string>();
  for (const { key, keyNode, value } of propertiesOf(node)) {
    const path = ['charts', key];
    if (seen.has(key)) problems.add('error', 'duplicateKey', keyNode, path, `${quoted(key)} stands here twice. Remove one.`);
    seen.add(key);
    if (!(chartChoices as readonly unknown[]).includes(value.value)) {
      const nearest = didYouMean(value.value, chartChoices, problems);
      problems.add('error', 'value', value, path, `A chart is one of ${chartChoices.join(', ')}.${nearest}`);
    }
    if (!names.has(key)) problems.add('warning', 'chart', keyNode, path, `No query is called ${quoted(key)}.${didYouMean(key, likely, problems)}`);
  }
}
