/** The panel of one user: what is known of the user, and what the page asks for. */
import type { WebviewPanel } from 'vscode';
import { namesOf, snapshotOf } from '../../core/changes/change.ts';
import type { Names } from '../../core/changes/change.ts';
import { isCancelled, TenantError, toTenantError } from '../../core/errors.ts';
import type { UserUuid } from '../../core/ids.ts';
import { displayName } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import { nameProblem, namesProblem, tidyNames } from '../../core/userFields.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { FieldError } from '../../host/fieldError.ts';
import type { Frame } from '../../host/panelFrame.ts';
import { userChecks } from '../../protocol/user.ts';
import type { AccessAnswer, EditState, SaveAnswer, UserAction, UserRequests } from '../../protocol/user.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Connection } from '../../state/connection.ts';
import { accessRows } from './accessRows.ts';
import { cidNames } from './cidNames.ts';
import { userViewType } from './deps.ts';
import type { OpenPanel, PanelPlace, UserPanelDeps } from './deps.ts';
import { tenantLine } from './tenantLine.ts';
import { basisOf, userRecord } from './userRecord.ts';

export interface EditPlace extends PanelPlace {
  readonly user: UserUuid;
  /** As it is known so far; undefined for a panel that was brought back. */
  readonly known: User | undefined;
  readonly restored: WebviewPanel | undefined;
}

const commands = {
  resetPassword: 'falconAdmin.user.resetPassword',
  resetFactors: 'falconAdmin.user.resetFactors',
  delete: 'falconAdmin.user.delete',
} as const;

export class EditPanel implements OpenPanel {
  readonly #deps: UserPanelDeps;
  readonly #place: EditPlace;
  readonly #frame: Frame;
  readonly #owned = new DisposableStore();
  readonly #closed = new AbortController();
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
    const { store, directories } = deps;
    this.#frame = deps.openFrame<UserRequests, EditState>(
      {
        ...{ viewType: userViewType, page: 'user', title: this.#title, checks: userChecks },
        handlers: this.#handlers(),
        state: () => this.#state(),
        onClosed: () => this.#end(),
      },
      place.restored,
    );
    this.#owned.add(
      directories.onDidWrite(({ connection, users }) => {
        if (connection !== place.connection || !users.includes(place.user)) return;
        this.#accessAge += 1;
        void this.#read();
      }),
    );
    this.#owned.add(
      store.onDidChange(({ id, identityChanged }) => {
        if (id !== place.connection) return;
        if (identityChanged && this.#connection) void this.#read();
        else this.#frame.update();
      }),
    );
    void this.#read();
  }

  reveal(): void {
    this.#frame.reveal();
  }

  dispose(): void {
    this.#frame.dispose();
  }

  #end(): void {
    this.#owned.dispose();
    this.#closed.abort();
    this.#place.onClosed();
  }

  get #connection(): Connection | undefined {
    return this.#deps.store.get(this.#place.connection);
  }

  get #title(): string {
    return this.#user ? displayName(this.#user) : (this.#place.restored?.title ?? this.#deps.wording.l10n.t('User'));
  }

  #state(): EditState {
    const { connection, user } = this.#place;
    const { wording } = this.#deps;
    const tenant = this.#connection;
    return {
      ...{ view: 'edit', connection, user, title: this.#title, isSaving: this.#isSaving, accessAge: this.#accessAge, failure: this.#failure },
      tenant: tenant && tenantLine(tenant, wording),
      record: this.#user && userRecord(this.#user, this.#home, wording),
      gone: this.#gone(tenant),
    };
  }

  #gone(tenant: Connection | undefined): string | undefined {
    const { l10n } = this.#deps.wording;
    if (!tenant) return l10n.t('This tenant is not connected any more. Connect it again and open the user from the tree.');
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
      const connection = this.#needConnection();
      const directory = await this.#deps.directories.of(connection.id);
      const user = await directory.readUser(this.#place.user, this.#closed.signal);
      const nameOf = await cidNames(directory, connection, user.cid ? [user.cid] : [], this.#closed.signal);
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
    this.#frame.setTitle(this.#title);
    this.#frame.update();
  }

  #fail(error: TenantError): void {
    if (error.kind === 'notFound' && this.#connection) this.#isDeleted = true;
    else this.#failure = error.advice;
    this.#frame.update();
  }

  async #save({ names: typed, basis }: UserRequests['save']['body'], signal: AbortSignal): Promise<SaveAnswer> {
    this.#refuseBadNames(typed);
    const { directories, road } = this.#deps;
    const { connection } = this.#place;
    const directory = await directories.of(this.#needConnection().id);
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
    this.#setSaving(true);
    try {
      // A page that is loaded anew, or closed, does not stop what the person has confirmed.
      const report = await road.propose({
        ...{ connectionId: connection, origin: 'userPanel' },
        changes: [{ kind: 'renameUser', user: snapshotOf(user), before, after }],
      });
      const outcome = report?.outcomes[0];
      if (!outcome) return { kind: 'notRun' };
      return outcome.state === 'done' ? { kind: 'saved' } : { kind: 'failed', message: outcome.message };
    } finally {
      this.#setSaving(false);
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
    const { directories, wording } = this.#deps;
    const connection = this.#needConnection();
    const directory = await directories.of(connection.id);
    const user = this.#user ?? (await directory.readUser(this.#place.user, signal));
    const { cid: own } = await directory.shape(signal);
    const grants = await directory.accessOf(user, signal);
    const cids = grants.flatMap((grant) => grant.cid ?? []);
    const nameOf = await cidNames(directory, connection, cids, signal);
    return accessRows({ grants, home: user.cid ?? own, nameOf, wording });
  }

  async #act(action: UserAction, signal: AbortSignal): Promise<undefined> {
    const { runCommand, documents, copy } = this.#deps;
    const { connection, user } = this.#place;
    switch (action) {
      case 'allowChanges':
        await runCommand('falconAdmin.connection.allowChanges', connection);
        return undefined;
      case 'openJson':
        await documents.show({ connection, kind: 'user', id: user, name: this.#title }, signal);
        return undefined;
      case 'copyUuid':
        await copy(user);
        return undefined;
      case 'reread':
        await this.#read();
        return undefined;
      case 'resetPassword':
      case 'resetFactors':
      case 'delete':
        await runCommand(commands[action], { connection, user });
        return undefined;
    }
  }

  #setSaving(isSaving: boolean): void {
    this.#isSaving = isSaving;
    this.#frame.update();
  }

  #needConnection(): Connection {
    const connection = this.#connection;
    if (connection) return connection;
    const { l10n } = this.#deps.wording;
    throw new TenantError({ kind: 'notFound', message: l10n.t('This tenant is not connected any more.'), nextStep: l10n.t('Connect it again.') });
  }
}
