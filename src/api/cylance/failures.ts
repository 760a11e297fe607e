/** Turns refusals of the Cylance API into one typed error each. Causes as the User API guide and public clients name them. */
import { TenantError } from '../../core/errors.ts';
import type { ErrorDetails } from '../../core/errors.ts';
import type { HttpAnswer } from '../transport.ts';
import { isEmpty, isHtml, saidIn } from './answerText.ts';
import { cylanceOperations } from './operation.ts';
import type { CylanceOperation } from './operation.ts';

export interface CylanceRefusal {
  readonly operation: CylanceOperation;
  readonly answer: HttpAnswer;
  readonly host: string;
  /** Values that no error text may repeat. */
  readonly secrets: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** Epoch milliseconds: when a refused request may be sent again. */
  readonly retryAt?: number | undefined;
}

type Finding = Pick<ErrorDetails, 'kind' | 'reason' | 'message' | 'nextStep' | 'scope'>;

const somethingBetween = 'Check the region or URL, and whether a proxy or a sign-in page stands in between.';
const notableSkewMs = 60_000;

/** What the answer's own date tells about this machine's clock: a token signed with a wrong time is refused. */
function clockAdvice(headers: HttpAnswer['headers'], now: number): string {
  const skew = now - Date.parse(headers['date'] ?? '');
  if (!(Math.abs(skew) > notableSkewMs)) return "and this machine's clock";
  const minutes = Math.round(Math.abs(skew) / 60_000);
  return `and above all this machine's clock, which is ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${skew > 0 ? 'fast' : 'slow'}`;
}

function tokenRefusal({ operation, answer, host, now }: CylanceRefusal, quoted: string): Finding | undefined {
  if (operation.id !== cylanceOperations.getToken.id) return undefined;
  const { status, headers } = answer;
  const clock = clockAdvice(headers, now);
  switch (status) {
    case 400:
      return {
        kind: 'auth',
        message: `${host} does not take the sign-in request${quoted}.`,
        nextStep: `Check the tenant ID, the application ID ${clock}.`,
      };
    case 401:
      return {
        kind: 'auth',
        reason: 'wrongSecret',
        message: `${host} does not accept the tenant ID, application ID and secret${quoted}.`,
        nextStep: `Copy all three again from Settings > Integrations in the Cylance console, and check the region ${clock}.`,
      };
    case 403:
      return {
        kind: 'forbidden',
        reason: 'missingScope',
        message: `${host} gives this application no access${quoted}.`,
        nextStep: 'Give the application the privilege “Users: Read” under Settings > Integrations in the Cylance console.',
      };
    default:
      return undefined;
  }
}

function failureOfServer({ operation, host, answer: { status } }: CylanceRefusal, quoted: string): Finding {
  return {
    kind: status === 504 ? 'timeout' : 'server',
    message: `${host} answers ${operation.id} with ${status}${quoted}.`,
    nextStep: 'Try again; if it stays so, ask the support of Cylance.',
  };
}

const unknownUser = (quoted: string): Finding => ({
  kind: 'notFound',
  reason: 'unknownUser',
  message: `The server does not know this user${quoted}.`,
  nextStep: 'Refresh: the user may have been deleted.',
});

const unknownPath = ({ operation, answer, host }: CylanceRefusal, said: string): Finding => ({
  kind: 'notFound',
  message: `${host} does not know ${operation.id} (${said || answer.status}).`,
  nextStep: 'Check the region or URL.',
});

function finding(refusal: CylanceRefusal): Finding {
  const { operation, answer, host, secrets, retryAt } = refusal;
  const { status } = answer;
  const said = saidIn(answer, secrets);
  const quoted = said ? ` (“${said}”)` : '';
  const ofToken = tokenRefusal(refusal, quoted);
  if (ofToken) return ofToken;
  switch (status) {
    case 401:
      return {
        kind: 'auth',
        reason: 'wrongCloud',
        message: `${host} does not accept the token that it issued${quoted}.`,
        nextStep: 'The tenant may live in another region, or the application was deleted: connect again.',
      };
    case 403:
      return {
        kind: 'forbidden',
        reason: operation.scope ? 'missingScope' : undefined,
        scope: operation.scope,
        message: `The server does not allow ${operation.id}${quoted}.`,
        nextStep:
          operation.privilege &&
          `Give the application the privilege “${operation.privilege}” (${operation.scope}) under Settings > Integrations in the Cylance console.`,
      };
    case 404:
    case 410:
      return operation.id === cylanceOperations.getUser.id ? unknownUser(quoted) : unknownPath(refusal, said);
    case 408:
      return { kind: 'timeout', message: `${host} did not get the request in time${quoted}.`, nextStep: 'Try again.' };
    case 409:
      return { kind: 'conflict', message: `The server refuses ${operation.id} (${said || status}).`, nextStep: 'Refresh, and try again.' };
    case 429: {
      const until = retryAt === undefined ? '' : ` until ${new Date(retryAt).toLocaleTimeString()}`;
      return {
        kind: 'rateLimited',
        message: `The rate limit of the tenant is used up${until}.`,
        nextStep: 'Wait, or find out which other tools use the same tenant.',
      };
    }
    default:
      return status >= 500 ? failureOfServer(refusal, quoted) : { kind: 'invalid', message: `The server refuses ${operation.id} (${said || status}).` };
  }
}

/** The error for an answer whose status is no success. */
export function cylanceRefusal(refusal: CylanceRefusal): TenantError {
  const { operation, answer, retryAt, host } = refusal;
  const { status } = answer;
  const facts = { status, operation: operation.id, retryAt };
  if (status >= 300 && status < 400) {
    const message = `${host} sends the request to another address (${status}).`;
    return new TenantError({ ...facts, kind: 'protocol', reason: 'redirected', message, nextStep: somethingBetween });
  }
  const found = finding(refusal);
  // The API itself refuses in JSON: a web page is the word of something before it, whatever the status.
  if (status >= 400 && status < 500 && status !== 429 && isHtml(answer)) {
    return new TenantError({ ...facts, kind: found.kind, reason: 'html', message: `${host} answers with a web page (${status}).`, nextStep: somethingBetween });
  }
  return new TenantError({ ...facts, ...found });
}

/** The error for a success that is not what the API speaks: HTML of a proxy, JSON cut short or of another form. */
export function unreadableCylance(operation: CylanceOperation, answer: HttpAnswer, host: string): TenantError {
  const { status } = answer;
  const facts = { kind: 'protocol', status, operation: operation.id } as const;
  if (isHtml(answer)) {
    return new TenantError({ ...facts, reason: 'html', message: `${host} answers with a web page instead of data (${status}).`, nextStep: somethingBetween });
  }
  const what = isEmpty(answer) ? 'empty' : 'cut short or no JSON';
  return new TenantError({ ...facts, reason: 'truncated', message: `The answer of ${host} is ${what} (${status}).`, nextStep: 'Try again.' });
}

/** The error for a well-formed success of something else than the API. */
export const foreignCylance = (operation: CylanceOperation, host: string, status = 200): TenantError =>
  new TenantError({
    kind: 'protocol',
    status,
    operation: operation.id,
    message: `${host} answers with data of another form than the Cylance User API.`,
    nextStep: 'Check the region or URL.',
  });
