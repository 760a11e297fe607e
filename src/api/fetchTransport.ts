/** A transport over the editor's own `fetch`, which knows proxies that an extension cannot read (PAC files, the system's). */
import { startDeadline } from './deadline.ts';
import { readText } from './readBody.ts';
import type { HttpAnswer, HttpRequest, Transport } from './transport.ts';
import { transportError } from './transportErrors.ts';

export class FetchTransport implements Transport {
  readonly #fetch: typeof fetch;
  readonly #timeoutMs: number;
  readonly #closing = new AbortController();

  constructor(fetchFunction: typeof fetch, timeoutMs: number) {
    this.#fetch = fetchFunction;
    this.#timeoutMs = timeoutMs;
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const deadline = startDeadline(this.#timeoutMs, this.#closing.signal, request.signal);
    const write = request.method !== 'GET';
    try {
      const answer = await this.#fetch(request.url, {
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        redirect: 'manual',
        signal: deadline.signal,
      });
      // The function unpacks what it asked for itself.
      const text = answer.body ? await readText(answer.body, undefined, new URL(request.url).host) : '';
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text };
    } catch (thrown) {
      const aborted = Boolean(request.signal?.aborted) || this.#closing.signal.aborted;
      const cause = deadline.expired() ? Object.assign(new Error('timeout'), { code: 'UND_ERR_HEADERS_TIMEOUT' }) : thrown;
      throw transportError(cause, request.url, { viaProxy: false, write, aborted });
    } finally {
      deadline.release();
    }
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }
}
