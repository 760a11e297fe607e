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
import { DetailsPart, restText } from './detailsPart.ts';
import { Marker } from './marker.ts';
import { endedText, refusedText, selectedText, settledText } from './markingWords.ts';
import { MarkStore } from './markStore.ts';
import { MatrixGrid } from './matrixGrid.ts';
import { Names } from './names.ts';
import { PendingPart } from './pendingPart.ts';
import { RowReader } from './rowReader.ts';
import { headView, toolsView } from './toolsView.ts';
import type { ToolsParts } from './toolsView.ts';
import { countsText, rowsTitle } from './words.ts';
import type { RowKind, ShownCounts } from './words.ts';

export interface GrantsPageParts {
  readonly root: HTMLElement;
  readonly texts: PageTexts;
  readonly announcer: Announcer;
  readonly connection: HostConnection<GrantsRequests, GrantsState>;
}

/** A long matrix that is being read changes all the time; so often at most it is asked for. */
const betweenMatrixesMs = 500;

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
      onSelect: (cells) => this.#say(selectedText(cells, texts)),
      onScroll: () => this.#reader.note(),
    });
    this.#details = new DetailsPart({
      ...{ texts, marks: this.#marks, onChange: () => this.#renderDetails() },
      onToggle: (spot) => this.#marker.toggle([spot]),
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
    void this.#collect();
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
        if (this.#state.age > this.#age) await new Promise((resolve) => void window.setTimeout(resolve, betweenMatrixesMs));
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
    this.#grid.show({ rows, roles, rowsTitle: rowsTitle(this.#kind, texts) }, at);
  }

  get #counts(): ShownCounts | undefined {
    const { rows, roles } = this.#grid.shown;
    return this.#model && { rows: rows.length, allRows: this.#model.rows.length, roles: roles.length, allRoles: this.#model.roles.length };
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
    if (refusals.length > 0) announcer.say(refusedText(refusals, texts));
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
    if (!this.#model || this.#isBusy) return;
    const before = this.#marks.all.size;
    this.#marks.take(settle(this.#marks.all, this.#model));
    const gone = before - this.#marks.all.size;
    if (gone > 0) this.#say(settledText(gone, this.#parts.texts));
  }

  #onFilter(change: Partial<MatrixFilters>): void {
    const { announcer, texts } = this.#parts;
    this.#filters = { ...this.#filters, ...change };
    this.#saver.note();
    this.#showMatrix();
    this.#reader.note();
    this.#render();
    const counts = this.#counts;
    if (counts) announcer.say(countsText(counts, texts));
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
    if (!pending) return;
    const preparing = this.#parts.texts.t('Preparing the preview…');
    this.#say(preparing);
    await this.#ask('preview', { pending });
    if (this.#status?.text === preparing) this.#say(this.#parts.texts.t('The preview is open.'));
  }

  async #apply(): Promise<void> {
    const { texts } = this.#parts;
    const pending = this.#complete();
    if (!pending || this.#isBusy) return;
    this.#isApplying = true;
    this.#checker.stop();
    this.#say(texts.t('Waiting for your answer…'));
    const answer = await this.#ask('apply', { pending });
    if (answer?.kind === 'ended') await this.#takeEnd(answer.outcomes);
    else if (answer) this.#say(texts.t('Nothing was changed. What you marked is still here.'));
    this.#afterRun();
    // The button that was pressed was disabled meanwhile.
    if (document.activeElement === document.body) document.getElementById('pending-heading')?.focus();
  }

  /** A run that an earlier page began has ended meanwhile. */
  async #collect(): Promise<void> {
    if (this.#isBusy || this.#state?.hasUntold !== true) return;
    this.#isApplying = true;
    const outcomes = await this.#ask('untold', undefined);
    if (outcomes) await this.#takeEnd(outcomes);
    this.#afterRun();
  }

  #afterRun(): void {
    this.#isApplying = false;
    this.#settle();
    this.#checker.note(this.#marks.list);
    this.#render();
  }

  async #takeEnd(outcomes: readonly CellOutcome[]): Promise<void> {
    const { texts, connection } = this.#parts;
    const done = outcomes.filter(({ state }) => state === 'done').length;
    this.#marks.take(afterRun(this.#marks.all, outcomes));
    if (this.#filters.onlyChanges) this.#showMatrix();
    this.#say(endedText(done, outcomes.length - done, texts), done < outcomes.length);
    // The host forgets it then, so it has to be kept by now. Not heard, it tells the same again.
    this.#keep();
    await connection.request('told', undefined).catch(() => undefined);
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
    const parts: ToolsParts = {
      ...{ state, texts, names: this.#names, filters: this.#filters, counts: this.#counts },
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
    this.#details.render(cell ?? restText(model, this.#grid, this.#parts.texts), this.#hindrance !== undefined);
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
