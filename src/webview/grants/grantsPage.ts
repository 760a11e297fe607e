/** The page of the grants panel: what is read comes from the host, what is marked lives here. */
import { render } from 'lit-html';
import { filterRoles, filterRows } from '../../core/matrix/filter.ts';
import { afterRun, noMarks, settle } from '../../core/matrix/marking.ts';
import { MatrixModel } from '../../core/matrix/matrixModel.ts';
import type { CellKey, Pending } from '../../core/matrix/pending.ts';
import { isKeptGrants } from '../../protocol/grants.ts';
import type { CellOutcome, GrantsAction, GrantsRequests, GrantsState, MatrixAnswer, MatrixFilters } from '../../protocol/grants.ts';
import type { Announcer } from '../kit/announce.ts';
import { failureText, isCancelledRequest } from '../kit/connection.ts';
import type { HostConnection } from '../kit/connection.ts';
import { SaveSoon } from '../kit/saveSoon.ts';
import type { PageTexts } from '../kit/startData.ts';
import { CellTeller } from './cellTeller.ts';
import { Checker } from './checker.ts';
import { DetailsPart } from './detailsPart.ts';
import { Marker } from './marker.ts';
import { MarkStore } from './markStore.ts';
import { MatrixGrid } from './matrixGrid.ts';
import { Names } from './names.ts';
import { PendingPart } from './pendingPart.ts';
import { RowReader } from './rowReader.ts';
import { headView, toolsView } from './toolsView.ts';
import type { ToolsParts } from './toolsView.ts';
import { figure } from './words.ts';
import type { RowKind } from './words.ts';

export interface GrantsPageParts {
  readonly root: HTMLElement;
  readonly texts: PageTexts;
  readonly announcer: Announcer;
  readonly connection: HostConnection<GrantsRequests, GrantsState>;
}

/** A long matrix that is being read changes all the time; so often at most it is asked for. */
const betweenMatrixesMs = 500;

const pause = (ms: number): Promise<void> => new Promise((resolve) => void window.setTimeout(resolve, ms));

export class GrantsPage {
  readonly #parts: GrantsPageParts;
  readonly #names = new Names();
  readonly #marks: MarkStore;
  readonly #checker: Checker;
  readonly #teller: CellTeller;
  readonly #reader: RowReader;
  readonly #marker: Marker;
  readonly #saver: SaveSoon;
  readonly #grid: MatrixGrid;
  readonly #head = document.createElement('div');
  readonly #tools = document.createElement('div');
  readonly #details: DetailsPart;
  readonly #pending: PendingPart;
  #state: GrantsState | undefined;
  #model: MatrixModel | undefined;
  #age = 0;
  /** What the rows were last: users over CIDs, or a CID over users. */
  #by: GrantsState['subject']['by'] | undefined;
  #isFetching = false;
  #isApplying = false;
  #filters: MatrixFilters = { rows: '', roles: '', inherited: true, onlyChanges: false };
  #status: { readonly text: string; readonly isFailure: boolean } | undefined;

  constructor(parts: GrantsPageParts) {
    this.#parts = parts;
    const { texts, connection, root } = parts;
    const model = (): MatrixModel | undefined => this.#model;
    this.#marks = new MarkStore(texts, () => this.#onMarked());
    this.#checker = new Checker({ ask: (pending, signal) => connection.request('check', { pending }, { signal }), onFindings: () => this.#onFindings() });
    this.#teller = new CellTeller({
      ...{ texts, names: this.#names, marks: this.#marks, checker: this.#checker, model: () => this.#needModel },
      kind: () => this.#kind,
      showsInherited: () => this.#filters.inherited,
    });
    this.#reader = new RowReader({
      ask: (pairs, signal) => connection.request('rows', { pairs }, { signal }),
      model,
      rowsInSight: () => this.#grid.rowsInSight,
      onRead: () => this.#onRead(),
    });
    this.#marker = new Marker({
      ...{ texts, marks: this.#marks, reader: this.#reader, names: this.#names, model },
      hindrance: () => this.#hindrance,
      label: (spot, words) => this.#teller.labelWith(spot, words),
      onSay: (text) => this.#say(text),
    });
    this.#grid = new MatrixGrid({
      texts,
      face: (row, role) => this.#teller.face({ row, role }),
      label: (spot) => this.#teller.label(spot),
      roleAt: (place) => this.#needModel.roleAt(place),
      rowName: (row) => this.#teller.rowName(row),
      onToggle: (spots) => void this.#marker.toggle(spots),
      onGrantAll: (role) => void this.#marker.grantAll(this.#grid.shown.rows.map((row) => ({ row, role }))),
      onMove: () => this.#renderDetails(),
      onOpen: () => this.#details.focus(),
      onSelect: (cells) => parts.announcer.say(cells === 0 ? texts.t('Nothing is selected.') : texts.t('{0} cells are selected.', figure(cells, texts))),
      onScroll: () => this.#reader.note(),
    });
    this.#details = new DetailsPart({
      ...{ texts, marks: this.#marks, onChange: () => this.#renderDetails() },
      onToggle: (spot) => void this.#marker.toggle([spot]),
      onReadAgain: (spot) => void this.#reader.read([spot.row]),
      onLeave: () => this.#grid.focus(),
    });
    this.#pending = new PendingPart({ texts, marks: this.#marks, names: this.#names, model, onChange: () => this.#renderPending() });
    this.#saver = new SaveSoon(() => this.#keep());
    root.append(this.#head, this.#tools, this.#grid.element, this.#details.element, this.#pending.element);
    this.#grid.element.hidden = true;
  }

  show(state: GrantsState): void {
    const isFirst = this.#state === undefined;
    this.#state = state;
    if (isFirst) this.#restore(state);
    document.body.classList.toggle('has-matrix', state.gone === undefined);
    if (state.age === 0) this.#dropMatrix();
    this.#render();
    this.#saver.note();
    void this.#fetch();
  }

  #restore({ connection }: GrantsState): void {
    const { kept } = this.#parts.connection;
    if (!isKeptGrants(kept) || kept.connection !== connection) return;
    if (kept.filters) this.#filters = kept.filters;
    if (kept.pending) this.#marks.restore(kept.pending);
  }

  #keep(): void {
    const state = this.#state;
    if (!state) return;
    const { connection, subject } = state;
    this.#parts.connection.keep({ view: 'grants', connection, subject, filters: this.#filters, pending: this.#marks.list });
  }

  /** Gets the matrix as often as the host has another one. */
  async #fetch(): Promise<void> {
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      while (this.#state && this.#state.gone === undefined && this.#state.age > this.#age) {
        const answer = await this.#parts.connection.request('matrix', undefined);
        // Other rows are being looked up meanwhile: the state will say when they are there.
        if (answer.age === 0) return;
        this.#age = answer.age;
        this.#takeMatrix(answer);
        if (this.#state.age > this.#age) await pause(betweenMatrixesMs);
      }
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
    } finally {
      this.#isFetching = false;
    }
  }

  /** It is not known any more what the rows are. */
  #dropMatrix(): void {
    this.#age = 0;
    this.#model = undefined;
    this.#grid.show({ rows: [], roles: [], rowsTitle: '' });
  }

  #takeMatrix(answer: MatrixAnswer): void {
    this.#names.learn(answer);
    const [before, model, { active }] = [this.#model, new MatrixModel(answer), this.#grid];
    this.#model = model;
    for (const element of [this.#grid.element, this.#details.element]) element.hidden = false;
    const by = this.#state?.subject.by;
    const isOther = this.#by !== undefined && this.#by !== by;
    this.#by = by;
    // What was looked for among CIDs is not looked for among users.
    if (isOther) this.#filters = { ...this.#filters, rows: '' };
    // What is read meanwhile must take neither the place nor the selection from somebody who works in the matrix.
    if (!isOther && before?.hasShapeOf(model)) this.#grid.refresh();
    else this.#showMatrix(before && active && model.spotOf(before, active));
    if (isOther) this.#grid.element.scrollTo(0, 0);
    this.#settle();
    this.#reader.reset();
    this.#render();
  }

  /** @param at where the person is from now on */
  #showMatrix(at = this.#grid.active): void {
    const model = this.#model;
    if (!model) return;
    const { texts } = this.#parts;
    const [rows, roles] = [filterRows(model, this.#filters, this.#marks.all), filterRoles(model, this.#filters, this.#marks.all)];
    const titles = { cids: texts.t('CID'), users: texts.t('User'), pairs: texts.t('User and CID') };
    this.#grid.show({ rows, roles, rowsTitle: titles[this.#kind] }, at);
  }

  get #kind(): RowKind {
    const { subject } = this.#state ?? {};
    if (subject?.by !== 'users') return 'users';
    return subject.users.length === 1 ? 'cids' : 'pairs';
  }

  get #needModel(): MatrixModel {
    if (!this.#model) throw new Error('There is no matrix yet.');
    return this.#model;
  }

  /** A run goes on, of this page or of one before it was loaded anew. */
  get #isBusy(): boolean {
    return this.#isApplying || this.#state?.work?.kind === 'apply';
  }

  /** Why nothing can be marked, where that is so. */
  get #hindrance(): string | undefined {
    const { texts } = this.#parts;
    if (this.#isBusy) return texts.t('Wait until the changes are applied.');
    const { tenant } = this.#state ?? {};
    return tenant && !tenant.canChange ? texts.t('{0} is protected from changes. Allow changes first.', tenant.name) : undefined;
  }

  #onMarked(): void {
    this.#saver.note();
    if (!this.#isApplying) this.#checker.note(this.#marks.list);
    this.#grid.refresh();
    this.#renderPending();
    this.#renderDetails();
  }

  #onFindings(): void {
    const { announcer, texts } = this.#parts;
    const refusals = this.#checker.findings.filter(({ severity }) => severity === 'refuse');
    const [first] = refusals;
    if (first) announcer.say(refusals.length === 1 ? first.sentence : texts.t('The rules refuse {0} of what is marked.', figure(refusals.length, texts)));
    this.#grid.refresh();
    this.#renderPending();
    this.#renderDetails();
  }

  #onRead(): void {
    this.#settle();
    this.#grid.refresh();
    this.#renderDetails();
  }

  #settle(): void {
    if (!this.#model || this.#isApplying) return;
    const { texts } = this.#parts;
    const before = this.#marks.all.size;
    this.#marks.take(settle(this.#marks.all, this.#model));
    const gone = before - this.#marks.all.size;
    if (gone === 1) this.#say(texts.t('1 mark was taken off: it has become so already.'));
    else if (gone > 1) this.#say(texts.t('{0} marks were taken off: it has become so already.', figure(gone, texts)));
  }

  #onFilter(change: Partial<MatrixFilters>): void {
    const { announcer, texts } = this.#parts;
    this.#filters = { ...this.#filters, ...change };
    this.#saver.note();
    this.#showMatrix();
    this.#reader.note();
    this.#render();
    const { rows, roles } = this.#grid.shown;
    announcer.say(texts.t('{0} rows and {1} roles are shown.', figure(rows.length, texts), figure(roles.length, texts)));
  }

  #showCell(key: CellKey): void {
    const pending = this.#marks.all.get(key);
    const row = pending && this.#model?.placeOf(pending);
    const role = pending && this.#model?.roles.findIndex(({ id }) => id === pending.role);
    const isThere = row !== undefined && role !== undefined && this.#grid.goTo({ row, role });
    if (!isThere) this.#say(this.#parts.texts.t('That cell is not among those that are shown.'));
  }

  #discard(): void {
    this.#marks.take(noMarks);
    this.#say(this.#parts.texts.t('Discarded all marks.'));
    document.getElementById('pending-heading')?.focus();
  }

  /** @returns what can be sent, or undefined when an end is wrong: it has the focus then */
  #complete(): readonly Pending[] | undefined {
    const wrong = this.#marks.firstWrong(Date.now());
    if (wrong === undefined) return this.#marks.list;
    this.#pending.reach(wrong);
    this.#say(this.#parts.texts.t('Something is to be corrected first.'), true);
    document.getElementById(`end-${wrong}-moment`)?.focus();
    return undefined;
  }

  async #preview(): Promise<void> {
    const pending = this.#complete();
    if (pending) await this.#ask('preview', { pending });
  }

  async #apply(): Promise<void> {
    const { texts } = this.#parts;
    const pending = this.#complete();
    if (!pending || this.#isBusy) return;
    this.#isApplying = true;
    this.#checker.stop();
    this.#say(texts.t('Waiting for your answer…'));
    const answer = await this.#ask('apply', { pending });
    this.#isApplying = false;
    if (answer?.kind === 'ended') this.#onEnded(answer.outcomes);
    else if (answer) this.#say(texts.t('Nothing was changed. What you marked is still here.'));
    this.#settle();
    this.#checker.note(this.#marks.list);
    this.#render();
  }

  #onEnded(outcomes: readonly CellOutcome[]): void {
    const { texts } = this.#parts;
    const done = outcomes.filter(({ state }) => state === 'done').length;
    this.#marks.take(afterRun(this.#marks.all, outcomes));
    if (this.#filters.onlyChanges) this.#showMatrix();
    const figures = [done, outcomes.length - done].map((count) => figure(count, texts));
    if (done === outcomes.length) this.#say(texts.t('All {0} changes are done.', figures[0] ?? ''));
    else this.#say(texts.t('{0} done, {1} not done: those are still marked, with the reason.', ...figures), true);
  }

  /** @returns undefined when it failed, which has been said */
  async #ask<N extends keyof GrantsRequests>(name: N, body: GrantsRequests[N]['body']): Promise<GrantsRequests[N]['answer'] | undefined> {
    try {
      return await this.#parts.connection.request(name, body);
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
      return undefined;
    }
  }

  async #act(action: GrantsAction): Promise<void> {
    await this.#ask('act', { action });
    // What was chosen may not have come about.
    this.#render();
  }

  #say(text: string, isFailure = false): void {
    this.#status = { text, isFailure };
    this.#parts.announcer.say(text, { urgent: isFailure });
    this.#renderPending();
  }

  #render(): void {
    const [state, model] = [this.#state, this.#model];
    if (!state) return;
    const { texts } = this.#parts;
    const { rows, roles } = this.#grid.shown;
    const parts: ToolsParts = {
      ...{ state, texts, names: this.#names, filters: this.#filters },
      counts: model && { rows: rows.length, allRows: model.rows.length, roles: roles.length, allRoles: model.roles.length },
      onAct: (action) => void this.#act(action),
      onFilter: (change) => this.#onFilter(change),
      onRemoveUser: (user) => void this.#ask('removeUser', { user }),
    };
    render(headView(parts), this.#head);
    const isGone = state.gone !== undefined;
    for (const element of [this.#tools, this.#pending.element]) element.hidden = isGone;
    for (const element of [this.#grid.element, this.#details.element]) element.hidden = isGone || !model;
    if (isGone) return;
    render(toolsView(parts), this.#tools);
    this.#renderDetails();
    this.#renderPending();
  }

  #renderDetails(): void {
    const model = this.#model;
    if (!model) return;
    const { active } = this.#grid;
    const cell = active && { spot: active, model, words: this.#teller.words(active), pending: this.#teller.mark(active).pending };
    this.#details.render(cell, this.#hindrance !== undefined);
  }

  #renderPending(): void {
    this.#pending.render(
      {
        ...{ findings: this.#checker.findings, status: this.#status, isBusy: this.#isBusy, canApply: this.#state?.tenant?.canChange === true },
        onShow: (key) => this.#showCell(key),
        onDiscard: () => this.#discard(),
        onPreview: () => void this.#preview(),
        onApply: () => void this.#apply(),
      },
      Date.now(),
    );
  }
}
