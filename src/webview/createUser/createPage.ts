/** The page for making a user. */
import { render } from 'lit-html';
import { emailProblem } from '../../core/userFields.ts';
import { isKeptCreate } from '../../protocol/createUser.ts';
import type { CreateState, CreateUserAction, CreateUserRequests, FormField, KeptCreate, NewUserForm } from '../../protocol/createUser.ts';
import type { Announcer } from '../kit/announce.ts';
import { failureText, isCancelledRequest, RequestError } from '../kit/connection.ts';
import type { HostConnection } from '../kit/connection.ts';
import { moveFocus } from '../kit/moveFocus.ts';
import type { PageTexts } from '../kit/startData.ts';
import { AddressLookUp } from './addressLookUp.ts';
import type { LookUpState } from './addressLookUp.ts';
import { CreateForm, isFormField } from './createForm.ts';
import type { TypedFields } from './createForm.ts';
import { createView } from './createView.ts';
import { momentOf } from '../kit/localTime.ts';
import { clearPassword, isPasswordFit, typedPassword } from './passwordPart.ts';

export interface CreatePageParts {
  readonly root: HTMLElement;
  readonly texts: PageTexts;
  readonly announcer: Announcer;
  readonly connection: HostConnection<CreateUserRequests, CreateState>;
}

/** Where the focus goes for each field. */
const focusOf: Readonly<Record<FormField, string>> = {
  ...{ email: 'email', first: 'first', last: 'last' },
  ...{ password: 'password', cid: 'choose-cid', roles: 'add-role' },
};

export class CreatePage {
  readonly #parts: CreatePageParts;
  readonly #form: CreateForm;
  readonly #lookUp: AddressLookUp;
  #lookUpState: LookUpState = { kind: 'none' };
  #state: CreateState | undefined;
  #status: { readonly text: string; readonly isFailure: boolean } | undefined;
  #isBusy = false;
  #wasPasswordLost = false;
  #isPasswordOpen = false;
  /** The field to go to when the fields can be reached again. */
  #focusAfter: FormField | undefined;

  constructor(parts: CreatePageParts) {
    this.#parts = parts;
    this.#form = new CreateForm(parts.texts);
    const { connection } = parts;
    this.#lookUp = new AddressLookUp(
      (email, signal) => connection.request('lookUp', { email }, { signal }),
      (state) => this.#onLookUp(state),
    );
    const { kept } = connection;
    if (!isKeptCreate(kept)) return;
    this.#form.typed = { email: kept.email, names: kept.names };
    this.#wasPasswordLost = kept.hadPassword;
    this.#isPasswordOpen = kept.hadPassword;
    if (emailProblem(kept.email) === undefined) this.#lookUp.type(kept.email);
  }

  show(state: CreateState): void {
    const wasMade = this.#state?.made !== undefined;
    this.#state = state;
    if (state.made && !wasMade) this.#forgetTyped();
    this.#render();
    this.#keep();
    if (state.made && !wasMade) moveFocus('made');
    if (!state.made && wasMade) moveFocus(focusOf.email);
  }

  #render(): void {
    const state = this.#state;
    if (!state) return;
    const { root, texts } = this.#parts;
    const now = Date.now();
    const page = createView({
      ...{ state, texts, now, typed: this.#form.typed, lookUp: this.#lookUpState, status: this.#status },
      isBusy: this.#isBusy || state.isCreating,
      ...{ wasPasswordLost: this.#wasPasswordLost, isPasswordOpen: this.#isPasswordOpen },
      error: (field) => this.#form.error(field, state),
      endProblem: (role) => this.#form.endProblem(role, now),
      onType: (change, field) => this.#type(change, field),
      onPassword: () => this.#onPassword(),
      onChooseCid: () => void this.#chooseCid(),
      onAddRole: () => void this.#addRole(),
      onRemoveRole: ({ id, name }) => void this.#removeRole(id, name),
      onEnd: (id, end) => void this.#try(() => this.#parts.connection.request('setEnd', { role: id, end })),
      onMoment: (id, typed) => this.#onMoment(id, typed),
      onCheck: () => void this.#check(),
      onCreate: () => void this.#create(),
      onAct: (action) => void this.#act(action),
    });
    render(page, root);
  }

  #keep(): void {
    const state = this.#state;
    if (!state) return;
    const { connection, cid, roles } = state;
    const { email, names } = this.#form.typed;
    const { kept } = this.#parts.connection;
    // Until the tenant has been read, the host does not know yet what was chosen in an earlier window.
    const isKnown = !state.isReading && state.failure === undefined;
    const chosen = isKnown || !isKeptCreate(kept) ? { cid: cid?.id, roles: roles.map(({ id, end }) => ({ id, end })) } : { cid: kept.cid, roles: kept.roles };
    const hadPassword = this.#wasPasswordLost || typedPassword() !== '';
    this.#parts.connection.keep({ view: 'create', connection, email, names, ...chosen, hadPassword } satisfies KeptCreate);
  }

  #type(change: Partial<TypedFields>, field: FormField): void {
    this.#form.type(change, field);
    // Either name is enough, so what is typed into one settles the other.
    if (field === 'last') this.#form.accept('first');
    this.#status = undefined;
    const { email } = this.#form.typed;
    if (field === 'email') this.#lookUp.type(emailProblem(email) === undefined ? email : undefined);
    this.#keep();
    this.#render();
  }

  #onPassword(): void {
    this.#wasPasswordLost = false;
    this.#form.accept('password');
    // What the server said was about another password.
    this.#status = undefined;
    this.#keep();
    this.#render();
  }

  #onLookUp(state: LookUpState): void {
    this.#lookUpState = state;
    const { texts, announcer } = this.#parts;
    if (state.kind === 'taken') announcer.say(texts.t('{0} in {1} has this address already.', state.by.name, state.by.home), { urgent: true });
    this.#render();
  }

  async #chooseCid(): Promise<void> {
    const { connection, texts } = this.#parts;
    this.#form.accept('cid');
    this.#status = undefined;
    await this.#try(async () => {
      const { dropped } = await connection.request('chooseCid', undefined);
      if (dropped.length > 0) this.#say(texts.t('Left out, since this CID does not have them: {0}', dropped.join(', ')), true);
    });
  }

  async #addRole(): Promise<void> {
    const { connection, texts } = this.#parts;
    this.#form.accept('roles');
    this.#status = undefined;
    await this.#try(async () => {
      const added = await connection.request('addRoles', undefined);
      if (added > 0) this.#say(added === 1 ? texts.t('1 role added.') : texts.t('{0} roles added.', added));
    });
  }

  async #removeRole(role: CreateState['roles'][number]['id'], name: string): Promise<void> {
    const { connection, texts } = this.#parts;
    this.#form.setIncomplete(role, false);
    await this.#try(async () => {
      await connection.request('removeRole', { role });
      this.#say(texts.t('{0} removed.', name));
    });
    moveFocus(focusOf.roles);
  }

  #onMoment(role: CreateState['roles'][number]['id'], typed: string): void {
    const at = momentOf(typed);
    this.#form.setIncomplete(role, at === undefined);
    if (at === undefined) this.#render();
    else void this.#try(() => this.#parts.connection.request('setEnd', { role, end: { at } }));
  }

  /** @returns what is to be sent, or undefined when something is wrong: it is shown, and the first of it has the focus */
  #complete(): NewUserForm | undefined {
    const state = this.#state;
    if (!state || this.#isBusy) return undefined;
    const { texts } = this.#parts;
    this.#form.touchAll();
    if (isPasswordFit()) this.#form.accept('password');
    else this.#form.refuse('password', texts.t('The password does not meet all rules below.'));
    const isTaken = this.#lookUpState.kind === 'taken';
    const wrong = this.#form.firstWrong(state, Date.now()) ?? (isTaken ? 'email' : isPasswordFit() ? undefined : 'password');
    if (wrong !== undefined) {
      this.#say(texts.t('Something is to be corrected first.'), true);
      this.#focus(wrong);
      return undefined;
    }
    const { email, names } = this.#form.typed;
    const password = typedPassword();
    return { email, names, ...(password && { password }) };
  }

  async #check(): Promise<void> {
    const { connection, texts } = this.#parts;
    const form = this.#complete();
    if (!form) return;
    await this.#busy(texts.t('Asking the server…'), async () => {
      await connection.request('check', form);
      this.#say(texts.t('The server would accept this user. Nothing was created.'));
    });
  }

  async #create(): Promise<void> {
    const { connection, texts } = this.#parts;
    const form = this.#complete();
    if (!form) return;
    await this.#busy(texts.t('Waiting for your answer…'), async () => {
      const answer = await connection.request('create', form);
      if (answer.kind === 'refused') this.#refuse(answer.message, answer.field);
      else if (answer.kind === 'notRun') this.#say(texts.t('Nothing was created. What you typed is still here.'));
      else this.#say(texts.t('Created.'));
    });
  }

  async #act(action: CreateUserAction): Promise<void> {
    await this.#try(() => this.#parts.connection.request('act', { action }));
    if (action === 'startAnother') this.#status = undefined;
  }

  async #busy(text: string, work: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    this.#say(text);
    await this.#try(work);
    this.#isBusy = false;
    this.#render();
    const refused = this.#focusAfter;
    this.#focusAfter = undefined;
    if (refused) this.#focus(refused);
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#refuse(failureText(thrown), thrown instanceof RequestError ? thrown.field : undefined);
    }
  }

  /** At its field where it has one, else above the buttons. */
  #refuse(message: string, field: string | undefined): void {
    const { announcer, texts } = this.#parts;
    if (!isFormField(field)) return this.#say(message, true);
    this.#form.refuse(field, message);
    this.#status = { text: texts.t('Something is to be corrected first.'), isFailure: true };
    announcer.say(message, { urgent: true });
    this.#focusAfter = field;
    this.#render();
  }

  #focus(field: FormField): void {
    const details = document.getElementById('password-part');
    if (field === 'password' && details instanceof HTMLDetailsElement) details.open = true;
    moveFocus(focusOf[field]);
  }

  #forgetTyped(): void {
    this.#form.clear();
    this.#lookUp.type(undefined);
    this.#wasPasswordLost = false;
    this.#status = undefined;
    clearPassword();
  }

  #say(text: string, isFailure = false): void {
    this.#status = { text, isFailure };
    this.#parts.announcer.say(text, { urgent: isFailure });
    this.#render();
  }
}
