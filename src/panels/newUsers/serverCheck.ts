/** Asks the server, row by row, whether it would take the users; none is made. */
import { TenantError } from '../../core/errors.ts';
import type { NewUser } from '../../core/newUsers/judgeRow.ts';
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

async function refusalOf(directory: ServerCheckParts['directory'], { uid, names, cid }: NewUser, signal: AbortSignal): Promise<TenantError | undefined> {
  try {
    await directory.checkNewUser({ uid, names, cid }, signal);
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

/** @throws TenantError for anything but a refusal of a row; rows that were asked about before keep their answers */
export async function askServer(rows: readonly TableRow[], { directory, table, signal, onProgress }: ServerCheckParts): Promise<CheckEnd> {
  const waiting = [...rows];
  const abort = new AbortController();
  const joined = AbortSignal.any([signal, abort.signal]);
  let [done, refused] = [0, 0];
  const ask = async ({ place, state: { row }, verdict }: TableRow): Promise<void> => {
    const refusal = await refusalOf(directory, verdict.user, joined);
    if (refusal) refused++;
    // The row may have been written anew while the server was asked.
    const isSame = table.at(place)?.state.row === row;
    if (isSame && refusal) table.refuse(place, refusal.message, refusal.traceId);
    else if (isSame) table.accept(place);
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
