/** Writes answers as the API does: indented by one space, `meta` first. */
import type { Reply } from './reply.ts';

interface Envelope {
  readonly traceId: string;
  readonly queryTimeSeconds: number;
  readonly poweredBy: string;
}

const separator = Buffer.from(',\n  ');
const end = Buffer.from('\n ]\n}\n');

export function bodyBytes(reply: Reply, { traceId, queryTimeSeconds, poweredBy }: Envelope): Buffer {
  if (reply.record) return Buffer.from(`${JSON.stringify(reply.record, undefined, 1)}\n`);
  const meta = {
    query_time: queryTimeSeconds,
    ...(reply.pagination && { pagination: reply.pagination }),
    // What `writes` holds beside the count, and what it counts, is not documented. Here: the records that changed.
    ...(reply.affected !== undefined && { writes: { resources_affected: reply.affected } }),
    powered_by: poweredBy,
    trace_id: traceId,
  };
  const parts = [` "meta": ${JSON.stringify(meta, undefined, 1).replaceAll('\n', '\n ')}`];
  const errors = reply.errors?.map((error) => JSON.stringify(error, undefined, 1).replaceAll('\n', '\n  '));
  if (errors !== undefined) parts.push(` "errors": ${listText(errors)}`);
  const { resources } = reply;
  if (resources !== undefined) {
    if (isEncoded(resources)) return withEncoded(`{\n${parts.join(',\n')},\n "resources": [\n  `, resources);
    parts.push(` "resources": ${resources === null ? 'null' : listText(resources)}`);
  }
  return Buffer.from(`{\n${parts.join(',\n')}\n}\n`);
}

const listText = (items: readonly unknown[]): string => (items.length === 0 ? '[]' : `[\n  ${items.join(',\n  ')}\n ]`);

type Resources = Exclude<Reply['resources'], undefined>;

const isEncoded = (resources: Resources): resources is readonly Buffer[] => typeof resources?.[0] === 'object';

/** Long lists of records are made of bytes that were kept, which are neither joined as text nor encoded again. */
function withEncoded(head: string, records: readonly Buffer[]): Buffer {
  const chunks: Buffer[] = [Buffer.from(head)];
  for (const record of records) chunks.push(record, separator);
  // The last record has no other behind it.
  chunks[chunks.length - 1] = end;
  return Buffer.concat(chunks);
}
