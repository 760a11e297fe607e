/** The host half of a grants panel: which rows there are and what is known of them. What is marked lives with the page. */
import { systemClock } from '../../api/clock.ts';
import { isCancelled, toTenantError } from '../../core/errors.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import type { Pair, Subject } from '../../core/matrix/matrix.ts';
import type { Pending } from '../../core/matrix/pending.ts';
import { shownText } from '../../core/shownText.ts';
import { displayName } from '../../core/user.ts';
import { grantsChecks } from '../../protocol/grants.ts';
import type { GrantsAction, GrantsRequests, GrantsState, KeptGrants, MatrixFinding, ReadRow } from '../../protocol/grants.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Written } from '../../state/directories.ts';
import { Pace } from '../../state/pace.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import { TenantFrame } from '../tenantFrame.ts';
import type { PanelPlace } from '../tenantFrame.ts';
import { readBoard } from './board.ts';
import { CellRuns } from './cellRuns.ts';
import type { CellsPlace } from './cellRuns.ts';
import { coverageLine } from './coverageLine.ts';
import { grantsViewType } from './deps.ts';
import type { GrantsPanelDeps } from './deps.ts';
import { findingsAbout } from './findings.ts';
import { KnownRows } from './knownRows.ts';
import { RowNotes } from './rowNotes.ts';
import { RowReading } from './rowReading.ts';
import type { FillWish } from './rowReading.ts';
import { SubjectChoice } from './subjectChoice.ts';
import { ToldRows } from './toldRows.ts';

export interface GrantsPlace extends PanelPlace {
  readonly subject: Subject;
  /** What an earlier window's page kept. */
  readonly kept?: KeptGrants | undefined;
}

/** More requests than this are asked about before they are sent. */
const mostUnasked = 1_000;
const lookEveryMs = 500;

export class GrantsPanel {
  readonly frame: TenantFrame<GrantsRequests, GrantsState>;
  readonly #deps: GrantsPanelDeps;
  readonly #place: GrantsPlace;
  readonly #notes = new RowNotes();
  readonly #runs: CellRuns;
  readonly #reading: RowReading;
  readonly #choice: SubjectChoice;
  readonly #told = new ToldRows();
  readonly #pace = new Pace({ clock: systemClock, everyMs: lookEveryMs, work: async () => void (this.#told.look() && this.frame.update()) });
  #failure: string | undefined;
  #isDeleted = false;
  #loading: AbortController | undefined;
  #listening: { readonly directory: TenantDirectory; readonly end: () => void } | undefined;

  constructor(deps: GrantsPanelDeps, place: GrantsPlace) {
    this.#deps = deps;
    this.#place = place;
    const onChange = (): void => this.frame.update();
    this.#runs = new CellRuns({ deps, notes: this.#notes, onChange });
    this.#reading = new RowReading(this.#notes, onChange);
    this.#choice = new SubjectChoice(deps, place.subject, place.kept?.pending);
    this.frame = new TenantFrame(deps, place, {
      ...{ viewType: grantsViewType, page: 'grants', styles: ['grants'], title: place.restored?.title ?? deps.wording.l10n.t('Grants') },
      checks: grantsChecks,
      handlers: this.#handlers(),
      state: () => this.#state(),
      onConnection: (identityChanged) => this.#onConnection(identityChanged),
      onWritten: (written) => this.#onWritten(written),
      onClosed: () => this.#end(),
    });
    void this.#load();
  }

  get subject(): Subject {
    return this.#choice.subject;
  }

  /** A run that the person has confirmed goes on. */
  #end(): void {
    this.#pace.dispose();
    this.#listening?.end();
  }

  #onConnection(identityChanged: boolean): void {
    if (identityChanged) {
      this.#reading.stop();
      this.#notes.clear();
      this.#told.clear();
      this.#loading?.abort();
      if (this.frame.connection) void this.#load();
    }
    this.frame.update();
  }

  #onWritten({ users, cids, lists, all }: Written): void {
    if (all) this.#notes.forgetAllGrantable();
    for (const user of users) this.#notes.forgetGrantable(user);
    const { subject } = this;
    const isHere = (cid: Cid): boolean => subject.by === 'cid' && subject.cid === cid;
    const isShown = (user: UserUuid): boolean => (subject.by === 'users' ? subject.users.includes(user) : this.#told.rows?.user(user) !== undefined);
    if (all || users.some(isShown) || [...cids, ...lists].some(isHere)) void this.#load();
  }

  #state(): GrantsState {
    const tenant = this.frame.tenantLine;
    const { rows, survey, age } = this.#told;
    return {
      ...{ connection: this.#place.connection, subject: this.subject, title: this.#title, tenant, failure: this.#failure },
      gone: this.#gone,
      age,
      coverage: rows && survey && coverageLine(survey, rows.board, this.#deps.wording),
      work: this.#runs.work ?? this.#reading.work,
      hasUntold: this.#runs.untold !== undefined,
      hasCids: rows?.board.hasCids ?? false,
    };
  }

  get #gone(): string | undefined {
    const { l10n } = this.#deps.wording;
    if (!this.frame.connection) return l10n.t('This tenant is not connected any more. Connect it again and open the grants from the tree.');
    if (!this.#isDeleted) return undefined;
    const isOne = this.subject.by === 'users' && this.subject.users.length === 1;
    return isOne ? l10n.t('This user does not exist any more.') : l10n.t('These users do not exist any more.');
  }

  get #title(): string {
    const { l10n, locale } = this.#deps.wording;
    const board = this.#told.rows?.board;
    if (!board) return l10n.t('Grants');
    const [user] = board.users;
    if (board.subject.by === 'cid') return l10n.t('Grants: {0}', shownText(board.places[0]?.name ?? ''));
    const isOne = board.users.length === 1;
    return l10n.t('Grants: {0}', user && isOne ? shownText(displayName(user)) : l10n.t('{0} users', board.users.length.toLocaleString(locale)));
  }

  #handlers(): Handlers<GrantsRequests> {
    return {
      matrix: () => this.#told.matrix(),
      rows: ({ pairs }, signal) => this.#readRows(pairs, signal),
      check: ({ pending }) => this.#here((place) => this.#check(pending, place), []),
      preview: ({ pending }, signal) => this.#here((place) => this.#runs.preview(pending, place, signal), undefined),
      apply: ({ pending }) => this.#here((place) => this.#runs.apply(pending, place), { kind: 'notRun' }),
      untold: () => this.#runs.untold,
      told: () => this.frame.change(() => this.#runs.told()),
      removeUser: ({ user }) => this.#become(this.#choice.remove(user)),
      act: ({ action }, signal) => this.#act(action, signal),
    };
  }

  #check(pending: readonly Pending[], place: CellsPlace): readonly MatrixFinding[] {
    const { wording, myEmail } = this.#deps;
    return findingsAbout(this.#runs.asked(pending, place), { ...place, notes: this.#notes, myEmail: myEmail(), now: wording.now() });
  }

  /** With the tenant as it is now; there is nothing to do as long as there are no rows. */
  async #here<T>(work: (place: CellsPlace) => T | Promise<T>, otherwise: T): Promise<T> {
    const connection = this.frame.needConnection();
    const directory = await this.frame.directory();
    const { rows } = this.#told;
    return rows ? work({ connection, directory, rows }) : otherwise;
  }

  #readRows(pairs: readonly Pair[], signal: AbortSignal): Promise<readonly ReadRow[]> {
    return this.#here(({ directory, rows }) => {
      const there = pairs.filter((pair) => rows.placeOf(pair) !== undefined);
      return Promise.all(
        there.map(async (pair) => {
          const row = await this.#reading.row(directory, rows, pair, signal);
          this.#told.tell(rows, pair, row.failure);
          return row;
        }),
      );
    }, []);
  }

  /** Finds out what the rows are and reads what of them is not known; what is shown stays until then. */
  async #load(): Promise<void> {
    this.#loading?.abort();
    const loading = (this.#loading = new AbortController());
    const signal = AbortSignal.any([this.frame.closed, loading.signal]);
    try {
      const connection = this.frame.needConnection();
      const directory = await this.frame.directory();
      await directory.index.load();
      this.#listen(directory);
      const { subject } = this;
      const board = await readBoard({ directory, connection, locale: this.#deps.wording.locale, signal }, subject, this.#choice.added);
      signal.throwIfAborted();
      this.#show(new KnownRows({ board, index: directory.index, notes: this.#notes, wording: this.#deps.wording }));
      await this.#fillUnasked(directory, signal);
    } catch (thrown) {
      const error = toTenantError(thrown);
      if (this.#loading !== loading || isCancelled(error)) return;
      this.#failure = error.advice;
      this.frame.update();
    }
  }

  #show(rows: KnownRows): void {
    const { board } = rows;
    this.#told.show(rows);
    this.#failure = undefined;
    if (board.subject.by === 'users') {
      this.#isDeleted = board.users.length === 0;
      if (!this.#isDeleted) this.#choice.keep(board.users.map(({ uuid }) => uuid));
    }
    this.frame.setTitle(this.#title);
    this.frame.update();
  }

  async #fillUnasked(directory: TenantDirectory, signal: AbortSignal): Promise<void> {
    const { rows } = this.#told;
    if (!rows) return;
    const { isTold, subject } = rows.board;
    const [unread, isOfUsers] = [rows.unread.length, subject.by === 'users'];
    // The rows in sight are read all the same, and the others when the person says so.
    if (unread > mostUnasked && (isOfUsers || !isTold || rows.isDistrusted)) return;
    // Where nothing is unread, there may be rows that the index wants to read again.
    await this.#fill(directory, rows, { priority: isOfUsers && unread > 0 ? 'foreground' : 'background', signal });
  }

  /** What was read is shown, however it ends. */
  async #fill(directory: TenantDirectory, rows: KnownRows, wish: FillWish): Promise<void> {
    try {
      await this.#reading.fill(directory, rows, wish);
      if (rows === this.#told.rows) this.#failure = undefined;
    } catch (thrown) {
      const error = toTenantError(thrown);
      if (!isCancelled(error) && rows === this.#told.rows) this.#failure = error.advice;
    }
    this.frame.update();
    this.#pace.ask();
  }

  #listen(directory: TenantDirectory): void {
    if (this.#listening?.directory === directory) return;
    this.#listening?.end();
    const listening = directory.index.onDidChange(() => this.#pace.ask());
    this.#listening = { directory, end: () => listening.dispose() };
  }

  /** Shows other rows, if there are to be others. */
  #become(isOther: boolean): undefined {
    if (!isOther) return undefined;
    const { subject } = this;
    const shown = this.#told.rows?.board.subject;
    const isAkin = shown?.by === 'cid' ? subject.by === 'cid' && subject.cid === shown.cid : subject.by === 'users';
    if (!isAkin) this.#told.clear();
    this.#isDeleted = false;
    this.#reading.stop();
    this.frame.update();
    void this.#load();
    return undefined;
  }

  async #act(action: GrantsAction, signal: AbortSignal): Promise<undefined> {
    const connection = this.frame.needConnection();
    switch (action) {
      case 'allowChanges':
        return this.frame.allowChanges();
      case 'addUser':
        return this.#become(await this.#choice.addUser(connection));
      case 'chooseCid':
        return this.#become(await this.#choice.chooseCid(connection));
      case 'byUsers':
        return this.#become(await this.#choice.byUsers(connection));
      case 'byCid':
        return this.#become(await this.#choice.byCid(connection));
      case 'compare':
        await this.#choice.compare(connection.id, this.#told.rows?.board.users ?? []);
        return undefined;
      case 'export':
        await this.#choice.export(connection.id);
        return undefined;
      case 'readAll':
        return this.#readAll(signal);
      case 'stop':
        this.#reading.stop();
        return undefined;
      case 'refresh':
        return this.#refresh();
    }
  }

  /** Reads every row; costly reads are asked about. */
  async #readAll(signal: AbortSignal): Promise<undefined> {
    const { prompts, wording } = this.#deps;
    const { l10n, locale } = wording;
    return this.#here(async ({ directory, rows }) => {
      const { subject } = rows.board;
      const { requests, minutes } = await directory.index.plan(subject.by === 'users' ? { users: subject.users } : { cids: [subject.cid] }, signal);
      const [count, whole] = [requests, Math.ceil(minutes)].map((figure) => figure.toLocaleString(locale));
      const detail =
        minutes <= 1
          ? l10n.t('That takes {0} requests, less than a minute in the background.', count ?? '')
          : l10n.t('That takes {0} requests, about {1} minutes in the background.', count ?? '', whole ?? '');
      const question = { message: l10n.t('{0}: read the grants of all rows?', this.frame.connection?.name ?? ''), detail, action: l10n.t('Read') };
      if (requests > mostUnasked && !(await prompts.confirm(question))) return undefined;
      this.#notes.forgetFailures();
      // The person has been told what it costs.
      void this.#fill(directory, rows, { priority: 'background', signal: this.frame.closed, mostRequests: Number.POSITIVE_INFINITY });
      return undefined;
    }, undefined);
  }

  /** Forgets what was read of the rows, and reads it again. */
  async #refresh(): Promise<undefined> {
    const directory = await this.frame.directory();
    const { subject } = this;
    this.#notes.clear();
    if (subject.by === 'users') for (const user of subject.users) directory.forgetGrants(user);
    else directory.index.forgetCid(subject.cid);
    const [place] = this.#told.rows?.board.places ?? [];
    if (place) directory.forgetRoles(place.cid);
    void this.#load();
    return undefined;
  }
}
