/** What is done with a table as a whole, one thing at a time: asking the server, and making the users. */
import { TenantError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/ids.ts';
import type { NewUserTable } from '../../core/newUsers/table.ts';
import type { CheckEnd, WorkState } from '../../protocol/newUsers.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import type { NewUsersPanelDeps } from './deps.ts';
import { askServer } from './serverCheck.ts';

export interface TableWorkParts {
  readonly deps: Pick<NewUsersPanelDeps, 'road' | 'wording'>;
  readonly connection: ConnectionId;
  readonly onChange: () => void;
}

export class TableWork {
  readonly #parts: TableWorkParts;
  #state: WorkState | undefined;
  #abort = new AbortController();

  constructor(parts: TableWorkParts) {
    this.#parts = parts;
  }

  get state(): WorkState | undefined {
    return this.#state;
  }

  /** Nothing further is begun. */
  stop(): void {
    this.#abort.abort();
  }

  stopCheck(): void {
    if (this.#state?.kind === 'check') this.stop();
  }

  check(table: NewUserTable, directory: Pick<TenantDirectory, 'checkNewUser'>): Promise<CheckEnd> {
    const rows = table.checkable;
    return this.#run('check', rows.length, (signal, onProgress) => askServer(rows, { directory, table, signal, onProgress }));
  }

  /**
   * Proposes all rows that can be made as one set; only what is not done yet is in it.
   * @returns the addresses of rows that a run left undone
   */
  async create(table: NewUserTable): Promise<readonly string[]> {
    const { deps, connection } = this.#parts;
    const { l10n } = deps.wording;
    const rows = table.makeable;
    const changes = table.changes(rows);
    return this.#run('create', changes.length, async (signal, onProgress) => {
      const startedAt = deps.wording.now();
      table.begin(rows);
      try {
        const report = await deps.road.propose(
          {
            ...{ connectionId: connection, origin: 'newUsers', changes },
            notes: [l10n.t('The server mails every new user a link to set a password. With single sign-on no mail goes out.')],
          },
          {
            signal,
            onProgress: ({ counts, ended }) => {
              table.end(ended.change, ended.outcome, startedAt);
              onProgress(counts.done + counts.failed + counts.skipped + counts.unknown);
            },
          },
        );
        for (const [at, outcome] of (report?.outcomes ?? []).entries()) {
          const change = report?.set.changes[at];
          if (change) table.end(change, outcome, startedAt);
        }
        if (!report) return [];
      } finally {
        table.stop(rows);
      }
      return rows.flatMap(({ place, verdict }) => (table.at(place)?.status === 'done' ? [] : verdict.user.uid));
    });
  }

  async #run<T>(kind: WorkState['kind'], total: number, work: (signal: AbortSignal, onProgress: (done: number) => void) => Promise<T>): Promise<T> {
    const { deps, onChange } = this.#parts;
    const { l10n } = deps.wording;
    if (this.#state) throw new TenantError({ kind: 'conflict', message: l10n.t('The table is being worked on.'), nextStep: l10n.t('Wait, or stop it first.') });
    if (total === 0) throw new TenantError({ kind: 'invalid', message: l10n.t('No row is ready.'), nextStep: l10n.t('Mend a row, or tick one.') });
    const show = (done: number): void => {
      this.#state = { kind, done, total };
      onChange();
    };
    this.#abort = new AbortController();
    show(0);
    try {
      return await work(this.#abort.signal, show);
    } finally {
      this.#state = undefined;
      onChange();
    }
  }
}
