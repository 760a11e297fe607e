/** The panel of one Cylance user: what is known of the user, and what the page asks for. */
import type { WebviewPanel } from 'vscode';
import { cylanceDisplayName } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUserId } from '../../core/cylance/ids.ts';
import { cylanceRegionOfUrl } from '../../core/cylance/regions.ts';
import { isCancelled, TenantError, toTenantError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/ids.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Frame } from '../../host/panelFrame.ts';
import { cylanceUserChecks } from '../../protocol/cylanceUser.ts';
import type { CylanceUserAction, CylanceUserRequests, CylanceUserState } from '../../protocol/cylanceUser.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import type { CylanceDirectory } from '../../state/cylance/cylanceDirectory.ts';
import { cylanceRecord } from './cylanceRecord.ts';
import { cylanceUserViewType } from './deps.ts';
import type { CylancePanelDeps } from './deps.ts';

export interface CylanceUserPlace {
  readonly connection: ConnectionId;
  readonly user: CylanceUserId;
  /** As it is known so far; undefined for a panel that was brought back. */
  readonly known?: CylanceUser | undefined;
  readonly restored?: WebviewPanel | undefined;
  readonly onClosed: () => void;
}

export class CylanceUserPanel {
  readonly frame: Frame;
  readonly #deps: CylancePanelDeps;
  readonly #place: CylanceUserPlace;
  readonly #owned = new DisposableStore();
  readonly #closed = new AbortController();
  #user: CylanceUser | undefined;
  #directory: CylanceDirectory | undefined;
  #failure: string | undefined;
  /** Why the names of zones could not be read, where that is so. */
  #zonesFailure: string | undefined;
  #isDeleted = false;
  #reading = 0;
  #read = 0;

  constructor(deps: CylancePanelDeps, place: CylanceUserPlace) {
    this.#deps = deps;
    this.#place = place;
    this.#user = place.known;
    this.frame = deps.openFrame<CylanceUserRequests, CylanceUserState>(
      {
        ...{ viewType: cylanceUserViewType, page: 'cylanceUser', title: this.#title, checks: cylanceUserChecks },
        handlers: { act: ({ action }, signal) => this.#act(action, signal) },
        state: () => this.#state(),
        onClosed: () => this.#end(),
      },
      place.restored,
    );
    this.#owned.add(
      deps.cylance.store.onDidChange(({ id, identityChanged }) => {
        if (id !== place.connection) return;
        if (identityChanged && this.#tenant) void this.#reread();
        else this.frame.update();
      }),
    );
    void this.#reread();
  }

  get #tenant(): CylanceConnection | undefined {
    return this.#deps.cylance.store.get(this.#place.connection);
  }

  get #title(): string {
    return this.#user ? cylanceDisplayName(this.#user) : (this.#place.restored?.title ?? this.#deps.wording.l10n.t('User'));
  }

  #state(): CylanceUserState {
    const { connection, user } = this.#place;
    const { wording } = this.#deps;
    const zoneName = (id: string): string => this.#directory?.zoneName(id) ?? id;
    return {
      ...{ connection, user, title: this.#title, failure: this.#failure, gone: this.#gone, isReading: this.#read < this.#reading },
      tenant: this.#tenant && { name: this.#tenant.name, place: this.#placeOf(this.#tenant) },
      record: this.#user && cylanceRecord(this.#user, { zoneName, zonesNote: this.#zonesNote }, wording),
    };
  }

  #placeOf({ baseUrl, demo }: CylanceConnection): string {
    const where = demo ? this.#deps.wording.l10n.t('demo') : (cylanceRegionOfUrl(baseUrl)?.label ?? new URL(baseUrl).host);
    return `Cylance · ${where}`;
  }

  get #gone(): string | undefined {
    const { l10n } = this.#deps.wording;
    if (!this.#tenant) return l10n.t('This tenant is not connected any more. Connect it again and open the user from the tree.');
    return this.#isDeleted ? l10n.t('This user does not exist any more.') : undefined;
  }

  /** Why zones have no names, where that is so: their ids have to do then. */
  get #zonesNote(): string | undefined {
    const { l10n } = this.#deps.wording;
    const known = this.#directory?.knownZones;
    if (known) return 'zones' in known ? undefined : l10n.t('The application may not list zones, so they are shown by their ids.');
    return this.#zonesFailure && l10n.t('The names of zones could not be read: {0}', this.#zonesFailure);
  }

  /** Reads the record afresh and shows it; a read that was overtaken by another one shows nothing. */
  async #reread(): Promise<void> {
    const reading = ++this.#reading;
    this.frame.update();
    try {
      const directory = await this.#deps.cylance.directories.of(this.#place.connection);
      // Until the first answer comes, the names that the tree has read have to do.
      if (!this.#directory && reading === this.#reading) this.#watch(directory);
      const [user, zonesFailure] = await Promise.all([directory.readUser(this.#place.user, this.#closed.signal), this.#readZones(directory)]);
      if (reading !== this.#reading) return;
      this.#watch(directory);
      this.#take(user, zonesFailure);
    } catch (thrown) {
      const error = toTenantError(thrown);
      if (reading === this.#reading && !isCancelled(error)) this.#fail(error);
    } finally {
      this.#read = Math.max(this.#read, reading);
      if (!this.#closed.signal.aborted) this.frame.update();
    }
  }

  /** @returns why the names of zones could not be read, where that is so */
  async #readZones(directory: CylanceDirectory): Promise<string | undefined> {
    try {
      await directory.zones(this.#closed.signal);
      return undefined;
    } catch (error) {
      if (!(error instanceof TenantError) || isCancelled(error)) throw error;
      return error.advice;
    }
  }

  #take(user: CylanceUser, zonesFailure: string | undefined): void {
    this.#user = user;
    this.#zonesFailure = zonesFailure;
    this.#failure = undefined;
    this.#isDeleted = false;
    this.frame.setTitle(this.#title);
  }

  #fail(error: TenantError): void {
    // A path that the server does not know is another thing: the region or the URL is wrong.
    if (error.reason === 'unknownUser') this.#isDeleted = true;
    else this.#failure = error.advice;
  }

  /** What is read for the tree is shown here as well. */
  #watch(directory: CylanceDirectory): void {
    if (this.#directory === directory) return;
    this.#directory = directory;
    const onLearned = directory.onDidLearn(() => {
      if (this.#directory !== directory) return;
      this.#user = directory.known(this.#place.user) ?? this.#user;
      this.frame.setTitle(this.#title);
      this.frame.update();
    });
    this.#owned.add(onLearned);
    this.frame.update();
  }

  async #act(action: CylanceUserAction, signal: AbortSignal): Promise<undefined> {
    const { documents, copy, runCommand } = this.#deps;
    const { connection, user } = this.#place;
    switch (action) {
      case 'reread':
        // Somebody may have given the application the privilege that it lacked.
        if (this.#zonesNote !== undefined) this.#directory?.forgetZones();
        await this.#reread();
        return undefined;
      case 'openJson':
        await documents.show({ connection, kind: 'user', id: user, name: this.#title }, signal);
        return undefined;
      case 'copyUuid':
        await copy(user);
        return undefined;
      case 'findEverywhere':
        await runCommand('falconAdmin.person.find', { email: this.#user?.email });
        return undefined;
    }
  }

  #end(): void {
    this.#owned.dispose();
    this.#closed.abort();
    this.#place.onClosed();
  }
}
