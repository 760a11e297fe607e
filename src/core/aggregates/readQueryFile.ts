/** Reads a file of aggregate queries from its text. Apart from the file itself, so that the page need not carry the reader of JSON. */
import type { Node } from 'jsonc-parser';
import { itemsOf, meaningOf, propertiesOf, readTree, valueAt } from './jsonTree.ts';
import { Problems } from './problems.ts';
import type { QueryProblem } from './problems.ts';
import { chartChoices } from './queryFile.ts';
import type { ChartChoice, QueryFile } from './queryFile.ts';
import { saneQuery } from './saneQuery.ts';

export interface ReadQueryFile {
  /** Undefined when the text is no JSON, or neither a list nor an object. Comments and trailing commas are overlooked, and told. */
  readonly file: QueryFile | undefined;
  /** Only of reading; `checkQueries` tells all. */
  readonly problems: readonly QueryProblem[];
}

/** An empty text is a list without queries. */
export function readQueryFile(text: string): ReadQueryFile {
  const problems = new Problems();
  const root = readRoot(text, problems);
  return { file: root === 'empty' ? { form: 'list', charts: {}, queries: [] } : root && fileOf(root), problems: problems.all };
}

/** @returns the list or the object, or undefined with the reason among the problems */
export function readRoot(text: string, problems: Problems): Node | 'empty' | undefined {
  if (text.trim() === '') {
    problems.add('error', 'empty', { offset: 0, length: text.length }, [], 'The file is empty. Expected is a list of aggregate queries.');
    return 'empty';
  }
  const root = readTree(text, problems);
  if (root === undefined || root.type === 'array' || root.type === 'object') return root;
  problems.add('error', 'form', root, [], 'Expected is a list of aggregate queries, or an object with such a list in "queries".');
  return undefined;
}

const isChoice = (value: unknown): value is ChartChoice => (chartChoices as readonly unknown[]).includes(value);

function fileOf(root: Node): QueryFile {
  const list = root.type === 'array' ? root : valueAt(root, 'queries');
  const queries = itemsOf(list).map((item) => saneQuery(meaningOf(item)));
  if (root.type === 'array') return { form: 'list', charts: {}, queries };
  const [tenant, cid] = [valueAt(root, 'tenant'), valueAt(root, 'cid')];
  const charts = propertiesOf(valueAt(root, 'charts')).flatMap(({ key, value }) => (isChoice(value.value) ? [[key, value.value] as const] : []));
  return {
    form: 'object',
    ...(tenant?.type === 'string' && tenant.value !== '' && { tenant: String(tenant.value) }),
    ...(cid?.type === 'string' && cid.value !== '' && { cid: String(cid.value) }),
    charts: Object.fromEntries(charts),
    queries,
  };
}
