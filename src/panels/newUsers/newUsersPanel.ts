/** A panel of new users from a file: the table lives here, and outlives the page that shows it. */
import type { WebviewPanel } from 'vscode';
import { TenantError } from '../../core/errors.ts';
import type { Cid } from '../../core/ids.ts';
import { readNewUsers } from '../../core/newUsers/readNewUsers.ts';
import { freshRow } from '../../core/newUsers/rowState.ts';
import type { RowState } from '../../core/newUsers/rowState.ts';
import { rowsText, templateText } from '../../core/newUsers/rowsText.ts';
import { NewUserTable } from '../../core/newUsers/table.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { ChosenFile, FileKinds } from '../../host/files.ts';
import type { Frame } from '../../host/panelFrame.ts';
import { newUsersChecks } from '../../protocol/newUsers.ts';
import type { KeptNewUsers, NewUsersAction, NewUsersRequests, NewUsersState, RowsAnswer } from '../../protocol/newUsers.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Connection } from '../../state/connection.ts';
import type { OpenPanel, PanelPlace } from '../user/deps.ts';
import { tenantLine } from '../user/tenantLine.ts';
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
  readonly restored?: WebviewPanel | undefined;
}

interface OpenTable {
  readonly id: number;
  readonly name: string;
  readonly ignored: readonly string[];
  readonly rows: NewUserTable;
}

export class NewUsersPanel implements OpenPanel {
  readonly #deps: NewUsersPanelDeps;
  readonly #place: NewUsersPlace;
  readonly #frame: Frame;
  readonly #facts: TenantFacts;
  readonly #work: TableWork;
  readonly #owned = new DisposableStore();
  #table: OpenTable | undefined;
  #tables = 0;
  #problem: string | undefined;
  /** Somebody has worked in the table. */
  #isTouched = false;

  constructor(deps: NewUsersPanelDeps, place: NewUsersPlace) {
    this.#deps = deps;
    this.#place = place;
    const onChange = (): void => this.#frame.update();
    this.#facts = new TenantFacts({
      directory: async () => deps.directories.of(this.#needConnection().id),
      tenantName: () => this.#connection?.name ?? '',
      home: place.cid,
      now: () => deps.wording.now(),
      onChange,
    });
    this.#work = new TableWork({ deps, connection: place.connection, onChange });
    this.#frame = deps.openFrame<NewUsersRequests, NewUsersState>(
      {
        ...{ viewType: newUsersViewType, page: 'newUsers', styles: ['newUsers'], title: deps.wording.l10n.t('New Users from File') },
        checks: newUsersChecks,
        handlers: this.#handlers(),
        state: () => this.#state(),
        onClosed: () => this.#end(),
      },
      place.restored,
    );
    this.#owned.add(deps.store.onDidChange(({ id, identityChanged }) => id === place.connection && this.#onConnection(identityChanged)));
    this.#owned.add(deps.directories.onDidWrite(({ connection }) => connection === place.connection && this.#onWritten()));
    if (place.file) this.take(place.file);
    else if (place.kept?.file) this.#restore(place.kept.file);
  }

  get hasTable(): boolean {
    return this.#table !== undefined;
  }

  reveal(): void {
    this.#frame.reveal();
  }

  dispose(): void {
    this.#frame.dispose();
  }

  /** Shows the rows of a file, in place of those that were shown. */
  take({ name, bytes }: ChosenFile): void {
    const { l10n } = this.#deps.wording;
    const read = readNewUsers(bytes, name);
    if ('problem' in read) {
      this.#problem = l10n.t('{0} cannot be read. {1}', name, read.problem);
      this.#frame.update();
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
    this.#frame.setTitle(this.#deps.wording.l10n.t('New Users: {0}', name));
    this.#facts.read(this.#table.rows);
    this.#frame.update();
  }

  #onConnection(identityChanged: boolean): void {
    if (identityChanged) {
      this.#facts.forget();
      this.#table?.rows.learn(this.#facts.now);
      if (this.#table && this.#connection) this.#facts.read(this.#table.rows);
    }
    this.#frame.update();
  }

  /** Somebody else has changed the tenant: rows that failed here may have been retried there. */
  #onWritten(): void {
    const rows = this.#table?.rows;
    if (!rows || this.#work.state?.kind === 'create') return;
    this.#facts.lookUpAgain(rows, rows.failedAddresses);
    this.#frame.update();
  }

  /** A run that the person has confirmed goes on. */
  #end(): void {
    this.#owned.dispose();
    this.#facts.stop();
    this.#work.stopCheck();
    this.#place.onClosed();
  }

  get #connection(): Connection | undefined {
    return this.#deps.store.get(this.#place.connection);
  }

  #state(): NewUsersState {
    const { wording } = this.#deps;
    const tenant = this.#connection;
    const table = this.#table;
    return {
      ...{ connection: this.#place.connection, cid: this.#place.cid, home: this.#facts.homeName, problem: this.#problem },
      ...{ facts: this.#facts.state, work: this.#work.state, counts: table?.rows.counts },
      tenant: tenant && tenantLine(tenant, wording),
      gone: tenant ? undefined : wording.l10n.t('This tenant is not connected any more. Connect it again, or save the rows.'),
      file: table && { table: table.id, name: table.name, ignored: table.ignored, version: table.rows.version },
    };
  }

  #handlers(): Handlers<NewUsersRequests> {
    return {
      // The page takes a file only where there is no table; one that comes late must not push a table aside.
      open: (file) => this.#done(() => (this.#isTouched ? this.#place.openBeside(file) : this.take(file))),
      chooseFile: () => this.#chooseFile(),
      saveTemplate: () => this.#save('new users template.csv', templateText()),
      save: ({ which }) => this.#saveRows(which),
      rows: ({ table, since }) => this.#rowsSince(table, since),
      edit: ({ table, place, field, text }) => {
        const { rows } = this.#need(table);
        const since = rows.version;
        this.#isTouched = rows.write(place, field, text) || this.#isTouched;
        this.#facts.follow(rows);
        this.#frame.update();
        return this.#rowsSince(table, since);
      },
      tick: ({ table, places, ticked }) =>
        this.#done(() => {
          this.#need(table).rows.tick(places, ticked);
          this.#isTouched = true;
        }),
      check: async ({ table }) => {
        const { rows } = this.#need(table);
        rows.learn(this.#facts.now);
        return this.#work.check(rows, await this.#deps.directories.of(this.#needConnection().id));
      },
      create: async ({ table }) => {
        const { rows } = this.#need(table);
        this.#needConnection();
        // Ends that were far enough ahead when the file was opened may not be any more.
        rows.learn(this.#facts.now);
        this.#isTouched = true;
        const left = await this.#work.create(rows);
        // What was left out may have been refused for an address that somebody took meanwhile.
        return this.#done(() => this.#facts.lookUpAgain(rows, left));
      },
      act: ({ action }) => this.#act(action),
    };
  }

  #done(change: () => void): undefined {
    change();
    this.#frame.update();
    return undefined;
  }

  async #chooseFile(): Promise<undefined> {
    const { files, wording } = this.#deps;
    const file = await files.open(wording.l10n.t('File of New Users'), this.#kinds(['csv', 'tsv', 'txt', 'json', 'jsonc']));
    // What was mended or made stays where it is.
    if (file && this.#isTouched) this.#place.openBeside(file);
    else if (file) this.take(file);
    return undefined;
  }

  #saveRows(which: 'remaining' | 'all'): Promise<string | undefined> {
    const table = this.#table;
    if (!table) throw this.#stale();
    const { l10n } = this.#deps.wording;
    const base = table.name.replace(/\.[^.]*$/, '');
    const name = which === 'all' ? l10n.t('{0} mended.csv', base) : l10n.t('{0} remaining.csv', base);
    return this.#save(name, rowsText(table.rows.cells(which)));
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
        await this.#deps.runCommand('falconAdmin.connection.allowChanges', this.#place.connection);
        return undefined;
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

  #needConnection(): Connection {
    const connection = this.#connection;
    if (connection) return connection;
    const { l10n } = this.#deps.wording;
    throw new TenantError({ kind: 'notFound', message: l10n.t('This tenant is not connected any more.'), nextStep: l10n.t('Connect it again.') });
  }
}
