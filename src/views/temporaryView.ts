/** What the view of temporary access shows: which temporary roles end next, over all tenants and all CIDs. */
import * as vscode from 'vscode';
import { systemClock } from '../api/clock.ts';
import type { Clock } from '../api/clock.ts';
import { toTenantError } from '../core/errors.ts';
import type { TenantError } from '../core/errors.ts';
import type { ConnectionId } from '../core/ids.ts';
import { DisposableStore } from '../host/disposables.ts';
import { withProgress } from '../host/progress.ts';
import type { Connection } from '../state/connection.ts';
import type { ConnectionStore } from '../state/connectionStore.ts';
import type { ConnectionChange } from '../state/entryStore.ts';
import type { Directories, Written } from '../state/directories.ts';
import { knownCidName } from '../state/knownCidName.ts';
import { endingToday, nextChange, stillHeld, temporaryGrant } from '../state/temporaryAccess.ts';
import type { TemporaryGrant } from '../state/temporaryAccess.ts';
import type { TemporaryReads } from '../state/temporaryReads.ts';
import { GrantsWatch } from './grantsWatch.ts';
import { rowItem } from './rowItem.ts';
import { temporaryRows } from './temporaryRows.ts';
import type { TemporaryElement, TemporaryRow, TenantPart } from './temporaryRows.ts';
import { figure, freshnessText } from './wording.ts';
import type { Wording } from './wording.ts';

const viewId = 'falconAdmin.temporary';
const grantsEveryMs = 1_000;
/** Tenants are read again by themselves at most this often, and only in sight. */
const readEveryMs = 15 * 60_000;
/** After a change of more than these many users and CIDs the next read of all finds what is new. */
const mostRereads = 100;

export interface TemporaryViewParts {
  readonly store: ConnectionStore;
  readonly directories: Directories;
  readonly reads: TemporaryReads;
  readonly wording: Wording;
  readonly clock?: Clock;
  /** Told of every read that failed, beside the row that says so. */
  onFailure(error: TenantError): void;
}

export class TemporaryView implements vscode.TreeDataProvider<TemporaryElement>, vscode.Disposable {
  readonly #view: vscode.TreeView<TemporaryElement>;
  readonly #parts: TemporaryViewParts;
  readonly #clock: Clock;
  readonly #watch: GrantsWatch;
  readonly #owned = new DisposableStore();
  readonly #ended = new AbortController();
  readonly #changed = new vscode.EventEmitter<TemporaryElement | undefined>();
  #starting: Promise<void> | undefined;
  #failure: TenantError | undefined;
  /** Epoch milliseconds: when all tenants were last asked. */
  #readAt = 0;
  #grants: readonly TemporaryGrant[] = [];
  #roots: readonly TemporaryRow[] = [];
  /** The editor knows rows by their elements, so a row keeps its own as long as it is there. */
  #rows = new Map<string, TemporaryRow>();
  #wait: AbortController | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(view: vscode.TreeView<TemporaryElement>, parts: TemporaryViewParts) {
    this.#view = view;
    this.#parts = parts;
    this.#clock = parts.clock ?? systemClock;
    this.#owned.add(this.#changed);
    this.#watch = this.#owned.add(new GrantsWatch({ clock: this.#clock, everyMs: grantsEveryMs, onChange: () => this.#update() }));
    this.#owned.add(parts.reads.onDidChange(() => this.#update()));
    this.#owned.add(parts.store.onDidChange((change) => this.#follow(change)));
    this.#owned.add(parts.directories.onDidWrite((written) => void this.#takeIn(written)));
    this.#owned.add(
      view.onDidChangeVisibility(() => {
        this.#readWhenDue();
        if (this.#starting) this.#wakeUp();
      }),
    );
    this.#owned.addCallback(() => {
      this.#wait?.abort();
      this.#ended.abort();
    });
  }

  async getChildren(element?: TemporaryElement): Promise<TemporaryElement[]> {
    if (!element) await this.#start();
    const rows = element ? (this.#rows.get(element.id)?.below ?? []) : this.#roots;
    return rows.map((row) => row.element);
  }

  getTreeItem({ id }: TemporaryElement): vscode.TreeItem {
    const row = this.#rows.get(id);
    return row ? rowItem(id, row.face) : new vscode.TreeItem('');
  }

  getParent({ id }: TemporaryElement): TemporaryElement | undefined {
    return this.#roots.find(({ below }) => below.some(({ element }) => element.id === id))?.element;
  }

  resolveTreeItem(item: vscode.TreeItem, { id }: TemporaryElement): vscode.TreeItem {
    const text = this.#rows.get(id)?.tooltip();
    if (text !== undefined) item.tooltip = new vscode.MarkdownString(text);
    return item;
  }

  /** A tenant is looked at elsewhere: the badge tells of its roles that end today, whether or not this view is open. */
  async look(id: ConnectionId): Promise<void> {
    const connection = this.#parts.store.get(id);
    if (!connection) return;
    // The other tenants are asked when somebody looks at them, or at this view.
    this.#starting ??= Promise.resolve();
    await this.#read(connection, this.#now - readEveryMs);
    this.#update();
  }

  /** Reads all tenants again, whatever is known of them. */
  refresh(): Promise<void> {
    return withProgress({ view: viewId }, async () => {
      if (this.#failure) this.#starting = undefined;
      await this.#start();
      await this.#readAll(this.#now);
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  get #now(): number {
    return this.#parts.wording.now();
  }

  /** What is known is shown at once; the tenants are asked behind it. */
  #start(): Promise<void> {
    this.#starting ??= this.#load();
    return this.#starting;
  }

  async #load(): Promise<void> {
    this.#failure = undefined;
    try {
      await this.#parts.store.load();
      void this.#readAll(this.#now - readEveryMs);
    } catch (thrown) {
      this.#failure = toTenantError(thrown);
      this.#parts.onFailure(this.#failure);
    }
    this.#update();
  }

  async #readAll(olderThan: number): Promise<void> {
    this.#readAt = this.#now;
    await Promise.all(this.#parts.store.all.map((connection) => this.#read(connection, olderThan)));
  }

  async #read(connection: Connection, olderThan: number): Promise<void> {
    const { reads } = this.#parts;
    await reads.read(connection, { olderThan, signal: this.#ended.signal });
    const { error } = reads.of(connection.id);
    if (error) this.#parts.onFailure(error);
  }

  #readWhenDue(): void {
    if (this.#starting && this.#view.visible && this.#now - this.#readAt >= readEveryMs) void this.#readAll(this.#now);
  }

  #follow({ id, connection, identityChanged }: ConnectionChange<Connection>): void {
    const { reads, store } = this.#parts;
    if (identityChanged) reads.forget(id);
    if (!this.#starting || !store.isLoaded) return;
    if (identityChanged && connection) this.#readAnew(connection);
    this.#update();
  }

  /** Out of sight it waits until somebody looks. */
  #readAnew(connection: Connection): void {
    if (this.#view.visible) void this.#read(connection, this.#now);
    else this.#readAt = 0;
  }

  /** A run has changed something: what was forgotten of it is read, so that a role which was extended does not stay away. */
  async #takeIn({ connection, users, cids, all }: Written): Promise<void> {
    if (!this.#starting) return;
    const forgotten = all && this.#parts.store.get(connection);
    if (forgotten) this.#readAnew(forgotten);
    this.#update();
    if (cids.length === 0) return;
    if (this.#view.visible && users.length * cids.length <= mostRereads) await this.#parts.reads.rereadPairs(connection, { users, cids }, this.#ended.signal);
    else this.#readAt = 0;
    this.#update();
  }

  /** Shows what is known now; only the rows that look different where the same rows stand in the same places. */
  #update(): void {
    if (this.#owned.isDisposed || !this.#starting) return;
    const before = this.#rows;
    const shape = shapeOf(this.#roots);
    this.#take();
    if (shapeOf(this.#roots) !== shape) {
      this.#changed.fire(undefined);
      return;
    }
    for (const [id, row] of this.#rows) if (JSON.stringify(row.face) !== JSON.stringify(before.get(id)?.face)) this.#changed.fire(row.element);
  }

  #take(): void {
    const { wording, reads, store } = this.#parts;
    const tenants = store.all.map((connection) => this.#tenant(connection));
    this.#grants = stillHeld(tenants.flatMap(({ grants }) => grants), this.#now);
    const cidName = ({ connection, grant: { cid } }: TemporaryGrant): string =>
      cid === undefined ? connection.name : (reads.of(connection.id).names.get(cid) ?? knownCidName(this.#parts, connection.id)(cid) ?? cid);
    const rows = temporaryRows({ grants: this.#grants, tenants: tenants.map(({ part }) => part), failure: this.#failure, cidName }, wording);
    const before = this.#rows;
    this.#rows = new Map();
    const keep = (row: TemporaryRow): TemporaryRow => this.#keep({ ...row, below: row.below.map(keep) }, before);
    this.#roots = rows.map(keep);
    this.#view.badge = this.#badge();
    // Above an empty list the welcome text has no room for it.
    const asOf = tenants.map(({ part }) => part.asOf).filter((at) => at !== undefined);
    this.#view.description = rows.length === 0 && asOf.length > 0 ? freshnessText(Math.min(...asOf), wording) : '';
    this.#wakeUp();
  }

  #tenant(connection: Connection): { readonly part: TenantPart; readonly grants: readonly TemporaryGrant[] } {
    const { directories, reads } = this.#parts;
    const directory = directories.known(connection.id);
    this.#watch.watch(connection.id, directory);
    const answer = directory?.index.temporary();
    const read = reads.of(connection.id);
    const grants = (answer?.items ?? []).flatMap(({ user, grant }) => temporaryGrant(connection, user, grant) ?? []);
    return { part: { connection, read, asOf: read.asOf ?? answer?.coverage.asOf }, grants };
  }

  #keep(row: TemporaryRow, before: ReadonlyMap<string, TemporaryRow>): TemporaryRow {
    const kept = { ...row, element: before.get(row.element.id)?.element ?? row.element };
    this.#rows.set(kept.element.id, kept);
    return kept;
  }

  /** Waits for the next moment at which something changes by itself or, in sight, the tenants are to be read again. */
  #wakeUp(): void {
    this.#wait?.abort();
    this.#wait = undefined;
    const changes = nextChange(this.#grants, this.#now) ?? Number.POSITIVE_INFINITY;
    const next = this.#view.visible ? Math.min(changes, this.#readAt + readEveryMs) : changes;
    if (next === Number.POSITIVE_INFINITY) return;
    const wait = new AbortController();
    this.#wait = wait;
    this.#clock.wait(Math.max(0, next - this.#now), wait.signal).then(
      () => {
        this.#readWhenDue();
        this.#update();
      },
      () => undefined,
    );
  }

  #badge(): vscode.ViewBadge | undefined {
    const { wording } = this.#parts;
    const count = endingToday(this.#grants, this.#now);
    if (count === 0) return undefined;
    const tooltip =
      count === 1 ? wording.l10n.t('1 temporary role ends today') : wording.l10n.t('{0} temporary roles end today', figure(count, wording));
    return { value: count, tooltip };
  }
}

/** Which rows stand where. */
function shapeOf(rows: readonly TemporaryRow[]): string {
  const ids = (some: readonly TemporaryRow[]): unknown[] => some.map(({ element, below }) => [element.id, ids(below)]);
  return JSON.stringify(ids(rows));
}
