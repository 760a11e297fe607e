/** A request that was sent by hand, and the line of JSON that stands for it on the disk, which is read back with suspicion. */
import type { ErrorKind, TenantError } from '../../core/errors.ts';
import { requestOperation } from './requestOperations.ts';

export interface SentRequest {
  readonly operation: string;
  readonly tenant: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly ms: number;
  /** Status of HTTP; how a change ended, or why there was no answer, in a word or two. */
  readonly ended: string;
  readonly traceId: string | undefined;
  /** The document as it was sent; undefined where it held a secret, or was too long to be kept. */
  readonly text: string | undefined;
}

export interface KeptRequest extends SentRequest {
  /** A word, which tells kept requests apart. */
  readonly id: string;
}

/** In UTF-16 units: some thousand ids, more than any request takes. */
const longestText = 200_000;
/** The last moment that a date can stand for. */
const lastMoment = 8_640_000_000_000_000;

const failureWords: Readonly<Partial<Record<ErrorKind, string>>> = {
  cancelled: 'cancelled',
  timeout: 'timed out',
  network: 'no answer',
  protocol: 'not understood',
  auth: 'login refused',
};

/** For a request without an answer of its own. */
export const failureWord = ({ kind }: TenantError): string => failureWords[kind] ?? 'failed';

/** Whether it asked for something, and could not change anything. */
export const isRead = ({ operation }: SentRequest): boolean => requestOperation(operation)?.write === false;

/** How a read stands. */
export function readStanding({ ended }: SentRequest): 'answered' | 'cancelled' | 'failed' {
  if (ended === failureWords.cancelled) return 'cancelled';
  return Number(ended) < 400 ? 'answered' : 'failed';
}

export function writeSent({ operation, tenant, at, ms, ended, traceId, text }: SentRequest): string {
  const kept = text !== undefined && text.length > longestText ? undefined : text;
  return `${JSON.stringify({ type: 'request', version: 1, operation, tenant, at, ms, ended, traceId, text: kept })}\n`;
}

const isMoment = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= lastMoment;
const isWords = (value: unknown, longest = 500): value is string => typeof value === 'string' && value !== '' && value.length <= longest;

/** @returns undefined for what is torn, of a later version, or about no operation that is known */
export function readSent(line: string): SentRequest | undefined {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null) return undefined;
  const { type, version, operation, tenant, at, ms, ended, traceId, text } = read as Readonly<Record<string, unknown>>;
  if (type !== 'request' || version !== 1 || !isWords(operation) || !requestOperation(operation)) return undefined;
  if (!isWords(tenant) || !isMoment(at) || !isMoment(ms) || !isWords(ended, 40)) return undefined;
  if (traceId !== undefined && !isWords(traceId)) return undefined;
  if (text !== undefined && !isWords(text, longestText)) return undefined;
  return { operation, tenant, at, ms, ended, traceId, text };
}
