/** Reads a request document and says everything that is wrong with it. The editor's problems and the sending use the same checks. */
import { getNodeValue } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { Operation } from '../../api/falcon/operation.ts';
import { writeRequest } from '../../api/falcon/request.ts';
import { checkQueries } from '../../core/aggregates/checkQueries.ts';
import { nearestName } from '../../core/fql/nearestName.ts';
import { toTenantError } from '../../core/errors.ts';
import { shownText } from '../../core/shownText.ts';
import { checkFields, unknownText } from './checkFields.ts';
import type { FieldsContext } from './checkFields.ts';
import { collectProblems } from './problems.ts';
import type { Place, Report, RequestProblem } from './problems.ts';
import { leftOutText, requestOperation, requestOperations, successorOf } from './requestOperations.ts';
import { memberOf, membersOf, plainJson, readTree, textOf } from './requestTree.ts';
import type { Member } from './requestTree.ts';

export const sections = ['tenant', 'operation', 'query', 'body'] as const;

export interface ReadRequest {
  readonly operation: Operation;
  /** The name of a connection; undefined where the document leaves it open. */
  readonly tenant: string | undefined;
  /** Query parameters by name, and the body under `body`. May hold a password. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface CheckedRequest {
  /** In the order of the text. */
  readonly problems: readonly RequestProblem[];
  /** Only where there is no error. */
  readonly request: ReadRequest | undefined;
}

export interface RequestWorld {
  /** Names of the connections; undefined while they are not known. */
  readonly tenants: readonly string[] | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What a document is about, however broken the rest of it is. */
export interface RequestOutline {
  readonly operation: Operation | undefined;
  readonly tenant: string | undefined;
  /** Where the request begins. */
  readonly offset: number;
}

/** @returns undefined for a text that holds no object */
export function readOutline(text: string): RequestOutline | undefined {
  const root = readTree(text, () => undefined);
  if (root?.type !== 'object') return undefined;
  return { operation: requestOperation(textOf(root, 'operation') ?? ''), tenant: textOf(root, 'tenant'), offset: root.offset };
}

function checkTenant(member: Member | undefined, tenants: readonly string[] | undefined, report: Report): void {
  const { key, value } = member ?? {};
  if (!key || !value) return;
  const name: unknown = value.value;
  if (typeof name !== 'string' || name.trim() === '') return report('error', 'tenant', value, 'Name a connected tenant, or leave it out to be asked.');
  if (!tenants || tenants.includes(name)) return undefined;
  const nearest = nearestName(name, tenants);
  const hint = nearest ? `Did you mean “${nearest}”?` : tenants.length > 0 ? `Connected: ${tenants.join(', ')}.` : 'None is.';
  return report('error', 'tenant', value, `No tenant “${shownText(name)}” is connected. ${hint}`);
}

function checkOperation(root: Node, report: Report): Operation | undefined {
  const { key, value } = memberOf(root, 'operation') ?? {};
  const id: unknown = value?.value;
  if (typeof id !== 'string' || id === '') {
    report('error', 'operation', value ?? key ?? { offset: root.offset, length: 1 }, 'Name the operation to call: "operation": "queryUserV1".');
    return undefined;
  }
  const place = value ?? root;
  const operation = requestOperation(id);
  if (!operation) report('error', 'operation', place, leftOutText(id) ?? unknownText('operation', id, requestOperations.map((row) => row.id)));
  const successor = operation && successorOf(operation);
  if (successor) report('hint', 'deprecated', place, `${id} is deprecated: use ${successor} instead.`);
  return operation;
}

/** A parameter that the operation has, but in the other part of the request. */
function inOtherPart(name: string, part: 'query' | 'body', { query, body }: Operation): string | undefined {
  const bodyFields = body && body.kind !== 'aggregates' ? body.fields : {};
  if (part === 'body') return Object.hasOwn(query, name) ? `“${name}” stands in "query", not in "body".` : undefined;
  return Object.hasOwn(bodyFields, name) ? `“${name}” stands in "body", not in "query".` : undefined;
}

interface Part {
  readonly root: Node;
  readonly operation: Operation;
  readonly text: string;
  readonly now: number;
  readonly report: Report;
}

function contextOf({ operation, text, now, report }: Part, part: 'query' | 'body'): FieldsContext {
  return { text, now, report, elsewhere: (name) => inOtherPart(name, part, operation) };
}

/** What is missing of a part that is not written is told at the operation. */
const placeOf = ({ root }: Part, member: Member | undefined): Place => member?.key ?? memberOf(root, 'operation')?.value ?? root;

function checkQuery(part: Part): void {
  const member = memberOf(part.root, 'query');
  if (member?.value && member.value.type !== 'object') part.report('error', 'type', member.value, '"query" is an object of parameters.');
  else checkFields(part.operation.query, member?.value, placeOf(part, member), contextOf(part, 'query'));
}

function checkBody(part: Part): void {
  const { report, text, now } = part;
  const { id, body } = part.operation;
  const member = memberOf(part.root, 'body');
  const value = member?.value;
  if (!body) {
    if (member) report('error', 'body', member.key, `${id} has no body.`);
  } else if (body.kind !== 'aggregates') {
    if (value && value.type !== 'object') report('error', 'type', value, '"body" is an object.');
    else checkFields(body.fields, value, placeOf(part, member), contextOf(part, 'body'));
  } else if (value?.type !== 'array' || value.children?.length === 0) {
    report('error', 'type', value ?? placeOf(part, member), '"body" is a list of aggregate queries, one at least.');
  } else {
    const queries = plainJson(text.slice(value.offset, value.offset + value.length));
    for (const { severity, code, offset, length, message } of checkQueries(queries, now)) {
      // What is no JSON is told of the whole document.
      if (code !== 'syntax') report(severity, code, { offset: value.offset + offset, length }, message);
    }
  }
}

/** Names that are written twice: the last one counts, and few know. @param except what has a rule of its own */
function checkTwice(node: Node, report: Report, except?: Node): void {
  const seen = new Set<string>();
  for (const { name, key } of membersOf(node).reverse()) {
    if (seen.has(name)) report('warning', 'twice', key, `“${shownText(name)}” stands here twice; the last one counts.`);
    seen.add(name);
  }
  for (const child of node.children ?? []) if (child !== except) checkTwice(child, report, except);
}

function parametersOf(root: Node): Record<string, unknown> {
  const valueOf = (name: string): unknown => {
    const value = memberOf(root, name)?.value;
    return value && getNodeValue(value);
  };
  const body = valueOf('body');
  return { ...(valueOf('query') as object | undefined), ...(body !== undefined && { body }) };
}

/** The rules of the client itself, such as the longest URL: whatever it would refuse is told before. */
function checkSendable(operation: Operation, parameters: Readonly<Record<string, unknown>>, part: Part): void {
  try {
    writeRequest(operation, parameters);
  } catch (thrown) {
    part.report('error', 'refused', placeOf(part, undefined), toTenantError(thrown).advice);
  }
}

const byPlace = (left: RequestProblem, right: RequestProblem): number => left.offset - right.offset || right.length - left.length;

/** Never throws. */
export function checkRequest(text: string, { tenants, now }: RequestWorld): CheckedRequest {
  const { problems, report } = collectProblems();
  const hasErrors = (): boolean => problems.some(({ severity }) => severity === 'error');
  const root = readTree(text, report);
  if (root?.type !== 'object') {
    const start = { offset: 0, length: Math.min(1, text.length) };
    if (!hasErrors()) report('error', 'syntax', start, 'A request is an object: { "operation": "…", "query": {}, "body": {} }.');
    return { problems, request: undefined };
  }
  for (const { name, key } of membersOf(root)) {
    if (!(sections as readonly string[]).includes(name)) report('error', 'unknownPart', key, unknownText('part', name, sections));
  }
  checkTenant(memberOf(root, 'tenant'), tenants, report);
  const operation = checkOperation(root, report);
  checkTwice(root, report, operation?.body?.kind === 'aggregates' ? memberOf(root, 'body')?.value : undefined);
  if (!operation) return { problems: problems.sort(byPlace), request: undefined };
  const part: Part = { root, operation, text, now, report };
  checkQuery(part);
  checkBody(part);
  const parameters = parametersOf(root);
  if (!hasErrors()) checkSendable(operation, parameters, part);
  const request = hasErrors() ? undefined : { operation, tenant: textOf(root, 'tenant'), parameters };
  return { problems: problems.sort(byPlace), request };
}
