/** The usual transport: undici with its own connections, apart from whatever the editor uses for its `fetch`. */
import { createSecureContext, getCACertificates } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { Agent, Pool, ProxyAgent } from 'undici';
import { TenantError } from '../core/errors.ts';
import { certificatesIn } from './certificates.ts';
import { startDeadline } from './deadline.ts';
import { proxyFor } from './networkOptions.ts';
import type { NetworkOptions } from './networkOptions.ts';
import { acceptedEncodings, readText } from './readBody.ts';
import { largestAnswerBytes } from './transport.ts';
import type { HttpAnswer, HttpRequest, Transport } from './transport.ts';
import { transportError } from './transportErrors.ts';

const connectTimeoutMs = 10_000;
const connectionsPerHost = 64;
/** An answer that trickles in for ever keeps within every other limit: a whole exchange takes so many timeouts at most. */
const timeoutsPerExchange = 5;

/**
 * Reading hundreds of certificates takes tens of milliseconds, so it happens once, at the first https request, and not
 * with each connection.
 */
function trustedContext(options: NetworkOptions): SecureContext {
  const system = options.systemCertificates === false ? [] : getCACertificates('system');
  const certificates = new Set([...getCACertificates('default'), ...system, ...(options.extraCertificates ?? []).flatMap(certificatesIn)]);
  return createSecureContext({ ca: [...certificates].join('\n') });
}

function singleValued(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

export class UndiciTransport implements Transport {
  readonly #options: NetworkOptions;
  readonly #timeoutMs: number;
  readonly #dispatchers = new Map<string, Agent | ProxyAgent>();
  readonly #closing = new AbortController();
  #context: SecureContext | undefined;

  constructor(options: NetworkOptions = {}) {
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? 60_000;
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const proxy = this.#proxyFor(request.url);
    const url = new URL(request.url);
    const deadline = startDeadline(this.#timeoutMs * timeoutsPerExchange, this.#closing.signal, request.signal);
    try {
      const sent = this.#dispatcher(url, proxy).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { 'accept-encoding': acceptedEncodings, ...request.headers },
        body: request.body ?? null,
        signal: deadline.signal,
      });
      // The library looks at the signal only once there is a connection.
      const answer = await deadline.race(sent);
      const headers = singleValued(answer.headers);
      return { status: answer.statusCode, headers, text: await readText(answer.body, headers['content-encoding'], url.host) };
    } catch (thrown) {
      const aborted = Boolean(request.signal?.aborted) || this.#closing.signal.aborted;
      const cause = deadline.expired() ? Object.assign(new Error('timeout'), { code: 'UND_ERR_BODY_TIMEOUT' }) : thrown;
      throw transportError(cause, request.url, { viaProxy: proxy !== undefined, write: request.method !== 'GET', aborted });
    } finally {
      deadline.release();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const open = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(open.map((dispatcher) => dispatcher.destroy()));
  }

  #proxyFor(url: string): URL | undefined {
    const wrong = (message: string, nextStep: string, cause?: unknown): TenantError =>
      new TenantError({ kind: 'network', reason: 'proxy', message, nextStep, cause });
    let proxy: URL | undefined;
    try {
      proxy = proxyFor(url, this.#options);
    } catch (cause) {
      throw wrong('The configured proxy is not a URL.', 'Correct the setting “http.proxy” or the proxy environment variables.', cause);
    }
    if (proxy && !['http:', 'https:'].includes(proxy.protocol)) {
      throw wrong(
        `Proxies of the kind “${proxy.protocol}//” are not supported.`,
        'Name an http proxy in the setting “http.proxy”, or switch on “falconAdmin.network.useEditorFetch”, so that the editor itself sends the requests.',
      );
    }
    return proxy;
  }

  #dispatcher(url: URL, proxy: URL | undefined): Agent | ProxyAgent {
    const key = `${url.protocol}|${proxy?.href ?? ''}`;
    let dispatcher = this.#dispatchers.get(key);
    if (!dispatcher) {
      dispatcher = this.#open(url.protocol === 'https:' || proxy?.protocol === 'https:', proxy);
      this.#dispatchers.set(key, dispatcher);
    }
    return dispatcher;
  }

  #open(secure: boolean, proxy: URL | undefined): Agent | ProxyAgent {
    if (secure) this.#context ??= trustedContext(this.#options);
    const timeout = this.#timeoutMs;
    const connect = {
      ...(this.#context ? { secureContext: this.#context } : {}),
      rejectUnauthorized: this.#options.strictTls ?? true,
      timeout: Math.min(timeout, connectTimeoutMs),
    };
    const common = {
      connections: connectionsPerHost,
      pipelining: 1,
      allowH2: false,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      maxResponseSize: largestAnswerBytes,
    };
    if (!proxy) return new Agent({ ...common, connect });
    const { proxyAuthorization } = this.#options;
    return new ProxyAgent({
      ...common,
      uri: proxy.href,
      ...(proxyAuthorization ? { headers: { 'proxy-authorization': proxyAuthorization } } : {}),
      requestTls: connect,
      proxyTls: connect,
      // A proxy that takes the connection and then says nothing is given up as soon as one that takes none.
      clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: connect.timeout }),
    });
  }
}
