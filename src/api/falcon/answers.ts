/** Reads an answer's envelope and records, and tells a success from a failure that rides in a 2xx. */
import * as v from 'valibot';
import type { GenericSchema } from 'valibot';
import type { HttpAnswer } from '../transport.ts';
import type { Operation } from './operation.ts';
import { foreignAnswer, redirectedError, refusalError, traceIdOf, unreadable } from './failures.ts';
import { hideSecrets } from '../hideSecrets.ts';
import { envelope as envelopeSchema } from './records.ts';
import type { ApiErrorItem, Envelope } from './records.ts';

export interface Reply<T> {
  readonly resources: readonly T[];
  /** All that match, where the operation pages. */
  readonly total: number | undefined;
  /** Errors that came beside resources in a success, for example for some of the ids asked for. They hold no secret. */
  readonly errors: readonly ApiErrorItem[];
  /** Records that could not be used, one sentence each. */
  readonly unusable: readonly string[];
  readonly status: number;
  readonly traceId: string | undefined;
}

/** @returns undefined when the text is no JSON, `foreign` when it is JSON of another form than the API's */
function readEnvelope(answer: HttpAnswer): Envelope | 'foreign' | undefined {
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch {
    return undefined;
  }
  const known = typeof json === 'object' && json !== null && ['meta', 'resources', 'errors'].some((name) => Object.hasOwn(json, name));
  const parsed = v.safeParse(envelopeSchema, json);
  return known && parsed.success ? parsed.output : 'foreign';
}

function readRecords<T>(schema: GenericSchema | undefined, found: readonly unknown[], operation: string): { resources: T[]; unusable: string[] } {
  const resources: T[] = [];
  const unusable: string[] = [];
  for (const [index, record] of found.entries()) {
    const parsed = schema && v.safeParse(schema, record);
    if (parsed?.success) {
      resources.push(parsed.output as T);
    } else if (parsed) {
      const [issue] = parsed.issues;
      unusable.push(`${operation}: record ${index + 1} is left out (${v.getDotPath(issue) ?? 'record'}: ${issue.expected ?? 'another form'} is expected).`);
    }
  }
  return { resources, unusable };
}

/** An error inside a 2xx carries its own code; one that is no failure status counts as a refusal of the request. */
export const statusWithin = (errors: readonly ApiErrorItem[]): number => {
  const code = errors[0]?.code ?? 0;
  return code >= 400 && code < 600 ? code : 400;
};

export interface ReadOptions {
  readonly host: string;
  /** Epoch milliseconds: when a refused request may be sent again. */
  readonly retryAt?: number | undefined;
  /** Values that no error text may repeat. */
  readonly secrets?: readonly string[] | undefined;
}

/**
 * @throws TenantError for a status that is no success, for a success without anything but errors, and for an answer
 * that is not the API's JSON
 */
export function readAnswer<T>(operation: Operation, answer: HttpAnswer, { host, retryAt, secrets }: ReadOptions): Reply<T> {
  const { status } = answer;
  if (status >= 300 && status < 400) throw redirectedError(answer, operation, host);
  const read = readEnvelope(answer);
  const envelope = read === 'foreign' ? undefined : read;
  const traceId = traceIdOf(answer, envelope);
  const errors = envelope?.errors ?? [];
  if (status >= 400) throw refusalError({ operation, status, errors, traceId, host, retryAt, secrets });
  if (!envelope) throw read === 'foreign' ? foreignAnswer(answer, operation, host) : unreadable(answer, operation, host);
  const found = envelope.resources ?? [];
  if (errors.length > 0 && found.length === 0) {
    throw refusalError({ operation, status: statusWithin(errors), errors, traceId, host, secrets, withinSuccess: true });
  }
  return {
    ...readRecords<T>(operation.resource, found, operation.id),
    total: envelope.meta.pagination?.total,
    errors: errors.map((error) => ({ ...error, message: hideSecrets(error.message, secrets ?? []) })),
    status,
    traceId,
  };
}
