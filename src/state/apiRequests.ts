/** Requests that people send by hand: which of them are under way, and the way of those that only read. What was sent is kept. */
import type { FalconClient } from '../api/falcon/client.ts';
import type { Operation } from '../api/falcon/operation.ts';
import type { OperationId } from '../api/falcon/operations.ts';
import { TenantError, toTenantError } from '../core/errors.ts';
import type { ConnectionId } from '../core/ids.ts';
import { Emitter } from './emitter.ts';
import type { KeptRequests } from './requests/keptRequests.ts';
import type { SentRequest } from './requests/sentRequest.ts';

export interface ReadAsked {
  readonly connectionId: ConnectionId;
  readonly operation: Operation;
  /** Query parameters by name, and the body under `body`. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ReadAnswer {
  readonly status: number;
  readonly traceId: string | undefined;
  /** As the server wrote it, without token and secrets. */
  readonly body: string;
  /** Why it is no success, in words. */
  readonly failure: string | undefined;
}

export interface ApiRequestsParts {
  readonly client: (id: ConnectionId) => Promise<Pick<FalconClient, 'call'>>;
  readonly kept: KeptRequests;
}

export class ApiRequests {
  readonly #client: ApiRequestsParts['client'];
  /** By the document that a request was sent from. */
  readonly #running = new Map<string, AbortController>();
  readonly #changed = new Emitter<string>();

  /** What was sent before. */
  readonly kept: KeptRequests;

  /** Tells the document whose request was sent, or has ended. */
  readonly onDidChange = this.#changed.event;

  constructor({ client, kept }: ApiRequestsParts) {
    this.#client = client;
    this.kept = kept;
  }

  /** The last ones, youngest first; those of other windows and of earlier days among them. */
  async recent(): Promise<readonly SentRequest[]> {
    return this.kept.recent();
  }

  isRunning(document: string): boolean {
    return this.#running.has(document);
  }

  cancel(document: string): void {
    this.#running.get(document)?.abort();
  }

  /** Runs the sending of a document's request, which `cancel` aborts, as `outer` does. One at a time for each document. */
  async during<T>(document: string, outer: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.isRunning(document)) throw new TenantError({ kind: 'conflict', message: 'This request is being sent already.' });
    const controller = new AbortController();
    this.#running.set(document, controller);
    try {
      this.#changed.fire(document);
      return await work(AbortSignal.any([outer, controller.signal]));
    } finally {
      this.#running.delete(document);
      this.#changed.fire(document);
    }
  }

  /** Never throws. */
  async remember(sent: SentRequest): Promise<void> {
    await this.kept.add(sent);
  }

  /**
   * Asks one page of an operation that changes nothing.
   * @throws TenantError when there was no answer, or it was not waited for
   */
  async read({ connectionId, operation, parameters }: ReadAsked, signal: AbortSignal): Promise<ReadAnswer> {
    if (operation.write) throw new TenantError({ kind: 'invalid', message: `${operation.id} may change the tenant and goes another way.` });
    let last: Omit<ReadAnswer, 'failure'> | undefined;
    let failure: string | undefined;
    const client = await this.#client(connectionId);
    try {
      const reply = await client.call(operation.id as OperationId, parameters, { signal, onAnswer: (answer) => (last = answer) });
      if (last && reply.traceId) last = { ...last, traceId: reply.traceId };
    } catch (thrown) {
      const error = toTenantError(thrown, operation.id);
      // The answer to an earlier try, or to the call for a token, would be about something else.
      if (!last || error.status === undefined || error.operation !== operation.id) throw error;
      failure = error.advice;
      if (error.traceId) last = { ...last, traceId: error.traceId };
    }
    if (!last) throw new TenantError({ kind: 'protocol', operation: operation.id, message: 'The answer was lost.' });
    return { ...last, failure };
  }
}
