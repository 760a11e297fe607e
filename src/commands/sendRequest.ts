/** Sends the request of a document and shows the answer beside it; what changes a tenant goes the road of all changes. */
import type { Proposal } from '../core/changes/proposal.ts';
import type { RowOutcome } from '../core/changes/outcome.ts';
import { TenantError, toTenantError } from '../core/errors.ts';
import { onOneLine } from '../core/shownText.ts';
import type { RequestDocument } from '../host/requestDocuments.ts';
import type { ReadAnswer } from '../state/apiRequests.ts';
import type { Connection } from '../state/connection.ts';
import { answerText } from '../state/requests/answerText.ts';
import type { RequestAnswer } from '../state/requests/answerText.ts';
import { checkRequest } from '../state/requests/checkRequest.ts';
import type { ReadRequest } from '../state/requests/checkRequest.ts';
import type { RequestProblem } from '../state/requests/problems.ts';
import { addressText, successorOf } from '../state/requests/requestOperations.ts';
import { failureWord } from '../state/requests/sentRequest.ts';
import { keptText, withoutPassword } from '../state/requests/withoutPassword.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { askConnection } from './parts/targets.ts';

/** What the line above a request hands over. */
interface Asked {
  readonly document?: string;
  readonly cancel?: boolean;
}

/** The editor's own kind, as far as it tells documents apart. */
interface Address {
  toString(): string;
}

/** A menu of the editor passes the address of its document as an object of its own. */
function askedBy([given]: readonly unknown[]): Asked {
  if (typeof given !== 'object' || given === null) return {};
  if ('document' in given && typeof given.document === 'string') return { document: given.document, cancel: 'cancel' in given && given.cancel === true };
  return 'scheme' in given && 'path' in given ? { document: (given as Address).toString() } : {};
}

async function tellProblems({ prompts, requests, l10n }: CommandDeps, { key }: RequestDocument, errors: readonly RequestProblem[]): Promise<void> {
  const [first] = errors;
  if (!first) return;
  const more = errors.length - 1;
  const others = more === 0 ? '' : ` ${more === 1 ? l10n.t('There is one more problem.') : l10n.t('There are {0} more problems.', more)}`;
  const show = l10n.t('Show in Document');
  const message = `${l10n.t('Nothing was sent: {0}', first.message)}${others}`;
  const action = await prompts.notify({ severity: 'error', message, actions: [show] });
  if (action === show) await requests.reveal(key, first.offset, first.length);
}

/** How a request ended, for the history; without a time of its own it was sent when it was asked for. */
interface End {
  readonly at?: number | undefined;
  readonly ended: string;
  readonly traceId: string | undefined;
}

type Remember = (end: End) => Promise<void>;

async function sendRead(deps: CommandDeps, { key }: RequestDocument, request: ReadRequest, { id, name }: Connection, remember: Remember): Promise<ReadAnswer> {
  const { apiRequests, progress } = deps;
  const { operation, parameters } = request;
  const read = async (signal: AbortSignal): Promise<ReadAnswer> => {
    try {
      return await apiRequests.read({ connectionId: id, operation, parameters }, signal);
    } catch (thrown) {
      const error = toTenantError(thrown, operation.id);
      await remember({ ended: failureWord(error), traceId: error.traceId });
      throw error;
    }
  };
  return progress(`${name}: ${operation.id}`, (outer) => apiRequests.during(key, outer, read));
}

const longestShown = 400;

/** What is about to be sent, for the person who is asked: parameters, without the password. */
function parametersText(parameters: Readonly<Record<string, unknown>>): string {
  const text = onOneLine(JSON.stringify(parameters));
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function proposalOf({ l10n }: CommandDeps, { operation, parameters }: ReadRequest, connection: Connection): Proposal {
  const { kept, password } = withoutPassword(operation, parameters);
  const passwordKey = password === undefined ? undefined : 'request';
  const successor = successorOf(operation);
  return {
    connectionId: connection.id,
    origin: 'apiExplorer',
    changes: [{ kind: 'rawOperation', operation: operation.id, parameters: kept, ...(passwordKey && { passwordKey }) }],
    passwords: passwordKey && password !== undefined ? new Map([[passwordKey, password]]) : undefined,
    notes: [
      `${addressText(operation)} ${parametersText(kept)}`,
      operation.summary,
      ...(successor ? [l10n.t('Deprecated: use {0}.', successor)] : []),
      ...(passwordKey ? [l10n.t('The password in the document is sent with it, and kept nowhere else.')] : []),
      l10n.t('What it does is not known here, so it cannot be undone from the activity.'),
    ],
  };
}

/** What is known of the end; without a time of its own it began when it was asked for. */
type RequestFacts = Pick<RequestAnswer, 'status' | 'traceId' | 'outcome' | 'failure' | 'body'> & { readonly at?: number };

function outcomeFacts(outcome: RowOutcome): Pick<RequestAnswer, 'outcome' | 'failure' | 'traceId'> {
  const traceId = 'traceId' in outcome ? outcome.traceId : undefined;
  return { outcome: outcome.state, traceId, ...('message' in outcome && { failure: outcome.message }) };
}

/** @returns undefined when nothing was sent */
async function sendWrite(deps: CommandDeps, { key }: RequestDocument, request: ReadRequest, connection: Connection): Promise<RequestFacts | undefined> {
  const { apiRequests, road } = deps;
  const report = await apiRequests.during(key, new AbortController().signal, (signal) => road.propose(proposalOf(deps, request, connection), { signal }));
  const [outcome] = report?.outcomes ?? [];
  return report && outcome && { at: report.startedAt, ...outcomeFacts(outcome) };
}

async function send(deps: CommandDeps, document: RequestDocument, request: ReadRequest, connection: Connection): Promise<void> {
  const { apiRequests, texts } = deps;
  const { operation, parameters } = request;
  const startedAt = Date.now();
  const about = { operation: operation.id, tenant: connection.name };
  const timeOf = (at = startedAt): { readonly at: number; readonly ms: number } => ({ at, ms: Math.max(0, Date.now() - at) });
  const remember: Remember = ({ at, ended, traceId }) =>
    apiRequests.remember({ ...about, ...timeOf(at), ended, traceId, text: keptText(operation, parameters, document.text) });
  const facts: RequestFacts | undefined = operation.write
    ? await sendWrite(deps, document, request, connection)
    : await sendRead(deps, document, request, connection, remember);
  if (!facts) return;
  const text = answerText({ ...about, ...facts, ...timeOf(facts.at), address: addressText(operation) });
  const remembered = remember({ at: facts.at, ended: String(facts.status ?? facts.outcome), traceId: facts.traceId });
  // The answer does not wait for the disk.
  await Promise.all([texts.show({ name: `${operation.id}.answer.json`, text }, { beside: true }), remembered]);
}

export const sendRequest: TenantCommand = {
  id: 'falconAdmin.operation.send',
  async run(deps, given) {
    const { requests, apiRequests, store, l10n } = deps;
    const asked = askedBy(given);
    if (asked.cancel && asked.document !== undefined) return apiRequests.cancel(asked.document);
    const document = requests.find(asked.document);
    if (!document) {
      const nextStep = l10n.t('Open one with “Falcon: Run API Operation…”.');
      throw new TenantError({ kind: 'invalid', message: l10n.t('No API request is open.'), nextStep });
    }
    await store.load();
    const { problems, request } = checkRequest(document.text, { tenants: store.all.map(({ name }) => name), now: Date.now() });
    if (!request) return tellProblems(deps, document, problems.filter(({ severity }) => severity === 'error'));
    const { tenant, operation } = request;
    const connection = tenant === undefined ? await askConnection(deps, { title: operation.id }) : store.all.find(({ name }) => name === tenant);
    if (connection) await send(deps, document, request, connection);
  },
};
