/** Asks the server, row by row, whether it would take the users; none is made. */
import { TenantError } from '../../core/errors.ts';
import type { NewUserTable, TableRow } from '../../core/newUsers/table.ts';
import type { CheckEnd } from '../../protocol/newUsers.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';

/** Few enough that a person who clicks meanwhile does not wait behind them. */
const width = 8;

export interface ServerCheckParts {
  readonly directory: Pick<TenantDirectory, 'checkNewUser'>;
  readonly table: NewUserTable;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

const isRefusal = (error: unknown): error is TenantError => error instanceof TenantError && (error.kind === 'invalid' || error.kind === 'conflict');

/** @throws TenantError for anything but a refusal of a row; rows that were asked about before keep their answers */
export async function askServer(rows: readonly TableRow[], { directory, table, signal, onProgress }: ServerCheckParts): Promise<CheckEnd> {
  const waiting = [...rows];
  const abort = new AbortController();
  const joined = AbortSignal.any([signal, abort.signal]);
  let [done, refused] = [0, 0];
  const ask = async ({ place, verdict: { user } }: TableRow): Promise<void> => {
    try {
      await directory.checkNewUser({ uid: user.uid, names: user.names, cid: user.cid }, joined);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused++;
      // The row may have been written anew while the server was asked.
      if (table.at(place)?.verdict.user === user) table.refuse(place, error.message, error.traceId);
    }
    onProgress(++done);
  };
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row && !joined.aborted; row = waiting.shift()) await ask(row);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(width, rows.length) }, work));
  } finally {
    abort.abort();
  }
  return { accepted: done - refused, refused };
}
