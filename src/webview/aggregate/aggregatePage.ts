/** The page of a file of aggregate queries: its form, and the results beside it. */
import { html, nothing, render } from 'lit-html';
import { queriesPath } from '../../core/aggregates/queryFile.ts';
import { duplicateEdits, removeEdits } from '../../core/aggregates/queryEdits.ts';
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { AggregateQuery } from '../../core/aggregates/query.ts';
import { uniqueName } from '../../core/aggregates/queryNames.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import { shownText } from '../../core/shownText.ts';
import { longestKeptName } from '../../protocol/aggregate.ts';
import type { AggregateAction, AggregateRequests, AggregateState, ExportForm, RunLine } from '../../protocol/aggregate.ts';
import type { Announcer } from '../kit/announce.ts';
import { failureText, isCancelledRequest } from '../kit/connection.ts';
import type { HostConnection } from '../kit/connection.ts';
import { moveFocus } from '../kit/moveFocus.ts';
import type { PageTexts } from '../kit/startData.ts';
import { optionId } from './comboField.ts';
import { Dragging } from './dragging.ts';
import { Editing } from './editing.ts';
import type { FormParts } from './formParts.ts';
import { canRun, headView } from './headView.ts';
import { Looks } from './looks.ts';
import { headId, idOf, pathOfKey, queryOf, samePath, valueAt } from './paths.ts';
import { editorCommandOf } from './editorKeys.ts';
import type { EditorCommand } from './editorKeys.ts';
import { problemsView, unreadableView } from './problemsView.ts';
import { queriesView } from './queriesView.ts';
import type { ChartChunk } from './resultPane.ts';
import { Results } from './results.ts';

export interface AggregatePageParts {
  readonly root: HTMLElement;
  readonly texts: PageTexts;
  readonly announcer: Announcer;
  readonly connection: HostConnection<AggregateRequests, AggregateState>;
  readonly loadCharts: () => Promise<ChartChunk>;
}

export class AggregatePage {
  readonly #parts: AggregatePageParts;
  readonly #editing: Editing;
  readonly #looks: Looks;
  readonly #results: Results;
  readonly #dragging: Dragging;
  #state: AggregateState | undefined;
  #status: { readonly text: string; readonly isFailure: boolean } | undefined;
  #combo: FormParts['combo'];
  /** How many commands of the editor are asked for and not done. */
  #commands = 0;
  /** What the host was told last. */
  #toldHeld: boolean | undefined;
  #refusal: { readonly path: JsonPath; readonly reason: string } | undefined;

  constructor(parts: AggregatePageParts) {
    this.#parts = parts;
    const { connection, root, texts, loadCharts } = parts;
    this.#looks = new Looks({ connection, onChange: () => this.#render() });
    this.#editing = new Editing({
      connection,
      onChange: () => this.#render(),
      onShifted: (edits) => this.#looks.shift(edits),
      onFailed: (sentence) => this.#say(sentence, true),
      onLost: (lost) => this.#say(texts.t('The query is gone into which you typed: {0}', lost.join('; ')), true),
    });
    this.#results = new Results({
      ...{ texts, loadCharts, looks: this.#looks },
      read: () => connection.request('results', undefined),
      onChange: () => this.#render(),
      onFailed: (sentence) => this.#say(sentence, true),
      onChart: (query, chart) => void this.#afterTyping('chooseChart', { query, chart }),
    });
    this.#dragging = new Dragging({
      root,
      onMove: (key, from, to) => {
        const list = pathOfKey(key);
        void this.#edit([{ kind: 'move', list, from, to }], headId([...list, to]));
      },
    });
    root.addEventListener('focusout', () => this.#editing.settle());
    document.addEventListener('keydown', (event) => this.#onKey(event), true);
    document.addEventListener('visibilitychange', () => this.#settleLate());
    window.addEventListener('pagehide', () => this.#settleLate());
  }

  show(state: AggregateState): void {
    const before = this.#state;
    this.#state = state;
    this.#editing.hear(state);
    this.#tellHeld();
    if (before && before.version !== state.version) {
      this.#refusal = undefined;
      this.#dragging.cancel();
    }
    this.#tellRun(before?.run, state.run);
    const focused = document.activeElement?.id;
    this.#render();
    // A button that cannot be pressed any more hands the focus to the one that now can.
    const [former, now] = state.run.kind === 'running' ? ['run', 'cancel'] : ['cancel', 'run'];
    if (focused === former && before && before.run.kind !== state.run.kind) moveFocus(now);
    this.#results.want(state.age);
  }

  #tellRun(before: RunLine | undefined, run: RunLine): void {
    if (!before || before.kind === run.kind) return;
    const { announcer, texts } = this.#parts;
    if (run.kind === 'running') announcer.say(texts.t('Running…'));
    if (run.kind === 'done') announcer.say(texts.t('The results are there.'));
    if (run.kind === 'cancelled') announcer.say(texts.t('The run was cancelled.'));
    if (run.kind === 'failed') announcer.say(run.message, { urgent: true });
    if (run.kind !== 'running') this.#status = undefined;
  }

  /** Held down for a shortcut, most likely of the editor: what is typed is to be in the file by then. */
  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Control' || event.key === 'Meta') this.#settleLate();
    const command = editorCommandOf(event);
    if (command) return this.#onEditorCommand(event, command);
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!this.#state || !canRun(this.#state)) return;
    const { unreadable } = this.#editing;
    if (!unreadable) return void this.#act('run');
    this.#parts.announcer.say(this.#unwrittenText(unreadable), { urgent: true });
    this.#go(unreadable);
  }

  /**
   * The editor takes these keys from the page and does them at once. While what is typed is on its way it would undo or save the text
   * of before, so then the host is asked for them, behind what is typed.
   */
  #onEditorCommand(event: KeyboardEvent, command: EditorCommand): void {
    const takeOver = (): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const focused = document.activeElement?.id;
    if (command === 'undo' && this.#editing.forgetUnreadable((path) => idOf(path) === focused)) {
      this.#tellHeld();
      return takeOver();
    }
    if (this.#commands === 0 && !this.#editing.isUnderWay) return;
    takeOver();
    this.#commands += 1;
    void this.#afterTyping('act', { action: command }).finally(() => (this.#commands -= 1));
  }

  /** Has the host send nothing, whoever asks it to, while what is shown here cannot be sent. */
  #tellHeld(): void {
    const { unreadable } = this.#editing;
    const isHeld = unreadable !== undefined;
    if (!this.#state || isHeld === (this.#toldHeld ?? this.#state.isHeld)) return;
    this.#toldHeld = isHeld;
    void this.#ask('hold', unreadable ? { where: this.#queryName(unreadable).slice(0, longestKeptName) } : {});
  }

  #queryName(path: JsonPath): string {
    const query = queryOf(path);
    const name = valueAt(this.#editing.root, [...query, 'name']);
    return typeof name === 'string' && name !== '' ? `“${shownText(name)}”` : this.#parts.texts.t('query {0}', Number(query.at(-1)) + 1);
  }

  #unwrittenText(path: JsonPath): string {
    return this.#parts.texts.t('A field of {0} holds no number, so nothing is sent.', this.#queryName(path));
  }

  /** All that is typed goes to the file, also from fields that otherwise wait until they are left. */
  #settleLate(): void {
    const { activeElement } = document;
    if (activeElement instanceof HTMLInputElement && 'late' in activeElement.dataset) activeElement.dispatchEvent(new Event('change'));
    void this.#editing.flush();
  }

  async #ask<N extends keyof AggregateRequests>(name: N, body: AggregateRequests[N]['body']): Promise<AggregateRequests[N]['answer'] | undefined> {
    try {
      return await this.#parts.connection.request(name, body);
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
      return undefined;
    }
  }

  /** Asks once the host has what is typed. */
  async #afterTyping<N extends keyof AggregateRequests>(name: N, body: AggregateRequests[N]['body']): Promise<AggregateRequests[N]['answer'] | undefined> {
    await this.#editing.flush();
    return this.#ask(name, body);
  }

  async #act(action: AggregateAction): Promise<void> {
    this.#status = undefined;
    // A run that is to be stopped waits for nothing.
    if (action === 'cancel') await this.#ask('act', { action });
    else await this.#afterTyping('act', { action });
  }

  async #export(query: number, form: ExportForm): Promise<void> {
    const { texts } = this.#parts;
    try {
      const data = form === 'svg' || form === 'png' ? await this.#results.picture(query, form, this.#parts.root) : undefined;
      const name = await this.#parts.connection.request('export', { query, form, ...(data !== undefined && { data }) });
      if (name !== undefined) this.#say(texts.t('Saved as {0}.', name));
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
    }
  }

  async #edit(edits: readonly QueryEdit[], focus?: string): Promise<void> {
    this.#refusal = undefined;
    this.#combo = undefined;
    const made = await this.#editing.edit(this.#whole(edits));
    this.#render();
    if (focus === undefined || !made) return;
    const [first] = made;
    // It may have come to stand elsewhere than was thought when it was asked for.
    moveFocus(first?.kind === 'move' ? headId([...first.list, first.to]) : focus);
  }

  /** What the file says elsewhere of a query at the top goes along with it. */
  #whole(edits: readonly QueryEdit[]): readonly QueryEdit[] {
    const { file } = this.#state ?? {};
    const [edit] = edits;
    if (!file || !edit || edits.length > 1) return edits;
    const list = queriesPath(file);
    if (edit.kind === 'duplicate') return samePath(edit.list, list) ? duplicateEdits(file, edit.at) : this.#nestedCopy(edit.list, edit.at);
    const at = edit.kind === 'remove' && samePath(edit.path.slice(0, -1), list) ? edit.path.at(-1) : undefined;
    return typeof at === 'number' ? removeEdits(file, at) : edits;
  }

  /** A copy under a name of its own. */
  #nestedCopy(list: JsonPath, at: number): readonly QueryEdit[] {
    const siblings = valueAt(this.#editing.root, list);
    const names = Array.isArray(siblings) ? siblings.map((sibling) => (sibling as AggregateQuery).name) : [];
    const name = names[at];
    const copy: QueryEdit = { kind: 'duplicate', list, at };
    if (!name) return [copy];
    return [copy, { kind: 'set', path: [...list, at + 1, 'name'], value: uniqueName(name, new Set(names.filter((other) => other !== undefined))) }];
  }

  #refuse(path: JsonPath, reason: string): void {
    this.#refusal = { path, reason };
    this.#parts.announcer.say(reason, { urgent: true });
    this.#render();
  }

  /** Leads to what a path stands for: its field, or the next larger thing that is on the page. */
  #go(path: JsonPath): void {
    for (let length = 1; length <= path.length; length += 1) this.#looks.unfold('folded', path.slice(0, length), false);
    for (let length = path.length; length > 0; length -= 1) {
      const element = document.getElementById(idOf(path.slice(0, length)));
      if (!element) continue;
      element.closest('details')?.setAttribute('open', '');
      element.focus();
      return element.scrollIntoView({ block: 'nearest' });
    }
    moveFocus('new-query');
  }

  #say(text: string, isFailure = false): void {
    this.#status = { text, isFailure };
    this.#parts.announcer.say(text, { urgent: isFailure });
    this.#render();
  }

  #form({ problems, isReadOnly }: AggregateState): FormParts {
    const editing = this.#editing;
    return {
      ...{ texts: this.#parts.texts, isReadOnly, problems, combo: this.#combo },
      textAt: (path) => editing.textAt(path),
      isUnreadable: (path) => editing.isUnreadable(path),
      refusalAt: (path) => (this.#refusal && samePath(this.#refusal.path, path) ? this.#refusal.reason : undefined),
      isUnfolded: (fold, path) => this.#looks.isUnfolded(fold, path),
      onUnfold: (fold, path, isOpen) => this.#looks.unfold(fold, path, isOpen),
      onType: (path, kind, text) => {
        this.#refusal = undefined;
        editing.type(path, kind, text);
        this.#tellHeld();
      },
      onSet: (path, value) => void this.#edit([value === undefined ? { kind: 'remove', path } : { kind: 'set', path, value }]),
      onEdit: (edits, focus) => void this.#edit(edits, focus),
      onRefuse: (path, reason) => this.#refuse(path, reason),
      onCombo: (combo) => {
        this.#combo = combo;
        this.#render();
        if (combo && combo.active >= 0) document.getElementById(optionId(combo.id, combo.active))?.scrollIntoView({ block: 'nearest' });
      },
      onOpenText: () => void this.#act('openText'),
    };
  }

  #render(): void {
    const state = this.#state;
    if (!state) return;
    const { root, texts } = this.#parts;
    const { file, problems } = state;
    const onOpenText = (): void => void this.#act('openText');
    const onGo = (path: JsonPath): void => this.#go(path);
    const { unreadable } = this.#editing;
    const head = headView({
      ...{ unwritten: unreadable && { text: this.#unwrittenText(unreadable), onGo: () => onGo(unreadable) } },
      ...{ state, texts, status: this.#status, exportables: this.#results.exportables(state) },
      onTenant: (id) => void this.#afterTyping('chooseTenant', { id }),
      onAct: (action) => void this.#act(action),
      onCopy: (form) => void this.#afterTyping('copyAs', { form }),
      onExport: (query, form) => void this.#export(query, form),
    });
    const form = this.#form(state);
    const body = file
      ? html`${state.isReadOnly ? html`<p class="quiet">${texts.t('This file is read-only.')}</p>` : nothing}
        ${problemsView({ problems, texts, onGo, onOpenText })}
        ${queriesView({ form, file, root: this.#editing.root, resultAt: (at) => this.#results.elementAt(at, state) })}`
      : unreadableView({ problems, texts, onGo, onOpenText });
    render(html`${head} ${body}`, root);
  }
}
