/** The page of a user: names to edit, facts to read, actions to ask for. */
import { render } from 'lit-html';
import type { Names } from '../../core/changes/change.ts';
import { nameProblem, namesProblem } from '../../core/userFields.ts';
import { isKeptEdit } from '../../protocol/user.ts';
import type { EditState, KeptEdit, SaveAnswer, UserAction, UserRequests } from '../../protocol/user.ts';
import type { Announcer } from '../kit/announce.ts';
import { failureText, isCancelledRequest } from '../kit/connection.ts';
import type { HostConnection } from '../kit/connection.ts';
import { moveFocus } from '../kit/moveFocus.ts';
import type { PageTexts } from '../kit/startData.ts';
import type { Access } from './accessView.ts';
import { editView } from './editView.ts';

export interface EditPageParts {
  readonly root: HTMLElement;
  readonly texts: PageTexts;
  readonly announcer: Announcer;
  readonly connection: HostConnection<UserRequests, EditState>;
}

type Unsaved = NonNullable<KeptEdit['unsaved']>;

const same = (left: Names, right: Names): boolean => left.first === right.first && left.last === right.last;

export class EditPage {
  readonly #parts: EditPageParts;
  #state: EditState | undefined;
  #unsaved: Unsaved | undefined;
  #conflict: { readonly theirs: Names; readonly basis: string } | undefined;
  #status: { readonly text: string; readonly isFailure: boolean } | undefined;
  #access: Access = { kind: 'reading' };
  #accessAge = 0;
  #accessRead: AbortController | undefined;
  #showsAll = false;
  #isBusy = false;

  constructor(parts: EditPageParts) {
    this.#parts = parts;
    const { kept } = parts.connection;
    if (isKeptEdit(kept)) this.#unsaved = kept.unsaved;
  }

  show(state: EditState): void {
    this.#state = state;
    // Of a user who is gone nothing else is worth saying.
    if (state.gone !== undefined) this.#status = undefined;
    if (state.record && this.#unsaved && same(this.#unsaved.names, state.record.names)) this.#unsaved = undefined;
    this.#render();
    this.#keep();
    if (!state.record || state.gone !== undefined || state.accessAge === this.#accessAge) return;
    this.#accessAge = state.accessAge;
    // First the page is to be seen.
    requestAnimationFrame(() => void this.#readAccess());
  }

  get #names(): Names {
    return this.#unsaved?.names ?? this.#state?.record?.names ?? { first: '', last: '' };
  }

  #render(): void {
    const state = this.#state;
    if (!state) return;
    const { root, texts } = this.#parts;
    const names = this.#names;
    const page = editView({
      ...{ state, texts, names, access: this.#access, showsAll: this.#showsAll, status: this.#status },
      problems: { first: nameProblem(names.first) ?? (this.#unsaved && namesProblem(names)), last: nameProblem(names.last) },
      conflict: this.#conflict?.theirs,
      isUnsaved: this.#unsaved !== undefined,
      isBusy: this.#isBusy || state.isSaving,
      onType: (change) => this.#type(change),
      onSave: () => void this.#save(),
      onDiscard: () => this.#discard(),
      onAct: (action) => void this.#act(action),
      onKeepMine: () => this.#keepMine(),
      onTakeTheirs: () => this.#takeTheirs(),
      onLeaveConflict: () => this.#leaveConflict('save'),
      onCancelAccess: () => this.#accessRead?.abort(),
      onReadAccess: () => void this.#readAccess(),
      onShowAll: () => this.#showAll(),
    });
    render(page, root);
  }

  #keep(): void {
    if (!this.#state) return;
    const { connection, user } = this.#state;
    const kept: KeptEdit = { view: 'edit', connection, user, ...(this.#unsaved && { unsaved: this.#unsaved }) };
    this.#parts.connection.keep(kept);
  }

  #type(change: Partial<Names>): void {
    const { record } = this.#state ?? {};
    if (!record) return;
    const names = { ...this.#names, ...change };
    // Typing goes on from the names it began with, whatever the host tells meanwhile.
    this.#unsaved = same(names, record.names) ? undefined : { names, basis: this.#unsaved?.basis ?? record.basis };
    this.#status = undefined;
    this.#keep();
    this.#render();
  }

  #discard(): void {
    this.#unsaved = undefined;
    this.#conflict = undefined;
    this.#keep();
    this.#say(this.#parts.texts.t('Discarded what was typed.'));
    moveFocus('first');
  }

  async #save(): Promise<void> {
    const unsaved = this.#unsaved;
    if (!unsaved || this.#isBusy) return;
    this.#isBusy = true;
    this.#conflict = undefined;
    this.#say(this.#parts.texts.t('Checking whether anybody else has changed the user…'));
    try {
      this.#onSaved(await this.#parts.connection.request('save', unsaved), unsaved);
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
    } finally {
      this.#isBusy = false;
      this.#render();
    }
    if (this.#conflict) moveFocus('conflict');
  }

  #onSaved(answer: SaveAnswer, sent: Unsaved): void {
    const { texts } = this.#parts;
    switch (answer.kind) {
      case 'saved':
      case 'unchanged':
        // What was typed while it was saved is not saved yet.
        if (this.#unsaved === sent) this.#unsaved = undefined;
        this.#keep();
        return this.#say(answer.kind === 'saved' ? texts.t('Saved.') : texts.t('The user has these names already.'));
      case 'notRun':
        return this.#say(texts.t('Nothing was changed. What you typed is still here.'));
      case 'failed':
        return this.#say(answer.message, true);
      case 'conflict':
        this.#conflict = answer;
        this.#status = undefined;
        return this.#parts.announcer.say(texts.t('Somebody else has renamed this user meanwhile. Choose which names to keep.'), { urgent: true });
    }
  }

  #keepMine(): void {
    if (!this.#conflict || !this.#unsaved) return;
    this.#unsaved = { ...this.#unsaved, basis: this.#conflict.basis };
    this.#keep();
    this.#leaveConflict('save');
    void this.#save();
  }

  #takeTheirs(): void {
    this.#unsaved = undefined;
    this.#keep();
    this.#leaveConflict('first');
    this.#say(this.#parts.texts.t('Took the names that somebody else gave.'));
    void this.#act('reread');
  }

  /** @param focus the id of what the person goes on with */
  #leaveConflict(focus: string): void {
    this.#conflict = undefined;
    this.#status = undefined;
    this.#render();
    moveFocus(focus);
  }

  async #act(action: UserAction): Promise<void> {
    const { connection, texts } = this.#parts;
    try {
      await connection.request('act', { action });
      if (action === 'copyUuid') this.#say(texts.t('Copied the UUID.'));
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
    }
  }

  async #readAccess(): Promise<void> {
    this.#accessRead?.abort();
    const controller = new AbortController();
    this.#accessRead = controller;
    // What was read before stays in sight until there is something newer.
    if (this.#access.kind !== 'read') this.#setAccess({ kind: 'reading' });
    try {
      this.#setAccess({ kind: 'read', answer: await this.#parts.connection.request('access', undefined, { signal: controller.signal }) });
    } catch (thrown) {
      if (this.#accessRead !== controller) return;
      const isCancelled = isCancelledRequest(thrown);
      this.#setAccess(isCancelled ? { kind: 'cancelled' } : { kind: 'failed', message: failureText(thrown) });
      if (!isCancelled) this.#parts.announcer.say(failureText(thrown), { urgent: true });
    }
  }

  #setAccess(access: Access): void {
    this.#access = access;
    this.#render();
  }

  #showAll(): void {
    this.#showsAll = true;
    this.#render();
  }

  #say(text: string, isFailure = false): void {
    this.#status = { text, isFailure };
    this.#parts.announcer.say(text, { urgent: isFailure });
    this.#render();
  }
}
