/** How this machine reaches the network, as told by the editor's settings and the environment. */
import { isLoopback } from './baseUrl.ts';

export interface NetworkOptions {
  /** `http.proxy`, or undefined to look at the environment. */
  readonly proxyUrl?: string | undefined;
  /** `http.proxySupport` is `off`: no proxy at all. */
  readonly proxyOff?: boolean | undefined;
  /** `http.noProxy`: hosts that are reached directly. */
  readonly noProxy?: readonly string[] | undefined;
  /** `http.proxyStrictSSL`; false accepts any certificate, as the editor does then. */
  readonly strictTls?: boolean | undefined;
  /** `http.proxyAuthorization`: the value of the header, sent to the proxy only. */
  readonly proxyAuthorization?: string | undefined;
  /** `http.systemCertificates`. */
  readonly systemCertificates?: boolean | undefined;
  /** Files of further certificate authorities, in PEM or DER. */
  readonly extraCertificates?: readonly (string | Uint8Array)[] | undefined;
  readonly timeoutMs?: number | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** `host`, `.domain`, `*.domain`, `host:port` or `*`, as curl, Node and the editor read NO_PROXY. */
function matches(pattern: string, hostname: string, port: string): boolean {
  const [, name = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(pattern.trim().toLowerCase()) ?? [];
  if (name === '') return false;
  if (wantedPort !== undefined && wantedPort !== port) return false;
  if (name === '*') return true;
  const domain = name.replace(/^\*?\.?/, '');
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

/**
 * The proxy to use for a URL, or undefined for a direct connection. This machine itself is always reached directly, as
 * the editor does.
 * @throws TypeError when the configured proxy is no URL
 */
export function proxyFor(target: string, options: NetworkOptions): URL | undefined {
  const url = new URL(target);
  if (options.proxyOff || isLoopback(url)) return undefined;
  const environment = options.environment ?? {};
  const fromEnvironment = (name: string): string | undefined => environment[name] || environment[name.toUpperCase()];
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const exceptions = [...(options.noProxy ?? []), ...(fromEnvironment('no_proxy') ?? '').split(/[\s,]+/)];
  if (exceptions.some((pattern) => matches(pattern, url.hostname.toLowerCase(), port))) return undefined;
  const configured = options.proxyUrl || fromEnvironment(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy') || fromEnvironment('all_proxy');
  if (!configured) return undefined;
  return new URL(configured.includes('://') ? configured : `http://${configured}`);
}
