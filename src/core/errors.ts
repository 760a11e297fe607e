/** The one error type that the layers above the transport see. */

export type ErrorKind =
  | 'auth' // the credentials, or the token made from them, are not accepted
  | 'forbidden' // accepted, but not allowed to do this
  | 'notFound'
  | 'conflict'
  | 'rateLimited'
  | 'invalid' // the server, or a check before it, refuses what was asked for
  | 'network' // no answer: DNS, refused, reset, proxy, certificate
  | 'timeout'
  | 'server' // 5xx
  | 'protocol' // an answer that is not what the API speaks: HTML, cut short, fields missing
  | 'cancelled';

/** A finer cause, where one is known, for advice that differs within a kind. */
export type ErrorReason =
  | 'wrongSecret'
  | 'wrongClientId'
  | 'wrongCloud'
  | 'addressNotAllowed'
  | 'missingScope'
  | 'notAChild'
  | 'unknownUser'
  | 'roleNotGrantable'
  | 'redirected'
  | 'dns'
  | 'refused'
  | 'reset'
  | 'proxy'
  | 'certificate'
  | 'html'
  | 'truncated'
  | 'tooLarge';

export interface ErrorDetails {
  readonly kind: ErrorKind;
  readonly reason?: ErrorReason | undefined;
  /**
   * What failed, one sentence without the next step, for the person. Never holds a secret or a token; where there was an
   * answer it may quote what the server said about values.
   */
  readonly message: string;
  /** What the person can do about it, one sentence. */
  readonly nextStep?: string | undefined;
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  /** The id of the operation, as in the operation table. */
  readonly operation?: string | undefined;
  /** What CrowdStrike's support asks for. */
  readonly traceId?: string | undefined;
  /** Epoch milliseconds: when a rate limit ends. */
  readonly retryAt?: number | undefined;
  /** The API scope that is missing, for example `usermgmt:read`. */
  readonly scope?: string | undefined;
  /**
   * For writes without a clear answer: the server may or may not have carried it out. Such a write must be looked up
   * before it is repeated.
   */
  readonly outcomeUnknown?: boolean | undefined;
  readonly cause?: unknown;
}

export class TenantError extends Error implements ErrorDetails {
  readonly kind: ErrorKind;
  readonly reason: ErrorReason | undefined;
  readonly nextStep: string | undefined;
  readonly status: number | undefined;
  readonly operation: string | undefined;
  readonly traceId: string | undefined;
  readonly retryAt: number | undefined;
  readonly scope: string | undefined;
  readonly outcomeUnknown: boolean;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TenantError';
    this.kind = details.kind;
    this.reason = details.reason;
    this.nextStep = details.nextStep;
    this.status = details.status;
    this.operation = details.operation;
    this.traceId = details.traceId;
    this.retryAt = details.retryAt;
    this.scope = details.scope;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
  }

  /** The sentence and the next step, as shown to a person. */
  get advice(): string {
    return this.nextStep ? `${this.message} ${this.nextStep}` : this.message;
  }
}

export const isCancelled = (error: unknown): boolean => error instanceof TenantError && error.kind === 'cancelled';

/**
 * Wraps whatever was thrown, once, at the edge. An `AbortError` is a cancellation. The text of anything else was written
 * for nobody in particular and may quote what it was about, so it stays in the cause.
 */
export function toTenantError(thrown: unknown, operation?: string): TenantError {
  if (thrown instanceof TenantError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new TenantError({ kind: 'cancelled', message: 'Cancelled.', operation, cause: thrown });
  }
  return new TenantError({ kind: 'protocol', message: 'Something unexpected happened.', nextStep: 'The log has the details.', operation, cause: thrown });
}
