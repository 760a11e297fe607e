/** Turns refusals of the Falcon servers into one typed error each. Texts of the server as seen in public issue threads. */
import { TenantError } from '../../core/errors.ts';
import type { ErrorDetails, ErrorKind } from '../../core/errors.ts';
import type { HttpAnswer } from '../transport.ts';
import { hideSecrets } from '../hideSecrets.ts';
import type { Operation } from './operation.ts';
import { scopeLabels } from './operation.ts';
import type { ApiErrorItem, Envelope } from './records.ts';

export interface Refusal {
  readonly operation: Pick<Operation, 'id' | 'scope' | 'write'>;
  readonly status: number;
  readonly errors: readonly ApiErrorItem[];
  readonly traceId: string | undefined;
  readonly host: string;
  readonly retryAt?: number | undefined;
  /** The errors came in an answer whose status says success: part of what was asked for may have been done. */
  readonly withinSuccess?: boolean | undefined;
  /** Values that the text of the error must not repeat, whatever the server says. */
  readonly secrets?: readonly string[] | undefined;
}

type Finding = Pick<ErrorDetails, 'kind' | 'reason' | 'message' | 'nextStep' | 'scope'>;

const longestServerText = 300;

/** Whether the server means this; nothing of what it said is repeated by that. */
const says = ({ errors }: Pick<Refusal, 'errors'>, pattern: RegExp): boolean => errors.some(({ message }) => pattern.test(message));

const quoted = (said: string): string => (said ? ` (“${said}”)` : '');

/** What the server said, in one line, without control characters and secrets. */
function serverText({ errors, secrets = [] }: Pick<Refusal, 'errors' | 'secrets'>): string {
  const said = errors
    .map((error) => error.message)
    .filter(Boolean)
    .join('; ');
  const text = hideSecrets(said, secrets).replaceAll(/[\u0000-\u001f\u007f]+/g, ' ');
  return text.length > longestServerText ? `${text.slice(0, longestServerText)}…` : text;
}

function tokenRefusal(refusal: Refusal): Finding | undefined {
  const { status, host } = refusal;
  const said = serverText(refusal);
  if (says(refusal, /customer ID=/i)) {
    return {
      kind: 'forbidden',
      reason: 'notAChild',
      message: `The child CID does not belong to this tenant${quoted(said)}.`,
      nextStep: 'Check the child CID, or leave it out.',
    };
  }
  if (says(refusal, /client authentication failed|not authorized|invalid_client/i)) {
    return {
      kind: 'auth',
      reason: 'wrongSecret',
      message: `The client secret does not fit the client ID${quoted(said)}.`,
      nextStep: 'Copy both again from API clients and keys in the Falcon console.',
    };
  }
  if (status === 400) {
    return {
      kind: 'auth',
      reason: 'wrongClientId',
      message: `${host} does not know this client ID${quoted(said)}.`,
      nextStep: 'Check the client ID and the cloud; clients of a government cloud are known only there.',
    };
  }
  if (status === 401 || (status === 403 && says(refusal, /access denied|authorization failed/i))) {
    return {
      kind: 'forbidden',
      reason: 'addressNotAllowed',
      message: `The server refuses this machine's address${quoted(said)}.`,
      nextStep: 'Add the address to the API allow list in the Falcon console, or connect from an allowed network.',
    };
  }
  if (status === 403) {
    return {
      kind: 'auth',
      reason: 'wrongSecret',
      message: `The credentials are not accepted${quoted(said)}.`,
      nextStep: 'Copy the client ID and secret again from the Falcon console.',
    };
  }
  return undefined;
}

function forbidden(refusal: Refusal): Finding {
  const said = serverText(refusal);
  const { operation } = refusal;
  const { scope } = operation;
  return {
    kind: 'forbidden',
    reason: scope ? 'missingScope' : undefined,
    scope,
    message: `The server does not allow ${operation.id}${quoted(said)}.`,
    nextStep: scope
      ? `Give the API client the scope “${scopeLabels[scope]}” (${scope}); if it has it, this machine's address may be missing on the API allow list.`
      : undefined,
  };
}

function badRequest(refusal: Refusal): Finding {
  const { operation, status } = refusal;
  const said = serverText(refusal);
  if (says(refusal, /invalid user uuid/i)) {
    return {
      kind: 'notFound',
      reason: 'unknownUser',
      message: `The server does not know this user${quoted(said)}.`,
      nextStep: 'Refresh: the user may have been deleted.',
    };
  }
  if (says(refusal, /invalid roleID/i)) {
    return {
      kind: 'invalid',
      reason: 'roleNotGrantable',
      message: `A role cannot be granted here${quoted(said)}.`,
      nextStep: 'A custom role can be granted only in the CID that owns it, to users whose home that CID is.',
    };
  }
  return { kind: status === 409 ? 'conflict' : 'invalid', message: `The server refuses ${operation.id} (${said || status}).` };
}

function kindOfStatus(status: number): ErrorKind {
  if (status === 404 || status === 410) return 'notFound';
  if (status === 408 || status === 504) return 'timeout';
  return status >= 500 ? 'server' : 'invalid';
}

function finding(refusal: Refusal): Finding {
  const { operation, status, host } = refusal;
  const said = serverText(refusal);
  if (operation.id === 'oauth2AccessToken') {
    const found = tokenRefusal(refusal);
    if (found) return found;
  }
  switch (status) {
    case 400:
    case 409:
      return badRequest(refusal);
    case 401:
      return {
        kind: 'auth',
        reason: 'wrongCloud',
        message: `${host} does not accept the token that it issued${quoted(said)}.`,
        nextStep: 'The tenant may live in another cloud, or the API client was deleted: connect again and let the cloud be discovered.',
      };
    case 403:
      return forbidden(refusal);
    case 413:
    case 414:
      return { kind: 'invalid', message: 'The question is too long for the server.', nextStep: 'Ask for fewer things at once.' };
    case 429: {
      const until = refusal.retryAt === undefined ? '' : ` until ${new Date(refusal.retryAt).toLocaleTimeString()}`;
      return {
        kind: 'rateLimited',
        message: `The account's rate limit is used up${until}.`,
        nextStep: 'Wait, or find out which other tools use the same account.',
      };
    }
    default: {
      const nextStep = status >= 500 ? 'Try again; if it stays so, give the trace id to CrowdStrike support.' : undefined;
      return { kind: kindOfStatus(status), message: `The server answers ${operation.id} with ${status}${quoted(said)}.`, nextStep };
    }
  }
}

/** The error for an answer whose status is no success, or whose body says that it failed. */
export function refusalError(refusal: Refusal): TenantError {
  const details = finding(refusal);
  return new TenantError({
    ...details,
    status: refusal.status,
    operation: refusal.operation.id,
    traceId: refusal.traceId,
    retryAt: refusal.retryAt,
    // A gateway fault may come after the service has done its work.
    outcomeUnknown: refusal.operation.write && (refusal.withinSuccess === true || refusal.status >= 500),
  });
}

/** An answer that sends the request elsewhere: no operation does, so something stands in between. */
export function redirectedError(answer: HttpAnswer, operation: Pick<Operation, 'id'>, host: string): TenantError {
  return new TenantError({
    kind: 'protocol',
    reason: 'redirected',
    status: answer.status,
    operation: operation.id,
    traceId: answer.headers['x-cs-traceid'],
    message: `${host} sends the request to another address (${answer.status}).`,
    nextStep: 'Check the URL of the cloud, and whether a proxy or a sign-in page stands in between.',
  });
}

/** A well-formed answer of something else than the API. */
export function foreignAnswer(answer: HttpAnswer, operation: Pick<Operation, 'id' | 'write'>, host: string): TenantError {
  return new TenantError({
    kind: 'protocol',
    status: answer.status,
    operation: operation.id,
    traceId: answer.headers['x-cs-traceid'],
    message: `${host} answers with data of another form than the Falcon API (${answer.status}).`,
    nextStep: 'Check the URL of the cloud.',
    outcomeUnknown: operation.write,
  });
}

/** An answer that is not what the API speaks: HTML of a proxy, an empty body, JSON cut short. */
export function unreadable(answer: HttpAnswer, operation: Pick<Operation, 'id' | 'write'>, host: string): TenantError {
  const start = answer.text.trimStart().slice(0, 200).toLowerCase();
  const html = start.startsWith('<') || (answer.headers['content-type'] ?? '').includes('html');
  const empty = start === '';
  return new TenantError({
    kind: 'protocol',
    reason: html ? 'html' : 'truncated',
    status: answer.status,
    operation: operation.id,
    traceId: answer.headers['x-cs-traceid'],
    message: html
      ? `${host} answers with a web page instead of data (${answer.status}).`
      : `The answer of ${host} is ${empty ? 'empty' : 'cut short or no JSON'} (${answer.status}).`,
    nextStep: html ? 'Check the URL of the cloud, and whether a proxy or a sign-in page stands in between.' : 'Try again.',
    outcomeUnknown: operation.write,
  });
}

/** Takes the trace id from the body, where it is, or from the header. */
export const traceIdOf = (answer: HttpAnswer, envelope: Envelope | undefined): string | undefined => envelope?.meta.trace_id ?? answer.headers['x-cs-traceid'];
