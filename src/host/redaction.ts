/** What may be written to the log. Names not on the list are written without their value. */
import { TenantError } from '../core/errors.ts';

export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

const safeNames = new Set([
  'attempt', 'attempts', 'cached', 'cid', 'cloud', 'code', 'command', 'connection', 'count', 'durationMs', 'host', 'items', 'kind', 'limit', 'method',
  'offset', 'operation', 'outcomeUnknown', 'page', 'path', 'port', 'priority', 'reason', 'remaining', 'retryAt', 'role', 'scope', 'size', 'state', 'status',
  'total', 'traceId', 'url', 'user', 'version', 'view', 'waitMs',
]);

const bearer = /\b(bearer|basic)\s+[\w.~+/=-]+/gi;
const jsonWebToken = /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g;
const assignedSecret = /\b(client_secret|clientSecret|secret|password|token|authorization)(["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi;
const userInfo = /(\w+:\/\/)[^\s/@]+@/g;
const urlQuery = /(\bhttps?:\/\/[^\s?#]+)[?#]\S*/gi;
const longWord = /\b[\w-]{40,}\b/g;
const bareId = /\b([0-9a-f]{8})[0-9a-f]{24}\b/gi;

/**
 * A second net under the rule that sentences hold no data: hides what looks like a token, a secret or the query of a
 * URL, and shortens 32-digit ids to their first eight.
 */
export const withoutSecrets = (text: string): string =>
  text
    .replace(bearer, '$1 (hidden)')
    .replace(jsonWebToken, '(hidden)')
    .replace(assignedSecret, '$1$2(hidden)')
    .replace(userInfo, '$1')
    .replace(urlQuery, '$1')
    .replace(longWord, '(hidden)')
    .replace(bareId, '$1…');

/** `operation=queryUserV1 status=200`; undefined values are left out. */
export const describeFacts = (facts: LogFacts): string =>
  Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${safeNames.has(name) ? withoutSecrets(String(value)) : '(hidden)'}`)
    .join(' ');

const codeOf = (error: Error): string | undefined => ('code' in error && typeof error.code === 'string' ? error.code : undefined);

/** Frames name our own files and functions; the lines before them repeat the message, which is not ours. */
const framesOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((text) => /^\s+at /.test(text))
    .slice(0, 12)
    .join('\n');

/**
 * An error for the log. A `TenantError` is written with its safe details, and with its sentence only where no server
 * answered: those of refusals quote the server, which repeats values. Of any other error only name, code and frames are
 * written, since its message may quote anything.
 */
export function describeError(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return `(${typeof thrown})`;
  const parts = [thrown.name];
  if (thrown instanceof TenantError) {
    const { kind, reason, status, operation, traceId, scope, outcomeUnknown } = thrown;
    if (status === undefined) parts.push(withoutSecrets(thrown.message));
    parts.push(describeFacts({ kind, reason, status, operation, traceId, scope, outcomeUnknown: outcomeUnknown || undefined }));
  } else {
    parts.push(describeFacts({ code: codeOf(thrown) }));
  }
  const own = [parts.filter(Boolean).join(' '), framesOf(thrown)].filter(Boolean).join('\n');
  return thrown.cause === undefined || depth >= 3 ? own : `${own}\ncaused by ${describeError(thrown.cause, depth + 1)}`;
}
