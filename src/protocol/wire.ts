/**
 * What a page and its host say to each other. A panel's protocol file declares its requests once,
 *
 *     export interface Requests {
 *       readonly save: { readonly body: Names; readonly answer: SaveEnd };
 *     }
 *
 * and beside them the checks of their bodies, as `Checks<Requests>`. `Handlers<Requests>` is what the host must write:
 * a request without a handler, or without a check, does not compile. Either side takes anything for a message that has
 * passed the guard, and nothing else.
 */
import type { ErrorKind } from '../core/errors.ts';
import type { Check } from './checks.ts';

/** Pages of an older build may still be open after an update: their messages are not understood, and dropped. */
export const wireVersion = 1;

export interface Exchange {
  /** What is asked with; `undefined` when the name says it all. */
  readonly body: unknown;
  readonly answer: unknown;
}

/** What an interface of requests has to look like: `R extends Exchanges<R>`. */
export type Exchanges<R> = { readonly [N in keyof R]: Exchange };

/** The check of each request's body, applied by the host before its handler sees it. */
export type Checks<R extends Exchanges<R>> = { readonly [N in keyof R]: Check<R[N]['body']> };

/**
 * What the host does for each request. `signal` is aborted when nobody waits for the answer any more: the page gave up,
 * was loaded anew, or the panel was closed. Work that must not stop half-way pays no heed to it.
 */
export type Handlers<R extends Exchanges<R>> = {
  readonly [N in keyof R]: (body: R[N]['body'], signal: AbortSignal) => R[N]['answer'] | Promise<R[N]['answer']>;
};

/** Said once by every page when it is loaded, and answered with the state. */
export interface ReadyMessage {
  readonly version: typeof wireVersion;
  readonly kind: 'ready';
}

export interface RequestMessage {
  readonly version: typeof wireVersion;
  readonly kind: 'request';
  /** Counted by the page. */
  readonly id: number;
  readonly name: string;
  readonly body?: unknown;
}

/** The page does not want the answer any more; none follows. */
export interface CancelMessage {
  readonly version: typeof wireVersion;
  readonly kind: 'cancel';
  readonly id: number;
}

export type PageMessage = ReadyMessage | RequestMessage | CancelMessage;

/** Why a request failed, for the person. Never holds a stack or a secret. */
export interface WireError {
  readonly kind: ErrorKind;
  /** The sentence and the next step. */
  readonly message: string;
  /** The field of the body it is about, where that is known. */
  readonly field?: string | undefined;
}

export type ReplyMessage = { readonly version: typeof wireVersion; readonly kind: 'reply'; readonly id: number } & (
  | { readonly ok: true; readonly body?: unknown }
  | { readonly ok: false; readonly error: WireError }
);

/** Everything the page shows. Replaces what was sent before; one with a lower revision came late and is ignored. */
export interface StateMessage {
  readonly version: typeof wireVersion;
  readonly kind: 'state';
  readonly revision: number;
  readonly body: unknown;
}

export type HostMessage = ReplyMessage | StateMessage;

const errorKinds: ReadonlySet<string> = new Set<ErrorKind>([
  ...(['auth', 'forbidden', 'notFound', 'conflict', 'rateLimited', 'invalid', 'network', 'timeout', 'server', 'protocol', 'cancelled'] as const),
]);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** @returns undefined for anything that no page of this build says */
export function readPageMessage(value: unknown): PageMessage | undefined {
  if (!isRecord(value) || value['version'] !== wireVersion) return undefined;
  const { kind, id, name, body } = value;
  if (kind === 'ready') return { version: wireVersion, kind };
  if (!isCount(id)) return undefined;
  if (kind === 'cancel') return { version: wireVersion, kind, id };
  return kind === 'request' && typeof name === 'string' ? { version: wireVersion, kind, id, name, body } : undefined;
}

/** @returns undefined for anything that no host of this build says */
export function readHostMessage(value: unknown): HostMessage | undefined {
  if (!isRecord(value) || value['version'] !== wireVersion) return undefined;
  const { kind, id, ok, body, error, revision } = value;
  if (kind === 'state') return isCount(revision) ? { version: wireVersion, kind, revision, body } : undefined;
  if (kind !== 'reply' || !isCount(id)) return undefined;
  if (ok === true) return { version: wireVersion, kind, id, ok, body };
  const read = ok === false ? readError(error) : undefined;
  return read && { version: wireVersion, kind, id, ok: false, error: read };
}

function readError(value: unknown): WireError | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, message, field } = value;
  if (typeof kind !== 'string' || !errorKinds.has(kind) || typeof message !== 'string') return undefined;
  return { kind: kind as ErrorKind, message, ...(typeof field === 'string' && { field }) };
}
