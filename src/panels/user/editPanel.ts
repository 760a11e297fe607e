/** The panel of one user: what is known of the user, and what the page asks for. */
import { namesOf, snapshotOf } from '../../core/changes/change.ts';
import type { Names } from '../../core/changes/change.ts';
import { isCancelled, TenantError, toTenantError } from '../../core/errors.ts';
import type { UserUuid } from '../../core/ids.ts';
import { displayName } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import { nameProblem, namesProblem, tidyNames } from '../../core/userFields.ts';
import { FieldError } from '../../host/fieldError.ts';
import { userChecks } from '../../protocol/user.ts';
import type { AccessAnswer, EditState, SaveAnswer, UserAction, UserRequests } from '../../protocol/user.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Written } from '../../state/directories.ts';
import { TenantFrame } from '../tenantFrame.ts';
import type { PanelPlace } from '../tenantFrame.ts';
import { accessRows } from './accessRows.ts';
import { cidNames } from '../cidNames.ts';
import { userViewType } from './deps.ts';
import type { UserPanelDeps } from './deps.ts';
import { basisOf, userRecord } from './userRecord.ts';

export interface EditPlace extends PanelPlace {
  readonly user: UserUuid;
  /** As it is known so far; undefined for a panel that was brought back. */
  readonly known: User | undefined;
}

const commands = {
  manageGrants: 'falconAdmin.grants.manage',
  resetPassword: 'falconAdmin.user.resetPassword',
  resetFactors: 'falconAdmin.user.resetFactors',
  delete: 'falconAdmin.user.delete',
} as const;

export class EditPanel {
  readonly frame: TenantFrame<UserRequests, EditState>;
  readonly #deps: UserPanelDeps;
  readonly #place: EditPlace;
  #user: User | undefined;
  #home = '';
  #failure: string | undefined;
  #isDeleted = false;
  #isSaving = false;
  #accessAge = 1;
  #reading = 0;

  constructor(deps: UserPanelDeps, place: EditPlace) {
    this.#deps = deps;
    this.#place = place;
    this.#user = place.known;
    this.#home = place.known?.cid ?? '';
    this.frame = new TenantFrame(deps, place, {
      ...{ viewType: userViewType, page: 'user', title: this.#title, checks: userChecks },
      handlers: this.#handlers(),
      state: () => this.#state(),
      onConnection: (identityChanged) => this.#onConnection(identityChanged),
      onWritten: (written) => this.#onWritten(written),
    });
    void this.#read();
  }

  #onConnection(identityChanged: boolean): void {
    if (identityChanged && this.frame.connection) void this.#read();
    else this.frame.update();
  }

  #onWritten({ users, all }: Written): void {
    if (!all && !users.includes(this.#place.user)) return;
    this.#accessAge += 1;
    void this.#read();
  }

  get #title(): string {
    return this.#user ? displayName(this.#user) : (this.#place.restored?.title ?? this.#deps.wording.l10n.t('User'));
  }

  #state(): EditState {
    const { connection, user } = this.#place;
    const { wording } = this.#deps;
    return {
      ...{ view: 'edit', connection, user, title: this.#title, isSaving: this.#isSaving, accessAge: this.#accessAge, failure: this.#failure },
      tenant: this.frame.tenantLine,
      record: this.#user && userRecord(this.#user, this.#home, wording),
      gone: this.#gone,
    };
  }

  get #gone(): string | undefined {
    const { l10n } = this.#deps.wording;
    if (!this.frame.connection) return l10n.t('This tenant is not connected any more. Connect it again and open the user from the tree.');
    return this.#isDeleted ? l10n.t('This user does not exist any more.') : undefined;
  }

  #handlers(): Handlers<UserRequests> {
    return {
      save: (body, signal) => this.#save(body, signal),
      access: (_, signal) => this.#access(signal),
      act: ({ action }, signal) => this.#act(action, signal),
    };
  }

  /** Reads the record afresh and shows it; a read that was overtaken by another one shows nothing. */
  async #read(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const connection = this.frame.needConnection();
      const directory = await this.frame.directory();
      const user = await directory.readUser(this.#place.user, this.frame.closed);
      const nameOf = await cidNames(directory, connection, user.cid ? [user.cid] : [], this.frame.closed);
      if (reading === this.#reading) this.#take(user, user.cid ? nameOf(user.cid) : connection.name);
    } catch (thrown) {
      const error = toTenantError(thrown);
      if (reading === this.#reading && !isCancelled(error)) this.#fail(error);
    }
  }

  #take(user: User, home: string): void {
    this.#user = user;
    this.#home = home;
    this.#failure = undefined;
    this.#isDeleted = false;
    this.frame.setTitle(this.#title);
    this.frame.update();
  }

  #fail(error: TenantError): void {
    if (error.kind === 'notFound' && this.frame.connection) this.#isDeleted = true;
    else this.#failure = error.advice;
    this.frame.update();
  }

  async #save({ names: typed, basis }: UserRequests['save']['body'], signal: AbortSignal): Promise<SaveAnswer> {
    this.#refuseBadNames(typed);
    const directory = await this.frame.directory();
    const user = await directory.readUser(this.#place.user, signal).catch((thrown: unknown) => {
      const error = toTenantError(thrown);
      if (error.kind === 'notFound') this.#fail(error);
      throw error;
    });
    const before = namesOf(user);
    const after = tidyNames(typed, before);
    if (before.first === after.first && before.last === after.last) {
      this.#take(user, this.#home);
      return { kind: 'unchanged' };
    }
    if (basisOf(before) !== basis) return { kind: 'conflict', theirs: before, basis: basisOf(before) };
    this.frame.change(() => (this.#isSaving = true));
    try {
      // A page that is loaded anew, or closed, does not stop what the person has confirmed.
      const report = await this.#deps.road.propose({
        ...{ connectionId: this.#place.connection, origin: 'userPanel' },
        changes: [{ kind: 'renameUser', user: snapshotOf(user), before, after }],
      });
      const outcome = report?.outcomes[0];
      if (!outcome) return { kind: 'notRun' };
      return outcome.state === 'done' ? { kind: 'saved' } : { kind: 'failed', message: outcome.message };
    } finally {
      this.frame.change(() => (this.#isSaving = false));
    }
  }

  /** The page says so while they are typed; here it is not taken at its word. */
  #refuseBadNames(names: Names): void {
    for (const field of ['first', 'last'] as const) {
      const problem = nameProblem(names[field]) ?? (field === 'first' ? namesProblem(names) : undefined);
      if (problem) throw new FieldError(field, new TenantError({ kind: 'invalid', message: problem }));
    }
  }

  async #access(signal: AbortSignal): Promise<AccessAnswer> {
    const connection = this.frame.needConnection();
    const directory = await this.frame.directory();
    const user = this.#user ?? (await directory.readUser(this.#place.user, signal));
    const { cid: own } = await directory.shape(signal);
    const grants = await directory.accessOf(user, signal);
    const cids = grants.flatMap((grant) => grant.cid ?? []);
    const nameOf = await cidNames(directory, connection, cids, signal);
    return accessRows({ grants, home: user.cid ?? own, nameOf, wording: this.#deps.wording });
  }

  async #act(action: UserAction, signal: AbortSignal): Promise<undefined> {
    const { runCommand, documents, copy } = this.#deps;
    const { connection, user } = this.#place;
    switch (action) {
      case 'allowChanges':
        return this.frame.allowChanges();
      case 'openJson':
        await documents.show({ connection, kind: 'user', id: user, name: this.#title }, signal);
        return undefined;
      case 'copyUuid':
        await copy(user);
        return undefined;
      case 'reread':
        await this.#read();
        return undefined;
      case 'manageGrants':
      case 'resetPassword':
      case 'resetFactors':
      case 'delete':
        await runCommand(commands[action], { connection, user });
        return undefined;
    }
  }
}
