/** Turns what sockets, TLS and proxies throw into one sentence and a next step. */
import { TenantError } from '../core/errors.ts';
import type { ErrorDetails } from '../core/errors.ts';
import { largestAnswerBytes } from './transport.ts';

type Cause = Pick<ErrorDetails, 'kind' | 'reason' | 'message' | 'nextStep'> & {
  /** The request certainly never reached the server. */
  readonly unsent?: true;
};

const certificateCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const proxyAnswer = /proxy response \((\d+)\)/i;

function certificateCause(code: string, host: string): Cause {
  const message =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? `The certificate that ${host} shows was made for another host (${code}).`
      : `The certificate of ${host} is not trusted here (${code}).`;
  return {
    kind: 'network',
    reason: 'certificate',
    unsent: true,
    message,
    nextStep:
      'If your network inspects traffic, add its certificate authority to the system store, or name its file in the setting ' +
      '“falconAdmin.network.certificateFile”.',
  };
}

const cutShort = (host: string): Cause => ({ kind: 'protocol', reason: 'truncated', message: `The answer of ${host} was cut short.`, nextStep: 'Try again.' });

function causeOf(code: string, text: string, host: string, viaProxy: boolean): Cause {
  const proxy = proxyAnswer.exec(text);
  if (proxy) {
    const refused = proxy[1] === '407';
    return {
      kind: 'network',
      reason: 'proxy',
      unsent: true,
      message: refused ? 'The proxy asks for a user name and password (407).' : `The proxy does not connect to ${host} (${proxy[1]}).`,
      nextStep: refused
        ? 'Set “http.proxyAuthorization”, or put the user name and password into the proxy setting.'
        : 'Check “http.proxy” and whether the proxy lets this host through.',
    };
  }
  if (certificateCodes.has(code)) return certificateCause(code, host);
  const where = viaProxy ? 'the proxy' : host;
  const checkProxy = 'Check the setting “http.proxy” and the proxy environment variables.';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        kind: 'network',
        reason: viaProxy ? 'proxy' : 'dns',
        unsent: true,
        message: `The name of ${where} cannot be resolved.`,
        nextStep: viaProxy ? checkProxy : 'Check the network connection and the spelling of the cloud or URL.',
      };
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        kind: 'network',
        reason: viaProxy ? 'proxy' : 'refused',
        unsent: true,
        message: `Nothing answers at ${where} (${code}).`,
        nextStep: viaProxy ? checkProxy : 'Check the network connection, the URL, and whether a proxy is needed.',
      };
    case 'UND_ERR_CONNECT_TIMEOUT':
      return {
        kind: 'timeout',
        unsent: true,
        message: `No connection to ${where} in time.`,
        nextStep: viaProxy ? checkProxy : 'Check the network connection and whether a proxy is needed.',
      };
    case 'ETIMEDOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return {
        kind: 'timeout',
        message: `${host} did not answer in time.`,
        nextStep: 'Try again; a longer wait can be set in “falconAdmin.network.timeoutSeconds”.',
      };
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
      return {
        kind: 'protocol',
        reason: 'tooLarge',
        message: `The answer of ${host} is larger than ${largestAnswerBytes / 1024 / 1024} MB.`,
        nextStep: 'Narrow the question with a filter.',
      };
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return {
        kind: 'network',
        reason: 'certificate',
        unsent: true,
        message: `${host} does not speak TLS on this port.`,
        nextStep: 'Check the URL and its port.',
      };
    case 'ERR_CONTENT_LENGTH_MISMATCH':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return cutShort(host);
    default:
      if (/^(Z_|ERR_?_?(BROTLI|_ERROR_FORMAT))/.test(code)) return cutShort(host);
      if (code.startsWith('ERR_SSL_')) {
        return {
          kind: 'network',
          reason: 'certificate',
          unsent: true,
          message: `No secure connection can be agreed on with ${host} (${code}).`,
          nextStep: 'Check the URL, and whether a proxy inspects the traffic.',
        };
      }
      if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') {
        return { kind: 'protocol', message: `${host} does not answer in HTTP (${code}).`, nextStep: 'Check the URL and its port.' };
      }
      return {
        kind: 'network',
        reason: 'reset',
        message: `The connection to ${where} broke${code ? ` (${code})` : ''}.`,
        nextStep: 'Try again; if it stays so, check the network connection and the proxy.',
      };
  }
}

function* chain(thrown: unknown): Generator<Error> {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth++) {
    yield error;
    if (error instanceof AggregateError) yield* error.errors.slice(0, 4).filter((inner): inner is Error => inner instanceof Error);
  }
}

/** The innermost code tells most: outer layers wrap it in general ones. The parser's own complaints often have none. */
function codeOf(thrown: unknown): string {
  let found = '';
  for (const error of chain(thrown)) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string') found = code;
    else if (error.name === 'HTTPParserError') found = 'HPE_INVALID';
  }
  return found;
}

export interface Circumstances {
  readonly viaProxy: boolean;
  /** The request may have changed something; then a failure after sending leaves the outcome unknown. */
  readonly write: boolean;
  /** Somebody does not want the answer any more. */
  readonly aborted: boolean;
}

/**
 * @returns a TenantError whose message names the host and no path, query or secret
 */
export function transportError(thrown: unknown, url: string, options: Circumstances): TenantError {
  if (thrown instanceof TenantError) return thrown;
  if (options.aborted) {
    return new TenantError({ kind: 'cancelled', message: 'Cancelled.', outcomeUnknown: options.write, cause: thrown });
  }
  const text = [...chain(thrown)].map((error) => error.message).join(' / ');
  const { unsent, ...details } = causeOf(codeOf(thrown), text, new URL(url).host, options.viaProxy);
  return new TenantError({ ...details, outcomeUnknown: options.write && !unsent, cause: thrown });
}
