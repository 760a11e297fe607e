/** Writes answers as the API does: indented by one space, `meta` first. */
import type { Reply } from './reply.ts';

interface Envelope {
  readonly traceId: string;
  readonly queryTimeSeconds: number;
  readonly poweredBy: string;
}

export function bodyText(reply: Reply, { traceId, queryTimeSeconds, poweredBy }: Envelope): string {
  if (reply.record) return `${JSON.stringify(reply.record, undefined, 1)}\n`;
  const errors = reply.errors && ` "errors": ${listText(reply.errors.map((error) => JSON.stringify(error, undefined, 1).replaceAll('\n', '\n  ')))}`;
  if (reply.errorsOnly) return `{\n${errors ?? ' "errors": []'}\n}\n`;
  const meta = {
    query_time: queryTimeSeconds,
    ...(reply.pagination && { pagination: reply.pagination }),
    // What `writes` holds beside the count, and what it counts, is not documented. Here: the records that changed.
    ...(reply.affected !== undefined && { writes: { resources_affected: reply.affected } }),
    powered_by: poweredBy,
    trace_id: traceId,
  };
  const parts = [` "meta": ${JSON.stringify(meta, undefined, 1).replaceAll('\n', '\n ')}`];
  if (errors !== undefined) parts.push(errors);
  if (reply.resources !== undefined) parts.push(` "resources": ${reply.resources === null ? 'null' : listText(reply.resources)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

const listText = (items: readonly string[]): string => (items.length === 0 ? '[]' : `[\n  ${items.join(',\n  ')}\n ]`);
