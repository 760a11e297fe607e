/** What CIDs are called, as far as somebody has had a reason to read it; opening a file asks no server. */
import { findAggregateField } from '../../core/aggregates/fields.ts';
import type { AggregateQuery, AggregateResult } from '../../core/aggregates/query.ts';
import { parseCid } from '../../core/ids.ts';
import type { Cid } from '../../core/ids.ts';
import type { Connection } from '../../state/connection.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import { cidNames } from '../cidNames.ts';

interface Answer {
  readonly sent: AggregateQuery;
  readonly result: AggregateResult | undefined;
}

/** Results below a bucket are of the query's own sub-queries. */
function labelsOf({ sent, result }: Answer): string[] {
  const queryOf = new Map((sent.sub_aggregates ?? []).map((query) => [query.name ?? '', query]));
  return (result?.buckets ?? []).flatMap(({ label, sub_aggregates: below = [] }) => {
    const own = findAggregateField(sent.field)?.holdsCids && label !== undefined ? [String(label)] : [];
    const inner = below.flatMap((one) => {
      const query = queryOf.get(one.name);
      return query ? labelsOf({ sent: query, result: one }) : [];
    });
    return [...own, ...inner];
  });
}

/** Where CIDs stand that are to be called by name. */
interface Mentions {
  /** The one that the file is narrowed to. */
  readonly cid: string | undefined;
  readonly answers: readonly Answer[];
}

export class CidBook {
  readonly #names = new Map<string, string>();

  name(cid: string): string | undefined {
    return this.#names.get(parseCid(cid) ?? cid);
  }

  get all(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#names);
  }

  learn(cid: Cid, name: string): void {
    if (name !== cid) this.#names.set(cid, name);
  }

  /** @returns whether anything new was learned */
  async read(directory: TenantDirectory, connection: Connection, { cid, answers }: Mentions): Promise<boolean> {
    const texts = [cid ?? '', ...answers.flatMap(labelsOf)];
    const unknown = [...new Set(texts.flatMap((text) => parseCid(text) ?? []))].filter((one) => !this.#names.has(one));
    if (unknown.length === 0) return false;
    const names = await cidNames(directory, connection, unknown);
    for (const one of unknown) this.learn(one, names(one));
    return unknown.some((one) => this.#names.has(one));
  }
}
