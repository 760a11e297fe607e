/** Reads one page of a list. */
import * as v from 'valibot';
import type { CylanceCallOptions, CylanceClient } from './cylanceClient.ts';
import { foreignCylance } from './failures.ts';
import type { CylanceOperation } from './operation.ts';
import { pageEnvelope } from './records.ts';

export interface CylancePage<T> {
  readonly items: readonly T[];
  /** Records that could not be used. */
  readonly unusable: number;
  /** Undefined when the server does not tell. */
  readonly totalPages: number | undefined;
  readonly total: number | undefined;
}

export interface CylanceList<T> {
  readonly operation: CylanceOperation;
  readonly path: string;
  readonly record: v.GenericSchema<unknown, T>;
}

const isEnvelope = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ['page_items', 'total_number_of_items', 'total_pages'].some((name) => Object.hasOwn(value, name));

/**
 * @param page counted from 1
 * @throws TenantError; kind `protocol` for an answer without the envelope of a list
 */
export async function readCylancePage<T>(
  client: CylanceClient,
  { operation, path, record }: CylanceList<T>,
  page: { readonly page: number; readonly pageSize: number },
  options: CylanceCallOptions = {},
): Promise<CylancePage<T>> {
  const value = await client.get(operation, `${path}?page=${page.page}&page_size=${page.pageSize}`, options);
  const envelope = v.safeParse(pageEnvelope, value);
  if (!isEnvelope(value) || !envelope.success) throw foreignCylance(operation, client.host);
  const items: T[] = [];
  const unusable: string[] = [];
  for (const [index, found] of (envelope.output.page_items ?? []).entries()) {
    const parsed = v.safeParse(record, found);
    if (parsed.success) items.push(parsed.output);
    else unusable.push(`record ${index + 1} of page ${page.page} is left out: ${parsed.issues[0].message}`);
  }
  if (unusable[0] !== undefined) client.log.warn(`${operation.id}: ${unusable[0]}. Left out in all: ${unusable.length}.`);
  const { total_pages: totalPages, total_number_of_items: total } = envelope.output;
  return { items, unusable: unusable.length, totalPages, total };
}
