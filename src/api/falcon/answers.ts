/** Reads an answer's envelope and records, and tells a success from a failure that rides in a 2xx. */
import * as v from 'valibot';
import type { GenericSchema } from 'valibot';
import type { HttpAnswer } from '../transport.ts';
import type { Operation } from './operation.ts';
import { refusalError, traceIdOf, unreadable } from './failures.ts';
import { envelope as envelopeSchema } from './records.ts';
import type { ApiErrorItem, Envelope } from './records.ts';

export interface Reply<T> {
  readonly resources: readonly T[];
  /** All that match, where the operation pages. */
  readonly total: number | undefined;
  /** Errors that came beside resources in a success, for example for some of the ids asked for. */
  readonly errors: readonly ApiErrorItem[];
  /** Records that could not be used, one sentence each. */
  readonly unusable: readonly string[];
  readonly status: number;
  readonly traceId: string | undefined;
}

function readEnvelope(answer: HttpAnswer): Envelope | undefined {
  try {
    const parsed = v.safeParse(envelopeSchema, JSON.parse(answer.text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
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
      unusable.push(`${operation}: record ${index + 1} is left out (${v.getDotPath(issue) ?? 'record'}: ${issue.message}).`);
    }
  }
  return { resources, unusable };
}

/** An error inside a 2xx carries its own code; one that is no failure status counts as a refusal of the request. */
const statusWithin = (errors: readonly ApiErrorItem[]): number => {
  const code = errors[0]?.code ?? 0;
  return code >= 400 && code < 600 ? code : 400;
};

/**
 * @throws TenantError for a status that is no success, for a success without anything but errors, and for an answer
 * that is not the API's JSON
 */
export function readAnswer<T>(operation: Operation, answer: HttpAnswer, host: string, retryAt?: number): Reply<T> {
  const envelope = readEnvelope(answer);
  const traceId = traceIdOf(answer, envelope);
  const errors = envelope?.errors ?? [];
  if (!operation.success.includes(answer.status) && !(answer.status >= 200 && answer.status < 300)) {
    if (!envelope && answer.status < 400) throw unreadable(answer, operation, host);
    throw refusalError({ operation, status: answer.status, errors, traceId, host, retryAt });
  }
  if (!envelope) throw unreadable(answer, operation, host);
  const found = envelope.resources ?? [];
  if (errors.length > 0 && found.length === 0) {
    throw refusalError({ operation, status: statusWithin(errors), errors, traceId, host });
  }
  return {
    ...readRecords<T>(operation.resource, found, operation.id),
    total: envelope.meta.pagination?.total,
    errors,
    status: answer.status,
    traceId,
  };
}
