/** A transport over the editor's own `fetch`, which knows proxies that an extension cannot read (PAC files, the system's). */
import { largestAnswerBytes } from './transport.ts';
import type { HttpAnswer, HttpRequest, Transport } from './transport.ts';
import { TenantError } from '../core/errors.ts';
import { transportError } from './transportErrors.ts';

async function readBounded(answer: Response, host: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.byteLength;
    if (size > largestAnswerBytes) {
      throw new TenantError({ kind: 'protocol', reason: 'tooLarge', message: `The answer of ${host} is too large.`, nextStep: 'Narrow the question with a filter.' });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

export class FetchTransport implements Transport {
  readonly #fetch: typeof fetch;
  readonly #timeoutMs: number;
  readonly #closing = new AbortController();

  constructor(fetchFunction: typeof fetch, timeoutMs: number) {
    this.#fetch = fetchFunction;
    this.#timeoutMs = timeoutMs;
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signals = [timeout, this.#closing.signal, ...(request.signal ? [request.signal] : [])];
    const write = request.method !== 'GET';
    try {
      const answer = await this.#fetch(request.url, {
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        redirect: 'manual',
        signal: AbortSignal.any(signals),
      });
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await readBounded(answer, new URL(request.url).host) };
    } catch (thrown) {
      const aborted = Boolean(request.signal?.aborted) || this.#closing.signal.aborted;
      if (timeout.aborted && !aborted) {
        throw transportError(Object.assign(new Error('timeout'), { code: 'UND_ERR_HEADERS_TIMEOUT' }), request.url, { viaProxy: false, write, aborted });
      }
      throw transportError(thrown, request.url, { viaProxy: false, write, aborted });
    }
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }
}
