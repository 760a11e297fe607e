/** A panel for making a user: where, with which roles, and how it went. What is typed stays in the page. */
import { asNewUserKey } from '../../core/changes/change.ts';
import type { NewUserRef } from '../../core/changes/change.ts';
import { isCancelled, TenantError, toTenantError } from '../../core/errors.ts';
import type { Cid } from '../../core/ids.ts';
import { displayName } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import { emailProblem, nameProblem, namesProblem, tidyNames } from '../../core/userFields.ts';
import { FieldError } from '../../host/fieldError.ts';
import { createUserChecks } from '../../protocol/createUser.ts';
import type { CreateAnswer, CreateState, CreateUserAction, CreateUserRequests, FormField } from '../../protocol/createUser.ts';
import type { FoundUser, KeptCreate, NewUserForm } from '../../protocol/createUser.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { RunReport } from '../../state/changes/changeRunner.ts';
import { cidNames } from '../cidNames.ts';
import { TenantFrame } from '../tenantFrame.ts';
import type { PanelPlace } from '../tenantFrame.ts';
import { userViewType } from './deps.ts';
import type { UserPanelDeps } from './deps.ts';
import { FirstRoles, fitsHome } from './firstRoles.ts';
import { atItsField, refusedField } from './refusal.ts';

export interface CreatePlace extends PanelPlace {
  readonly cid: Cid | undefined;
  /** What an earlier window's page kept. */
  readonly kept: KeptCreate | undefined;
  /** Opens the panel of the user that was made. */
  readonly open: (user: User) => void;
}

/** A set of this panel makes one user, so one name for the user and the password does. */
const newUser = asNewUserKey('new');
const passwordKey = 'new';

interface Home {
  readonly id: Cid;
  readonly name: string;
}

const noNames = { first: '', last: '' };

export class CreatePanel {
  readonly frame: TenantFrame<CreateUserRequests, CreateState>;
  readonly #deps: UserPanelDeps;
  readonly #place: CreatePlace;
  readonly #roles = new FirstRoles();
  #home: Home | undefined;
  #hasChoice = false;
  #isReading = true;
  #failure: string | undefined;
  #isCreating = false;
  #made: { readonly user: User; readonly warning: string | undefined } | undefined;

  constructor(deps: UserPanelDeps, place: CreatePlace) {
    this.#deps = deps;
    this.#place = place;
    this.frame = new TenantFrame(deps, place, {
      ...{ viewType: userViewType, page: 'createUser', title: deps.wording.l10n.t('New User'), checks: createUserChecks },
      handlers: this.#handlers(),
      state: () => this.#state(),
    });
    void this.#read();
  }

  #state(): CreateState {
    const { l10n } = this.#deps.wording;
    const tenant = this.frame.tenantLine;
    const made = this.#made;
    return {
      ...{ view: 'create', connection: this.#place.connection, failure: this.#failure, isReading: this.#isReading },
      ...{ cid: this.#home, hasChoice: this.#hasChoice, roles: this.#roles.chosen, isCreating: this.#isCreating },
      tenant,
      gone: tenant ? undefined : l10n.t('This tenant is not connected any more. Connect it again and begin anew from the tree.'),
      made: made && { name: displayName(made.user), email: made.user.uid ?? '', warning: made.warning },
    };
  }

  #handlers(): Handlers<CreateUserRequests> {
    return {
      chooseCid: (_, signal) => this.#chooseCid(signal),
      addRoles: (_, signal) => this.#addRoles(signal),
      removeRole: ({ role }) => this.frame.change(() => this.#roles.remove(role)),
      setEnd: ({ role, end }) => this.frame.change(() => this.#roles.setEnd(role, end)),
      lookUp: ({ email }, signal) => this.#lookUp(email, signal),
      check: (form, signal) => this.#check(form, signal),
      create: (form) => this.#create(form),
      act: ({ action }) => this.#act(action),
    };
  }

  /** Finds out where a user can be made. */
  async #read(): Promise<void> {
    const { kept } = this.#place;
    const wanted = this.#home?.id ?? kept?.cid ?? this.#place.cid;
    const signal = this.frame.closed;
    this.frame.change(() => {
      this.#isReading = true;
      this.#failure = undefined;
    });
    try {
      const connection = this.frame.needConnection();
      const directory = await this.frame.directory();
      const { cid: own, hasChildren } = await directory.shape(signal);
      this.#hasChoice = hasChildren;
      const cid = hasChildren ? wanted : own;
      const nameOf = await cidNames(directory, connection, cid ? [cid] : [], signal);
      this.#home = cid && { id: cid, name: nameOf(cid) };
      if (cid && kept && kept.roles.length > 0) this.#roles.restore(kept.roles, await directory.roles(cid, signal), cid);
    } catch (thrown) {
      const error = toTenantError(thrown);
      if (!isCancelled(error)) this.#failure = error.advice;
    }
    this.frame.change(() => (this.#isReading = false));
  }

  async #chooseCid(signal: AbortSignal): Promise<{ readonly dropped: readonly string[] }> {
    const { chooseCid, wording } = this.#deps;
    const chosen = await chooseCid(this.frame.needConnection(), wording.l10n.t('CID of the New User'));
    if (!chosen || chosen.cid === this.#home?.id) return { dropped: [] };
    const directory = await this.frame.directory();
    const isEmpty = this.#roles.chosen.length === 0;
    const there = isEmpty ? [] : await directory.roles(chosen.cid, signal);
    const dropped = this.#roles.moveTo(there, chosen.cid);
    this.frame.change(() => (this.#home = { id: chosen.cid, name: chosen.name }));
    return { dropped };
  }

  async #addRoles(signal: AbortSignal): Promise<number> {
    const { prompts, wording } = this.#deps;
    const { l10n } = wording;
    const home = this.#needHome();
    const directory = await this.frame.directory();
    const chosen = new Set(this.#roles.chosen.map(({ id }) => id));
    const roles = (await directory.roles(home.id, signal)).filter((role) => fitsHome(role, home.id) && !chosen.has(role.id));
    const picked = await prompts.pickMany({
      title: l10n.t('Roles in {0}', home.name),
      placeholder: l10n.t('Which roles does the user get?'),
      items: roles.map((role) => ({ label: role.display_name, description: role.id, detail: role.description, icon: 'shield', value: role })),
    });
    // The list belongs to the CID it was opened for.
    if (!picked || this.#home?.id !== home.id) return 0;
    const added = this.#roles.add(picked);
    this.frame.update();
    return added;
  }

  async #lookUp(email: string, signal: AbortSignal): Promise<FoundUser | undefined> {
    if (emailProblem(email) !== undefined) return undefined;
    const uid = email.trim().toLowerCase();
    const directory = await this.frame.directory();
    const user = (await directory.usersWithEmails([uid], signal)).get(uid);
    if (!user) return undefined;
    const nameOf = await cidNames(directory, this.frame.needConnection(), user.cid ? [user.cid] : [], signal);
    return { name: displayName(user), home: user.cid ? nameOf(user.cid) : this.frame.needConnection().name };
  }

  async #check(form: NewUserForm, signal: AbortSignal): Promise<undefined> {
    const { uid, names } = this.#accepted(form);
    const directory = await this.frame.directory();
    try {
      await directory.checkNewUser({ uid, names, cid: this.#home?.id, password: form.password }, signal);
    } catch (thrown) {
      throw atItsField(thrown);
    }
    return undefined;
  }

  /** Closing the panel does not stop what the person has confirmed. */
  async #create(form: NewUserForm): Promise<CreateAnswer> {
    const { uid, names } = this.#accepted(form);
    const { road, wording } = this.#deps;
    const { password } = form;
    const cid = this.#home?.id;
    const to: NewUserRef = { key: newUser, uid, cid };
    const grants = cid ? this.#roles.grants(to, cid, wording.now()) : [];
    this.frame.change(() => (this.#isCreating = true));
    try {
      const report = await road.propose({
        ...{ connectionId: this.#place.connection, origin: 'userPanel' },
        changes: [{ kind: 'createUser', key: newUser, uid, cid, names, ...(password && { passwordKey }) }, ...grants],
        notes: [this.#mailNote(password)],
        ...(password && { passwords: new Map([[passwordKey, password]]) }),
      });
      return report ? this.#answer(report) : { kind: 'notRun' };
    } finally {
      this.frame.change(() => (this.#isCreating = false));
    }
  }

  #mailNote(password: string | undefined): string {
    const { l10n } = this.#deps.wording;
    if (password) return l10n.t('The user gets the password that was typed; it is not sent to anyone. With single sign-on the server ignores it.');
    return l10n.t('The server mails the user a link to set a password. With single sign-on no mail goes out.');
  }

  #answer({ set, outcomes }: RunReport): CreateAnswer {
    const { l10n } = this.#deps.wording;
    const at = set.changes.findIndex(({ kind }) => kind === 'createUser');
    const outcome = outcomes[at];
    if (!outcome) return { kind: 'notRun' };
    if (outcome.state !== 'done' || !outcome.created) {
      const message = outcome.state === 'done' ? l10n.t('The user was made, but the server does not say which one it is. Refresh the tree.') : outcome.message;
      const kind = outcome.state === 'failed' ? outcome.kind : 'server';
      return { kind: 'refused', message, field: refusedField(kind, message) };
    }
    const failed = outcomes.filter((one) => one !== outcome && one.state !== 'done').length;
    const warning = failed > 0 ? l10n.t('Not all roles could be granted. Retry the failed rows from Activity.') : undefined;
    this.#made = { user: outcome.created, warning };
    return { kind: 'made' };
  }

  async #act(action: CreateUserAction): Promise<undefined> {
    switch (action) {
      case 'allowChanges':
        return this.frame.allowChanges();
      case 'openMade':
        if (this.#made) this.#place.open(this.#made.user);
        return undefined;
      case 'startAnother':
        return this.frame.change(() => (this.#made = undefined));
      case 'reread':
        await this.#read();
        return undefined;
    }
  }

  /** What the page has checked while it was typed, checked again. */
  #accepted({ email, names }: NewUserForm): { readonly uid: string; readonly names: typeof names } {
    if (this.#hasChoice) this.#needHome();
    const problems: readonly (readonly [FormField, string | undefined])[] = [
      ['email', emailProblem(email)],
      ['first', nameProblem(names.first) ?? namesProblem(names)],
      ['last', nameProblem(names.last)],
    ];
    for (const [field, problem] of problems) {
      if (problem !== undefined) throw new FieldError(field, new TenantError({ kind: 'invalid', message: problem }));
    }
    return { uid: email.trim().toLowerCase(), names: tidyNames(names, noNames) };
  }

  #needHome(): Home {
    if (this.#home) return this.#home;
    const { l10n } = this.#deps.wording;
    throw new FieldError('cid', new TenantError({ kind: 'invalid', message: l10n.t('Choose the CID of the user first.') }));
  }
}
