/** A panel of new users from a file: the table lives here, and outlives the page that shows it. */
import { TenantError } from '../../core/errors.ts';
import type { Cid } from '../../core/ids.ts';
import { readNewUsers } from '../../core/newUsers/readNewUsers.ts';
import { freshRow } from '../../core/newUsers/rowState.ts';
import type { RowState } from '../../core/newUsers/rowState.ts';
import { rowsText, templateText } from '../../core/newUsers/rowsText.ts';
import { NewUserTable } from '../../core/newUsers/table.ts';
import type { ChosenFile, FileKinds } from '../../host/files.ts';
import { newUsersChecks } from '../../protocol/newUsers.ts';
import type { KeptNewUsers, NewUsersAction, NewUsersRequests, NewUsersState, RowsAnswer } from '../../protocol/newUsers.ts';
import type { Handlers } from '../../protocol/wire.ts';
import { TenantFrame } from '../tenantFrame.ts';
import type { PanelPlace } from '../tenantFrame.ts';
import { newUsersViewType } from './deps.ts';
import type { NewUsersPanelDeps } from './deps.ts';
import { sentRow, keptRow } from './sentRow.ts';
import { TableWork } from './tableWork.ts';
import { TenantFacts } from './tenantFacts.ts';

export interface NewUsersPlace extends PanelPlace {
  readonly cid: Cid | undefined;
  readonly file: ChosenFile | undefined;
  /** Opens a file in a panel of its own. */
  readonly openBeside: (file: ChosenFile) => void;
  /** What an earlier window's page kept. */
  readonly kept?: KeptNewUsers | undefined;
}

interface OpenTable {
  readonly id: number;
  readonly name: string;
  readonly ignored: readonly string[];
  readonly rows: NewUserTable;
}

export class NewUsersPanel {
  readonly frame: TenantFrame<NewUsersRequests, NewUsersState>;
  readonly #deps: NewUsersPanelDeps;
  readonly #place: NewUsersPlace;
  readonly #facts: TenantFacts;
  readonly #work: TableWork;
  #table: OpenTable | undefined;
  #tables = 0;
  #problem: string | undefined;
  /** Somebody has worked in the table. */
  #isTouched = false;

  constructor(deps: NewUsersPanelDeps, place: NewUsersPlace) {
    this.#deps = deps;
    this.#place = place;
    const onChange = (): void => this.frame.update();
    this.#facts = new TenantFacts({
      directory: () => this.frame.directory(),
      tenantName: () => this.frame.connection?.name ?? '',
      home: place.cid,
      now: () => deps.wording.now(),
      onChange,
    });
    this.#work = new TableWork({ deps, connection: place.connection, onChange });
    this.frame = new TenantFrame(deps, place, {
      ...{ viewType: newUsersViewType, page: 'newUsers', styles: ['newUsers'], title: deps.wording.l10n.t('New Users from File') },
      checks: newUsersChecks,
      handlers: this.#handlers(),
      state: () => this.#state(),
      onConnection: (identityChanged) => this.#onConnection(identityChanged),
      onWritten: () => this.#onWritten(),
      onClosed: () => this.#end(),
    });
    if (place.file) this.take(place.file);
    else if (place.kept?.file) this.#restore(place.kept.file);
  }

  get hasTable(): boolean {
    return this.#table !== undefined;
  }

  /** Shows the rows of a file, in place of those that were shown. */
  take({ name, bytes }: ChosenFile): void {
    const { l10n } = this.#deps.wording;
    const read = readNewUsers(bytes, name);
    if ('problem' in read) {
      this.#problem = l10n.t('{0} cannot be read. {1}', name, read.problem);
      this.frame.update();
    } else this.#show(name, read.rows.map(freshRow), read.ignored);
  }

  #restore({ name, rows }: NonNullable<KeptNewUsers['file']>): void {
    const { l10n } = this.#deps.wording;
    if (rows) {
      this.#show(name, rows.map(keptRow), []);
      this.#isTouched = true;
    } else this.#problem = l10n.t('{0} was too large to be kept while the editor was closed. Choose the file again.', name);
  }

  #show(name: string, rows: readonly RowState[], ignored: readonly string[]): void {
    this.#facts.stop();
    this.#problem = undefined;
    this.#isTouched = false;
    this.#table = { id: ++this.#tables, name, ignored, rows: new NewUserTable(rows, this.#facts.now) };
    this.frame.setTitle(this.#deps.wording.l10n.t('New Users: {0}', name));
    this.#facts.read(this.#table.rows);
    this.frame.update();
  }

  #onConnection(identityChanged: boolean): void {
    if (identityChanged) {
      this.#facts.forget();
      this.#table?.rows.learn(this.#facts.now);
      if (this.#table && this.frame.connection) this.#facts.read(this.#table.rows);
    }
    this.frame.update();
  }

  /** Somebody else has changed the tenant: rows that failed here may have been retried there. */
  #onWritten(): void {
    const rows = this.#table?.rows;
    if (!rows || this.#work.state?.kind === 'create') return;
    this.#facts.lookUpAgain(rows, rows.failedAddresses);
    this.frame.update();
  }

  /** A run that the person has confirmed goes on. */
  #end(): void {
    this.#facts.stop();
    this.#work.stopCheck();
  }

  #state(): NewUsersState {
    const { l10n } = this.#deps.wording;
    const tenant = this.frame.tenantLine;
    const table = this.#table;
    return {
      ...{ connection: this.#place.connection, cid: this.#place.cid, home: this.#facts.homeName, problem: this.#problem },
      ...{ facts: this.#facts.state, work: this.#work.state, counts: table?.rows.counts },
      tenant,
      gone: tenant ? undefined : l10n.t('This tenant is not connected any more. Connect it again, or save the rows.'),
      file: table && { table: table.id, name: table.name, ignored: table.ignored, version: table.rows.version },
    };
  }

  #handlers(): Handlers<NewUsersRequests> {
    return {
      // The page takes a file only where there is no table; one that comes late must not push a table aside.
      open: (file) => this.frame.change(() => (this.#isTouched ? this.#place.openBeside(file) : this.take(file))),
      chooseFile: () => this.#chooseFile(),
      saveTemplate: () => this.#save('new users template.csv', templateText()),
      save: () => this.#saveRemaining(),
      rows: ({ table, since }) => this.#rowsSince(table, since),
      edit: ({ table, place, field, text }) => {
        const { rows } = this.#need(table);
        const since = rows.version;
        this.#isTouched = rows.write(place, field, text) || this.#isTouched;
        this.#facts.follow(rows);
        this.frame.update();
        return this.#rowsSince(table, since);
      },
      tick: ({ table, places, ticked }) =>
        this.frame.change(() => {
          this.#need(table).rows.tick(places, ticked);
          this.#isTouched = true;
        }),
      check: async ({ table }) => {
        const { rows } = this.#need(table);
        rows.learn(this.#facts.now);
        return this.#work.check(rows, await this.frame.directory());
      },
      create: async ({ table }) => {
        const { rows } = this.#need(table);
        this.frame.needConnection();
        // Ends that were far enough ahead when the file was opened may not be any more.
        rows.learn(this.#facts.now);
        this.#isTouched = true;
        const left = await this.#work.create(rows);
        // What was left out may have been refused for an address that somebody took meanwhile.
        return this.frame.change(() => this.#facts.lookUpAgain(rows, left));
      },
      act: ({ action }) => this.#act(action),
    };
  }

  async #chooseFile(): Promise<undefined> {
    const { files, wording } = this.#deps;
    const file = await files.open(wording.l10n.t('File of New Users'), this.#kinds(['csv', 'tsv', 'txt', 'json', 'jsonc']));
    // What was mended or made stays where it is.
    if (file && this.#isTouched) this.#place.openBeside(file);
    else if (file) this.take(file);
    return undefined;
  }

  #saveRemaining(): Promise<string | undefined> {
    const table = this.#table;
    if (!table) throw this.#stale();
    const { l10n } = this.#deps.wording;
    const base = table.name.replace(/\.[^.]*$/, '');
    return this.#save(l10n.t('{0} remaining.csv', base), rowsText(table.rows.remaining));
  }

  #save(name: string, text: string): Promise<string | undefined> {
    return this.#deps.files.save(this.#deps.wording.l10n.t('Save Rows'), this.#kinds(['csv']), name, text);
  }

  #kinds(endings: readonly string[]): FileKinds {
    return { [this.#deps.wording.l10n.t('Tables of Users')]: endings };
  }

  #rowsSince(id: number, since: number): RowsAnswer {
    const { rows } = this.#need(id);
    return { table: id, version: rows.version, rows: rows.since(since).map(sentRow) };
  }

  async #act(action: NewUsersAction): Promise<undefined> {
    switch (action) {
      case 'allowChanges':
        return this.frame.allowChanges();
      case 'reread':
        // What could not be read is asked for again; what was read is not.
        this.#facts.forgetFailures();
        if (this.#table) this.#facts.read(this.#table.rows);
        return undefined;
      case 'stop':
        if (this.#work.state) this.#work.stop();
        else this.#facts.stop();
        return undefined;
    }
  }

  #need(id: number): OpenTable {
    if (this.#table?.id === id) return this.#table;
    throw this.#stale();
  }

  #stale(): TenantError {
    return new TenantError({ kind: 'cancelled', message: this.#deps.wording.l10n.t('Another file has been opened.') });
  }
}
