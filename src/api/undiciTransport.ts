/** The usual transport: undici with its own connections, apart from whatever the editor uses for its `fetch`. */
import { getCACertificates } from 'node:tls';
import { Agent, ProxyAgent, interceptors } from 'undici';
import type { Dispatcher } from 'undici';
import { TenantError } from '../core/errors.ts';
import { proxyFor } from './networkOptions.ts';
import type { NetworkOptions } from './networkOptions.ts';
import { largestAnswerBytes } from './transport.ts';
import type { HttpAnswer, HttpRequest, Transport } from './transport.ts';
import { transportError } from './transportErrors.ts';

const connectTimeoutMs = 10_000;
const connectionsPerHost = 32;

/** Reading the certificates takes tens of milliseconds, so it happens at the first https request. */
function certificateAuthorities(options: NetworkOptions): string[] {
  const system = options.systemCertificates === false ? [] : getCACertificates('system');
  return [...getCACertificates('default'), ...system, ...(options.extraCertificates ?? [])];
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
  readonly #dispatchers = new Map<string, Dispatcher>();
  #ca: string[] | undefined;

  constructor(options: NetworkOptions = {}) {
    this.#options = options;
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const proxy = this.#proxyFor(request.url);
    const url = new URL(request.url);
    try {
      const answer = await this.#dispatcher(url, proxy).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { 'accept-encoding': 'gzip, deflate, br', ...request.headers },
        body: request.body ?? null,
        ...(request.signal ? { signal: request.signal } : {}),
      });
      return { status: answer.statusCode, headers: singleValued(answer.headers), text: await answer.body.text() };
    } catch (thrown) {
      throw transportError(thrown, request.url, {
        viaProxy: proxy !== undefined,
        write: request.method !== 'GET',
        aborted: request.signal?.aborted ?? false,
      });
    }
  }

  async close(): Promise<void> {
    const open = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(open.map((dispatcher) => dispatcher.destroy()));
  }

  #proxyFor(url: string): URL | undefined {
    try {
      return proxyFor(url, this.#options);
    } catch (cause) {
      throw new TenantError({
        kind: 'network',
        reason: 'proxy',
        message: 'The configured proxy is not a URL.',
        nextStep: 'Correct the setting “http.proxy” or the proxy environment variables.',
        cause,
      });
    }
  }

  #dispatcher(url: URL, proxy: URL | undefined): Dispatcher {
    const key = `${url.protocol}|${proxy?.href ?? ''}`;
    let dispatcher = this.#dispatchers.get(key);
    if (!dispatcher) {
      dispatcher = this.#open(url.protocol === 'https:' || proxy?.protocol === 'https:', proxy).compose(interceptors.decompress());
      this.#dispatchers.set(key, dispatcher);
    }
    return dispatcher;
  }

  #open(secure: boolean, proxy: URL | undefined): Agent | ProxyAgent {
    if (secure) this.#ca ??= certificateAuthorities(this.#options);
    const tls = secure ? { ca: this.#ca, rejectUnauthorized: this.#options.strictTls ?? true } : {};
    const timeout = this.#options.timeoutMs ?? 60_000;
    const common = {
      connections: connectionsPerHost,
      pipelining: 1,
      allowH2: false,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      maxResponseSize: largestAnswerBytes,
      connect: { ...tls, timeout: Math.min(timeout, connectTimeoutMs) },
    };
    if (!proxy) return new Agent(common);
    const { proxyAuthorization } = this.#options;
    return new ProxyAgent({
      ...common,
      uri: proxy.href,
      ...(proxyAuthorization ? { headers: { 'proxy-authorization': proxyAuthorization } } : {}),
      requestTls: tls,
      proxyTls: tls,
    });
  }
}
