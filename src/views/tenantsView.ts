/**
 * What the view of tenants shows. To the editor an item is the id of its node, so that what it holds on to never goes stale; what
 * stands behind an id is looked up here.
 */
import * as vscode from 'vscode';
import { systemClock } from '../api/clock.ts';
import type { Clock } from '../api/clock.ts';
import { isCancelled } from '../core/errors.ts';
import type { TenantError } from '../core/errors.ts';
import type { Cid, ConnectionId } from '../core/ids.ts';
import { DisposableStore } from '../host/disposables.ts';
import { withProgress } from '../host/progress.ts';
import type { Connection } from '../state/connection.ts';
import type { ConnectionStore } from '../state/connectionStore.ts';
import type { CylanceSessions } from '../state/cylance/cylanceSessions.ts';
import type { CylanceStore } from '../state/cylance/cylanceStore.ts';
import type { CylanceTree } from '../state/cylance/cylanceTree.ts';
import type { Directories, Written } from '../state/directories.ts';
import type { AnyConnection, ConnectionChange } from '../state/entryStore.ts';
import { connectionOf, isNode } from '../state/nodes.ts';
import type { TenantNode } from '../state/nodes.ts';
import type { Sessions } from '../state/sessions.ts';
import type { TenantTree } from '../state/tenantTree.ts';
import type { DroppedFile } from './fileDrop.ts';
import { grantDropped } from './grantDrop.ts';
import type { GrantAsked } from './grantDrop.ts';
import { GrantsWatch } from './grantsWatch.ts';
import { Loads } from './loads.ts';
import { nodeFace } from './nodeFace.ts';
import { RateNotice } from './rateNotice.ts';
import { rowItem } from './rowItem.ts';
import { tooltip, tooltipCommands } from './tooltips.ts';
import type { TooltipSource } from './tooltips.ts';
import { TreeDrops } from './treeDrops.ts';
import type { Wording } from './wording.ts';

const viewId = 'falconAdmin.tenants';
/** While grants are read, the index tells of more several times a second. */
const grantsEveryMs = 1_000;

export interface TenantsViewParts {
  readonly tree: TenantTree;
  /** The part of the tree that tenants of the other kind are. */
  readonly cylanceTree: CylanceTree;
  readonly store: ConnectionStore;
  readonly cylanceStore: Pick<CylanceStore, 'isLoaded' | 'onDidChange'>;
  readonly directories: Directories;
  readonly sessions: Pick<Sessions, 'budget' | 'onDidBlock'>;
  readonly cylanceSessions: Pick<CylanceSessions, 'onDidBlock'>;
  readonly wording: Wording;
  readonly clock?: Clock;
  onLoading(loading: boolean): void;
  /** A file with users was dropped onto a tenant or a CID. */
  onDrop(connection: Connection, cid: Cid | undefined, file: DroppedFile): void;
  /** The file that was dropped cannot be read. */
  onDropFailure(error: unknown): void;
  /** Users were dropped onto a role, or a role onto a user. */
  onGrantDrop(asked: GrantAsked): void;
  /** Rows were dropped where they mean nothing; says why. */
  onDropRefused(reason: string): void;
  /** Told of every read that failed, beside the row that says so. */
  onFailure(error: TenantError): void;
}

export class TenantsView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #parts: TenantsViewParts;
  readonly #nodes = new Map<string, TenantNode>();
  /** What stands below nodes whose read was cancelled, or failed before it was shown: the editor asks by itself, and must not start over. */
  readonly #stopped = new Map<string, readonly TenantNode[]>();
  /** What the editor was last told to stand below a node; what stands at the top is under ''. */
  readonly #below = new Map<string, readonly string[]>();
  /** How nodes looked when the editor last asked. */
  readonly #given = new Map<string, string>();
  /** Nodes being brought into sight: a list that does not show them yet must not make them unknown. */
  #revealing: ReadonlySet<string> = new Set();
  readonly #loads: Loads;
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly #view: vscode.TreeView<string>;
  readonly #owned = new DisposableStore();
  readonly #source: TooltipSource;
  readonly #watch: GrantsWatch;

  readonly tree: TenantTree;
  readonly cylanceTree: CylanceTree;
  readonly drops: TreeDrops;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(view: vscode.TreeView<string>, parts: TenantsViewParts) {
    this.#view = view;
    this.#parts = parts;
    const { store, cylanceStore, directories, sessions, wording, clock = systemClock } = parts;
    this.tree = parts.tree;
    this.cylanceTree = parts.cylanceTree;
    this.#loads = new Loads((loading) => parts.onLoading(loading));
    this.#source = {
      knownGrants: (node) => this.#knownGrants(node),
      cidName: (node, cid) => this.#cidName(node, cid),
      budget: (connection) => sessions.budget(connection)?.snapshot(),
      zoneName: ({ tenant }, zone) => this.cylanceTree.zoneName(tenant, zone),
    };
    this.drops = new TreeDrops({
      onRows: (dragged, target) => this.#rowsDropped(dragged, target),
      onFile: (id, file) => this.#fileDropped(id, file),
      onFailure: (error) => parts.onDropFailure(error),
    });
    this.#owned.add(this.#changed);
    this.#watch = this.#owned.add(new GrantsWatch({ clock, everyMs: grantsEveryMs, onChange: (connections) => this.#showLearned(connections) }));
    this.#owned.add(
      store.onDidChange((change) => {
        this.#watch.watch(change.id, directories.known(change.id));
        if (!change.connection) this.#forget(new Set([change.id]));
        if (store.isLoaded) this.#showChange(change);
      }),
    );
    this.#owned.add(
      cylanceStore.onDidChange((change) => {
        if (!change.connection) this.#forget(new Set([change.id]));
        if (cylanceStore.isLoaded) this.#showChange(change);
      }),
    );
    this.#owned.add(directories.onDidWrite((written) => this.#showWritten(written)));
    this.#owned.add(
      this.tree.onDidLearn((node) => {
        if (isNode(node, 'cylance')) this.#showDifferent((row) => 'tenant' in row && row.tenant.id === node.id);
        else this.#changed.fire(node.id);
      }),
    );
    const notice = this.#owned.add(new RateNotice({ clock, wording, show: (message) => this.#say(message) }));
    for (const blocking of [sessions, parts.cylanceSessions]) this.#owned.add(blocking.onDidBlock((block) => notice.tell(block)));
    this.#owned.addCallback(() => this.#loads.cancel());
  }

  async getChildren(id?: string): Promise<string[]> {
    if (id === undefined) return this.#take('', await this.tree.roots());
    const node = this.node(id);
    if (!node) return [];
    const stopped = this.#stopped.get(id);
    if (stopped) return this.#take(id, stopped);
    const before = this.#shown(node);
    const found = await this.#loads.run((signal) => this.tree.children(node, signal));
    const connection = connectionOf(node)?.id;
    if (connection !== undefined) this.#watch.watch(connection, this.#parts.directories.known(connection));
    if (found.some((below) => isNode(below, 'failed') && isCancelled(below.error))) this.#stopped.set(id, found);
    // Reading what is below may have told something about the node itself, such as how many there are.
    if (this.#shown(node) !== before) this.#changed.fire(id);
    const ids = this.#take(id, found);
    this.#given.set(id, this.#shown(node));
    return ids;
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.node(id);
    if (!node) return new vscode.TreeItem('');
    this.#given.set(id, this.#shown(node));
    return rowItem(id, nodeFace(node, this.#parts.wording));
  }

  getParent(id: string): string | undefined {
    return this.#nodes.get(id)?.parent?.id;
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const node = this.node(id);
    const text = node && tooltip(node, this.#source, this.#parts.wording);
    if (text !== undefined) {
      const markdown = new vscode.MarkdownString(text);
      markdown.isTrusted = { enabledCommands: tooltipCommands };
      item.tooltip = markdown;
    }
    return item;
  }

  /** The node behind an item, as it is known now. */
  node(id: string): TenantNode | undefined {
    const node = this.#nodes.get(id);
    return node && this.tree.current(node);
  }

  /** Shows a node and what is below it anew; everything when none is given. */
  refresh(node?: TenantNode): void {
    this.#allow(node?.id);
    this.#changed.fire(node?.id);
  }

  /**
   * Reads what stands below a node and then shows both anew. Where the read may change what the row itself says, such as how many there
   * are, the editor would otherwise show the rows below it twice, and lose what somebody unfolds in between.
   */
  async reread(node: TenantNode): Promise<void> {
    this.#allow(node.id);
    const found = await this.run((signal) => this.tree.children(node, signal));
    if (found.every((below) => isNode(below, 'failed'))) this.#stopped.set(node.id, found);
    this.#changed.fire(node.id);
  }

  /** Brings a node into sight and selects it. A list above it that does not show the way there yet is shown anew first. */
  async reveal(node: TenantNode, options: { readonly expand?: boolean } = {}): Promise<void> {
    const path: TenantNode[] = [];
    for (let at: TenantNode | undefined = node; at; at = at.parent) path.unshift(at);
    this.#remember(path);
    const revealing = new Set(path.map(({ id }) => id));
    this.#revealing = revealing;
    for (const { id, parent } of path) {
      if (parent && this.#below.get(parent.id)?.includes(id) === false) this.#changed.fire(parent.id);
    }
    try {
      await this.#view.reveal(node.id, { select: true, focus: true, expand: options.expand ?? false });
    } finally {
      if (this.#revealing === revealing) this.#revealing = new Set();
    }
  }

  /** Runs work that belongs to the tree: it shows in the head of the view and is stopped together with other reads. */
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#loads.run((signal) => withProgress({ view: viewId }, work, signal));
  }

  /** Stops every read that is under way. */
  cancel(): void {
    this.#loads.cancel();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The type of the editor's API takes no undefined here; an empty line takes no room. */
  #say(message: string | undefined): void {
    this.#view.message = message ?? '';
  }

  /** Shows what a change of a connection changes: the others, and what was cancelled below them, stay as they are. */
  #showChange({ id, connection, identityChanged }: ConnectionChange<AnyConnection>): void {
    if (identityChanged) this.#allow(id);
    const before = this.#nodes.get(id);
    // Only a name or the connection's presence changes the order of the rows at the top.
    const nameBefore = isNode(before, 'connection') ? before.connection.name : isNode(before, 'cylance') ? before.tenant.name : undefined;
    const keepsItsPlace = connection && nameBefore === connection.name;
    this.#changed.fire(keepsItsPlace ? id : undefined);
  }

  #fileDropped(id: string, file: DroppedFile): void {
    const node = this.node(id);
    const connection = node && connectionOf(node);
    if (connection) this.#parts.onDrop(connection, 'cid' in node ? node.cid : undefined, file);
  }

  #rowsDropped(dragged: readonly string[], target: string | undefined): void {
    const nodes = dragged.flatMap((id) => this.node(id) ?? []);
    const dropped = grantDropped(nodes, target === undefined ? undefined : this.node(target), this.#parts.wording.l10n);
    if ('grant' in dropped) this.#parts.onGrantDrop(dropped.grant);
    else this.#parts.onDropRefused(dropped.refusal);
  }

  /** Shows what has become known about grants: only the rows that look different for it. */
  #showLearned(connections: ReadonlySet<ConnectionId>): void {
    this.#showDifferent((node) => isNode(node, 'user', 'grantCid', 'role') && connections.has(node.connection.id));
  }

  /** Shows those rows anew that look different from what the editor was last told. */
  #showDifferent(isAbout: (node: TenantNode) => boolean): void {
    for (const [id, node] of this.#nodes) {
      const given = this.#given.get(id);
      if (given !== undefined && isAbout(node) && this.#shown(node) !== given) this.#changed.fire(id);
    }
  }

  /** Shows what a run has changed: the CIDs it was about, and its users wherever else they stand. */
  #showWritten({ connection, users, cids, lists, all }: Written): void {
    const isAbout = (node: TenantNode): boolean => {
      if (connectionOf(node)?.id !== connection) return false;
      if (all) return isNode(node, 'connection');
      if (isNode(node, 'cid')) return lists.includes(node.cid);
      // Without Flight Control no CID stands above the lists.
      if (isNode(node, 'users')) return lists.length > 0 && !isNode(node.parent, 'cid');
      if (isNode(node, 'role')) return node.cid === undefined || cids.includes(node.cid);
      return isNode(node, 'user', 'grantCid') && users.includes(node.user.uuid);
    };
    for (const node of [...this.#nodes.values()].filter(isAbout)) this.#changed.fire(node.id);
  }

  /** Takes in what was read below a node; what stood there before and does no more is forgotten. */
  #take(parentId: string, found: readonly TenantNode[]): string[] {
    for (const node of found) if (isNode(node, 'failed') && !isCancelled(node.error)) this.#parts.onFailure(node.error);
    const ids = this.#remember(found);
    const listed = new Set(ids);
    const before = this.#below.get(parentId) ?? [];
    this.#forget(new Set(before.filter((id) => !listed.has(id) && !this.#revealing.has(id))));
    this.#below.set(parentId, ids);
    return ids;
  }

  #remember(nodes: readonly TenantNode[]): string[] {
    for (const node of nodes) this.#nodes.set(node.id, node);
    return [...new Set(nodes.map((node) => node.id))];
  }

  /** How a node looks now; for a role that was unfolded also how much is known of its holders, which the rows below it tell. */
  #shown(node: TenantNode): string {
    const now = this.tree.current(node);
    const holders = isNode(now, 'role') && this.#below.has(node.id) ? now.holders : undefined;
    return JSON.stringify([nodeFace(now, this.#parts.wording), holders?.coverage, holders?.items.length]);
  }

  /** Lets stopped reads of a node and below it start over; all of them when none is given. */
  #allow(id: string | undefined): void {
    for (const stopped of [...this.#stopped.keys()]) {
      if (id === undefined || stopped === id || stopped.startsWith(`${id}/`)) this.#stopped.delete(stopped);
    }
  }

  /** Forgets nodes and everything below them. */
  #forget(gone: ReadonlySet<string>): void {
    if (gone.size === 0) return;
    for (const [id, node] of this.#nodes) {
      let at: TenantNode | undefined = node;
      while (at && !gone.has(at.id)) at = at.parent;
      if (at) for (const map of [this.#nodes, this.#below, this.#stopped, this.#given]) map.delete(id);
    }
  }

  #knownGrants(node: Parameters<TooltipSource['knownGrants']>[0]): ReturnType<TooltipSource['knownGrants']> {
    const directory = this.#parts.directories.known(node.connection.id);
    return directory?.allKnownGrants(node.user.uuid) ?? [];
  }

  #cidName(node: TenantNode, cid: string): string {
    const connection = connectionOf(node);
    const directory = connection && this.#parts.directories.known(connection.id);
    const child = directory?.children.items.find((one) => one.child_cid === cid);
    if (child?.name) return child.name;
    return connection && connection.cid === cid ? connection.name : cid;
  }
}
