/** The frame of a panel about one tenant: the tenant's connection, what happens to it, and that all of it ends with the panel. */
import type { WebviewPanel } from 'vscode';
import { TenantError } from '../core/errors.ts';
import type { ConnectionId } from '../core/ids.ts';
import type { CommandId } from '../host/commandIds.ts';
import { DisposableStore } from '../host/disposables.ts';
import type { Frame, OpenFrame, PanelSpec } from '../host/panelFrame.ts';
import type { TenantLine } from '../protocol/user.ts';
import type { Exchanges } from '../protocol/wire.ts';
import type { Connection } from '../state/connection.ts';
import type { ConnectionStore } from '../state/connectionStore.ts';
import type { Directories, Written } from '../state/directories.ts';
import type { TenantDirectory } from '../state/tenantDirectory.ts';
import { cloudText } from './wording.ts';
import type { PanelWording } from './wording.ts';

/** What every panel about a tenant works with. */
export interface TenantPanelDeps {
  readonly store: Pick<ConnectionStore, 'get' | 'load' | 'onDidChange'>;
  readonly directories: Pick<Directories, 'of' | 'onDidWrite'>;
  readonly wording: PanelWording;
  readonly openFrame: OpenFrame;
  /** Runs a command of the extension, which reports its own failures. */
  readonly runCommand: (id: CommandId, ...args: readonly unknown[]) => PromiseLike<unknown>;
}

export interface PanelPlace {
  readonly connection: ConnectionId;
  /** A panel that the editor has brought back after a restart. */
  readonly restored?: WebviewPanel | undefined;
  readonly onClosed: () => void;
}

export interface TenantPanelSpec<R extends Exchanges<R>, S> extends Omit<PanelSpec<R, S>, 'onClosed'> {
  /** The connection was changed or removed; with `identityChanged`, what was read through it is of no use any more. Without this the state is sent anew. */
  readonly onConnection?: (identityChanged: boolean) => void;
  /** Something was written to the tenant, from wherever. */
  readonly onWritten?: (written: Written) => void;
  /** The panel is closed: the last moment to stop what only the panel needs. */
  readonly onClosed?: () => void;
}

export class TenantFrame<R extends Exchanges<R>, S> implements Frame {
  readonly #deps: TenantPanelDeps;
  readonly #place: PanelPlace;
  readonly #spec: TenantPanelSpec<R, S>;
  readonly #frame: Frame;
  readonly #owned = new DisposableStore();
  readonly #closed = new AbortController();

  constructor(deps: TenantPanelDeps, place: PanelPlace, spec: TenantPanelSpec<R, S>) {
    this.#deps = deps;
    this.#place = place;
    this.#spec = spec;
    this.#frame = deps.openFrame<R, S>({ ...spec, onClosed: () => this.#end() }, place.restored);
    const { onConnection = () => this.update(), onWritten } = spec;
    this.#owned.add(deps.store.onDidChange(({ id, identityChanged }) => id === place.connection && onConnection(identityChanged)));
    this.#owned.add(deps.directories.onDidWrite((written) => written.connection === place.connection && onWritten?.(written)));
  }

  setTitle(title: string): void {
    this.#frame.setTitle(title);
  }

  update(): void {
    this.#frame.update();
  }

  reveal(): void {
    this.#frame.reveal();
  }

  dispose(): void {
    this.#frame.dispose();
  }

  /** Changes what the page shows, and sends it. Returns what a handler answers that does no more than that. */
  change(change: () => void): undefined {
    change();
    this.update();
    return undefined;
  }

  /** Aborted when the panel is closed. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Undefined when it was removed. */
  get connection(): Connection | undefined {
    return this.#deps.store.get(this.#place.connection);
  }

  /** @throws TenantError when the connection was removed */
  needConnection(): Connection {
    const { connection } = this;
    if (connection) return connection;
    const { l10n } = this.#deps.wording;
    throw new TenantError({ kind: 'notFound', message: l10n.t('This tenant is not connected any more.'), nextStep: l10n.t('Connect it again.') });
  }

  /** Rejects with a TenantError when the connection was removed. */
  async directory(): Promise<TenantDirectory> {
    return this.#deps.directories.of(this.needConnection().id);
  }

  /** What the head of the page says about the tenant. */
  get tenantLine(): TenantLine | undefined {
    if (!this.connection) return undefined;
    const { name, canChange } = this.connection;
    return { name, cloud: cloudText(this.connection, this.#deps.wording), canChange };
  }

  async allowChanges(): Promise<undefined> {
    await this.#deps.runCommand('falconAdmin.connection.allowChanges', this.#place.connection);
    return undefined;
  }

  #end(): void {
    this.#owned.dispose();
    this.#closed.abort();
    this.#spec.onClosed?.();
    this.#place.onClosed();
  }
}
