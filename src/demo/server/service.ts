/** Takes a request through the gateway to its handler, and writes what comes back. */
import { randomUUID } from 'node:crypto';
import type { Operation } from '../../api/falcon/operation.ts';
import { operationRows } from '../../api/falcon/operations.ts';
import type { Random } from '../data/random.ts';
import { handle, handleToken } from '../handlers/handlers.ts';
import type { TenantStore } from '../store/tenantStore.ts';
import { UserSearch } from '../store/userSearch.ts';
import type { Answer } from './answer.ts';
import { bodyBytes } from './envelope.ts';
import { failureReply, poweredBy } from './failures.ts';
import type { Faults } from './faults.ts';
import type { Gateway, Passage } from './gateway.ts';
import { gatewayName, tooMany } from './gateway.ts';
import { readParameters } from './parameters.ts';
import type { Reply } from './reply.ts';
import { Refusal } from './reply.ts';
import type { Session, Sessions } from './sessions.ts';
import { spoil } from './spoiling.ts';

export interface Request {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly body: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly address: string;
}

export interface ServiceParts {
  readonly store: TenantStore;
  readonly sessions: Sessions;
  readonly gateway: Gateway;
  readonly faults: Faults;
  /** Whether the token calls meet faults too. */
  readonly faultsOnTokens: boolean;
  readonly random: Random;
  readonly now: () => number;
}

export interface Outcome {
  /** Undefined when no operation has this path. */
  readonly operation: string | undefined;
  readonly answer: Answer;
}

/**
 * FalconPy, psfalcon and gofalcon move to the cloud that this header of the token answer names, so it must name none
 * that they know: an unknown one keeps them here.
 */
const region = 'demo';

export class Service {
  readonly #parts: ServiceParts;
  readonly #search: UserSearch;
  readonly #operations = new Map(operationRows.map((row) => [`${row.method} ${row.path}`, row]));

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#search = new UserSearch(parts.store);
  }

  answer(request: Request): Outcome {
    const trace: Trace = { id: randomUUID(), startedMs: performance.now() };
    const now = this.#parts.now();
    const operation = this.#operations.get(`${request.method} ${request.path}`);
    if (operation === undefined) {
      return { operation: undefined, answer: answerStrayed(request.path, trace) };
    }
    const passage = this.#parts.gateway.check(operation, request.authorization, request.address, now);
    const write = (reply: Reply, changed?: Partial<Passage>): Answer => writeAnswer(reply, trace, operation, { ...passage, ...changed });
    const carryOut = (): Answer => write(this.#reply(operation, request, passage.session, now, trace));
    const refused = (status: number, message: string): Reply => failureReply(operation, new Refusal(status, message, gatewayName));

    if (passage.turned) return { operation: operation.id, answer: write(refused(passage.turned.status, passage.turned.message)) };
    const fault = operation.collection === 'oauth2' && !this.#parts.faultsOnTokens ? undefined : this.#parts.faults.draw();
    if (fault === undefined) return { operation: operation.id, answer: carryOut() };
    const turned = tooMany(now + faultPauseMs);
    const refuse = (status: 429 | 500): Answer =>
      status === 429 ? write(refused(429, turned.message), { turned, remaining: 0 }) : write(refused(500, supportMessage(trace)));
    return { operation: operation.id, answer: spoil(fault, { carryOut, refuse }) };
  }

  #reply(operation: Operation, request: Request, session: Session | undefined, now: number, trace: Trace): Reply {
    const { store, sessions, random } = this.#parts;
    try {
      const parameters = readParameters(operation, request);
      if (session === undefined) return handleToken(operation.id, parameters, { sessions, store, authorization: request.authorization, now });
      return handle(operation.id, parameters, { store, search: this.#search, session, now, random });
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.status !== 500) return failureReply(operation, thrown);
      return failureReply(operation, new Refusal(500, supportMessage(trace)));
    }
  }
}

interface Trace {
  readonly id: string;
  readonly startedMs: number;
}

function answerStrayed(path: string, trace: Trace): Answer {
  const methods = operationRows.filter((row) => row.path === path).map(({ method }) => method);
  if (methods.length === 0) return writeAnswer(failureReply(undefined, new Refusal(404, '404: Page Not Found', gatewayName)), trace, undefined);
  const answer = writeAnswer(failureReply(undefined, new Refusal(405, 'Method Not Allowed', gatewayName)), trace, undefined);
  return { ...answer, headers: { ...answer.headers, Allow: methods.join(', ') } };
}

/** How long a client is asked to stay away after a 429 that no limit caused. */
const faultPauseMs = 1000;

const supportMessage = ({ id }: Trace): string => `Internal Server Error: Please provide trace-id='${id}' to support`;

function writeAnswer(reply: Reply, trace: Trace, operation: Operation | undefined, passage?: Passage): Answer {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', 'X-Cs-Traceid': trace.id };
  // Seen missing when the gateway turns a bearer away.
  if (reply.status !== 401) headers['X-Cs-Region'] = region;
  if (passage) {
    headers['X-Ratelimit-Limit'] = String(passage.limit);
    headers['X-Ratelimit-Remaining'] = String(passage.remaining);
    // The specification says milliseconds; psfalcon and gofalcon found seconds.
    if (passage.turned?.retryAt !== undefined) headers['X-Ratelimit-Retryafter'] = String(Math.ceil(passage.turned.retryAt / 1000));
  }
  const queryTimeSeconds = Math.round((performance.now() - trace.startedMs) * 1e6) / 1e9;
  const body = bodyBytes(reply, { traceId: trace.id, queryTimeSeconds, poweredBy: reply.poweredBy ?? poweredBy(operation) });
  return { status: reply.status, headers, body };
}
