/** The page of new users from a file. */
import { render } from 'lit-html';
import { largestFile } from '../../core/newUsers/rows.ts';
import type { NewUserField } from '../../core/newUsers/rows.ts';
import type { NewUsersAction, NewUsersRequests, NewUsersState } from '../../protocol/newUsers.ts';
import type { Announcer } from '../kit/announce.ts';
import { failureText, isCancelledRequest } from '../kit/connection.ts';
import type { HostConnection } from '../kit/connection.ts';
import type { PageTexts } from '../kit/startData.ts';
import { emptyView } from './emptyView.ts';
import { Keeper } from './keeper.ts';
import { saidAt } from './gridRow.ts';
import { RowStore } from './rowStore.ts';
import type { Filter } from './rowStore.ts';
import { statusWord } from './statusFace.ts';
import { actionsView, countsLine, headView, statusView, toolsView } from './tableViews.ts';
import type { Status } from './tableViews.ts';
import { UserGrid } from './userGrid.ts';

export interface NewUsersPageParts {
  readonly root: HTMLElement;
  readonly texts: PageTexts;
  readonly announcer: Announcer;
  readonly connection: HostConnection<NewUsersRequests, NewUsersState>;
}

export class NewUsersPage {
  readonly #parts: NewUsersPageParts;
  readonly #rows = new RowStore();
  readonly #keeper: Keeper;
  readonly #head = document.createElement('div');
  readonly #tools = document.createElement('div');
  readonly #actions = document.createElement('div');
  #grid: UserGrid | undefined;
  #state: NewUsersState | undefined;
  #have = { table: 0, version: 0 };
  #isFetching = false;
  #filter: Filter = 'all';
  #search = '';
  #status: Status | undefined;
  #isOpening = false;

  constructor(parts: NewUsersPageParts) {
    this.#parts = parts;
    this.#keeper = new Keeper({
      rows: this.#rows,
      // Before the rows have come, what was kept is newer than what is here.
      state: () => (this.#state?.file && this.#have.version === 0 ? undefined : this.#state),
      keep: (kept) => parts.connection.keep(kept),
    });
    parts.root.append(this.#head, this.#tools, this.#actions);
    document.addEventListener('dragover', (event) => this.#onDrag(event));
    document.addEventListener('dragleave', () => document.body.classList.remove('is-dropping'));
    document.addEventListener('drop', (event) => this.#onDrop(event));
    document.addEventListener('visibilitychange', () => this.#grid?.leave());
  }

  show(state: NewUsersState): void {
    const before = this.#state;
    this.#state = state;
    if ((state.file?.table ?? 0) !== this.#have.table) this.#begin(state);
    if (!before) this.#keeper.note();
    if (state.problem !== undefined && state.problem !== before?.problem) this.#parts.announcer.say(state.problem, { urgent: true });
    if (before?.facts.kind === 'reading' && state.facts.kind === 'read' && state.counts) this.#parts.announcer.say(countsLine(state.counts, this.#parts.texts));
    this.#render();
    void this.#fetch();
  }

  /** Another file, or none. */
  #begin({ file }: NewUsersState): void {
    this.#grid?.leave();
    this.#rows.clear();
    this.#have = { table: file?.table ?? 0, version: 0 };
    this.#filter = 'all';
    this.#search = '';
    this.#status = undefined;
    this.#grid?.element.remove();
    this.#grid = undefined;
    if (!file) return;
    const { texts, announcer } = this.#parts;
    this.#grid = new UserGrid({
      ...{ texts, rows: this.#rows },
      onEdit: (place, field, text) => void this.#edit(place, field, text),
      onTick: (places, ticked) => void this.#ask('tick', { table: file.table, places, ticked }),
      onSay: (text) => announcer.say(text),
    });
    this.#tools.after(this.#grid.element);
    this.#grid.mount();
  }

  /** Gets the rows that have changed, until the page has what the state speaks of. */
  async #fetch(): Promise<void> {
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      for (let file = this.#state?.file; file && file.table === this.#have.table && file.version > this.#have.version; file = this.#state?.file) {
        const answer = await this.#parts.connection.request('rows', { table: file.table, since: this.#have.version });
        if (answer.table !== this.#have.table) continue;
        this.#rows.take(answer.rows);
        this.#have = { table: answer.table, version: answer.version };
        this.#showRows();
        this.#keeper.note();
      }
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
    } finally {
      this.#isFetching = false;
    }
  }

  #showRows(): void {
    this.#grid?.show(this.#rows.matching(this.#filter, this.#search, this.#grid.held));
  }

  async #edit(place: number, field: NewUserField, text: string): Promise<void> {
    const answer = await this.#ask('edit', { table: this.#have.table, place, field, text });
    if (answer?.table === this.#have.table) this.#rows.take(answer.rows);
    this.#showRows();
    this.#keeper.note();
    const row = this.#rows.at(place);
    if (!answer || !row) return;
    const { announcer, texts } = this.#parts;
    const said = saidAt(row, field).map(({ sentence }) => sentence);
    announcer.say([texts.t('Line {0}: {1}', row.line, statusWord(row.status, texts)), ...said].join('. '));
  }

  #onFilter(filter: Filter): void {
    this.#filter = filter;
    this.#onNarrowed();
  }

  #onSearch(search: string): void {
    this.#search = search;
    this.#onNarrowed();
  }

  #onNarrowed(): void {
    const { announcer, texts } = this.#parts;
    this.#grid?.leave();
    const places = this.#rows.matching(this.#filter, this.#search, undefined);
    this.#grid?.show(places);
    announcer.say(places.length === 1 ? texts.t('1 row is shown.') : texts.t('{0} rows are shown.', places.length.toLocaleString(texts.locale)));
    this.#render();
  }

  async #check(): Promise<void> {
    this.#grid?.leave();
    const end = await this.#ask('check', { table: this.#have.table });
    const { texts } = this.#parts;
    if (!end) return;
    const { accepted, refused } = end;
    const figures = [accepted, refused].map((count) => count.toLocaleString(texts.locale));
    this.#say(texts.t('The server would take {0} users and refuses {1}. Nobody was created.', figures[0] ?? '', figures[1] ?? ''));
  }

  async #create(): Promise<void> {
    this.#grid?.leave();
    this.#status = undefined;
    await this.#ask('create', { table: this.#have.table });
    const { counts } = this.#state ?? {};
    if (counts) this.#parts.announcer.say(countsLine(counts, this.#parts.texts));
  }

  async #save(): Promise<void> {
    this.#grid?.leave();
    const name = await this.#ask('save', undefined);
    if (name !== undefined) this.#say(this.#parts.texts.t('Saved as {0}.', name));
  }

  async #saveTemplate(): Promise<void> {
    const name = await this.#ask('saveTemplate', undefined);
    if (name !== undefined) this.#say(this.#parts.texts.t('Saved as {0}. Fill it in, then choose it here.', name));
  }

  #onDrag(event: DragEvent): void {
    if (this.#state?.file || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    document.body.classList.add('is-dropping');
  }

  #onDrop(event: DragEvent): void {
    document.body.classList.remove('is-dropping');
    if (!event.dataTransfer?.types.includes('Files')) return;
    // Else the browser would leave the page for the file.
    event.preventDefault();
    const [file, ...others] = event.dataTransfer.files;
    if (!file || !this.#state || this.#state.file || this.#isOpening) return;
    if (others.length > 0) this.#say(this.#parts.texts.t('Drop one file at a time.'), true);
    else void this.#open(file);
  }

  async #open(file: File): Promise<void> {
    const { texts } = this.#parts;
    if (file.size > largestFile) return this.#say(texts.t('{0} is larger than 20 MB. Split it into several files.', file.name), true);
    this.#isOpening = true;
    this.#render();
    try {
      await this.#ask('open', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      this.#say(texts.t('{0} cannot be read.', file.name), true);
    } finally {
      this.#isOpening = false;
      this.#render();
    }
  }

  /** @returns undefined when it failed, which has been said */
  async #ask<N extends keyof NewUsersRequests>(name: N, body: NewUsersRequests[N]['body']): Promise<NewUsersRequests[N]['answer'] | undefined> {
    try {
      return await this.#parts.connection.request(name, body);
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
      return undefined;
    }
  }

  #say(text: string, isFailure = false): void {
    this.#status = { text, isFailure };
    this.#parts.announcer.say(text, { urgent: isFailure });
    this.#render();
  }

  #render(): void {
    const state = this.#state;
    if (!state) return;
    const { texts } = this.#parts;
    const status = this.#status;
    const onAct = (action: NewUsersAction): void => void this.#ask('act', { action });
    const onChoose = (): void => void this.#ask('chooseFile', undefined);
    document.body.classList.toggle('has-table', state.file !== undefined);
    render(headView({ state, texts, status, onAct }), this.#head);
    if (!state.file) {
      const onTemplate = (): void => void this.#saveTemplate();
      render(emptyView({ texts, isReading: this.#isOpening, isGone: state.gone !== undefined, onChoose, onTemplate }), this.#tools);
      render(statusView(status), this.#actions);
      return;
    }
    const [filter, search] = [this.#filter, this.#search];
    const onFilter = (one: Filter): void => this.#onFilter(one);
    const onSearch = (text: string): void => this.#onSearch(text);
    render(toolsView({ state, texts, status, onAct, filter, search, onFilter, onSearch }), this.#tools);
    const [onCheck, onCreate, onSave] = [() => void this.#check(), () => void this.#create(), () => void this.#save()];
    render(actionsView({ state, texts, status, onAct, onCheck, onCreate, onSave, onChoose }), this.#actions);
  }
}
