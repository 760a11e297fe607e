/** The rows as the page knows them: taken in as they are sent, and chosen from by filter and search. */
import { rowStatuses } from '../../core/newUsers/rowState.ts';
import type { RowStatus } from '../../core/newUsers/rowState.ts';
import { newUserFields } from '../../core/newUsers/rows.ts';
import type { NewUserField } from '../../core/newUsers/rows.ts';
import type { KeptRow, Said, SentRow } from '../../protocol/newUsers.ts';

export interface PageRow {
  readonly place: number;
  readonly line: number;
  readonly status: RowStatus;
  readonly ticked: boolean;
  /** In the order of `newUserFields`. */
  readonly cells: readonly string[];
  readonly said: readonly Said[];
  readonly locked: ReadonlySet<NewUserField>;
  readonly made: KeptRow['made'];
  /** What is searched in. */
  readonly text: string;
}

export const filters = ['all', 'mend', 'ready', 'done', 'failed'] as const;
export type Filter = (typeof filters)[number];

function pageRow([place, line, status, ticked, cells, said, locked, made]: SentRow): PageRow {
  return {
    ...{ place, line, cells, said },
    status: rowStatuses[status] ?? 'unchecked',
    ticked: ticked === 1,
    locked: new Set(locked.flatMap((at) => newUserFields[at] ?? [])),
    made: made === '' ? undefined : made,
    text: `${cells.join('\n')}\n${said.map(({ sentence }) => sentence).join('\n')}`.toLowerCase(),
  };
}

export const keptRow = ({ line, ticked, cells, made, status }: PageRow): KeptRow => ({
  ...{ line, ticked, cells },
  ...(made && { made }),
  ...(status === 'done' && { done: true }),
});

export class RowStore {
  #rows: PageRow[] = [];

  get all(): readonly PageRow[] {
    return this.#rows;
  }

  at(place: number): PageRow | undefined {
    return this.#rows[place];
  }

  clear(): void {
    this.#rows = [];
  }

  take(sent: readonly SentRow[]): void {
    for (const row of sent) this.#rows[row[0]] = pageRow(row);
  }

  /**
   * The places of the rows to show.
   * @param held stays in sight though it does not match any more: somebody is writing in it
   */
  matching(filter: Filter, search: string, held: number | undefined): number[] {
    const wanted = search.trim().toLowerCase();
    const matches = ({ place, status, text }: PageRow): boolean =>
      place === held || ((filter === 'all' || status === filter) && (wanted === '' || text.includes(wanted)));
    return this.#rows.flatMap((row) => (matches(row) ? row.place : []));
  }
}
