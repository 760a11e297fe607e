/** What the view of activity shows: what was changed through this extension, and asked by hand. To the editor an item is the id of its node. */
import * as vscode from 'vscode';
import { systemClock } from '../api/clock.ts';
import type { Clock } from '../api/clock.ts';
import { toTenantError } from '../core/errors.ts';
import type { TenantError } from '../core/errors.ts';
import { DisposableStore } from '../host/disposables.ts';
import { mostListed } from '../state/activity.ts';
import type { Activity } from '../state/activity.ts';
import { activityChildren, activityRoots } from '../state/activityTree.ts';
import type { ActivityNode } from '../state/activityTree.ts';
import type { KeptRequests } from '../state/requests/keptRequests.ts';
import { knownCidName } from '../state/knownCidName.ts';
import type { CidNameSources } from '../state/knownCidName.ts';
import { activityFace } from './activityFace.ts';
import type { ActivityWords } from './activityFace.ts';
import { activityTooltip } from './activityTooltip.ts';
import { Pace } from '../state/pace.ts';
import { rowItem } from './rowItem.ts';
import { figure } from './wording.ts';
import type { Wording } from './wording.ts';

/** A run tells of every row; a list that is read again means reading hundreds of files. */
const readEveryMs = 1_000;

export interface ActivityViewParts extends CidNameSources {
  readonly activity: Activity;
  readonly requests: Pick<KeptRequests, 'reads' | 'onDidChange'>;
  readonly wording: Wording;
  readonly clock?: Clock;
  /** Told after every read of the list. */
  onLoaded(hasAny: boolean): void;
  /** Told of every read that failed, beside the row that says so. */
  onFailure(error: TenantError): void;
}

export class ActivityView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #parts: ActivityViewParts;
  readonly #words: ActivityWords;
  #roots: readonly ActivityNode[] = [];
  #nodes = new Map<string, ActivityNode>();
  /** Records whose rows the editor has asked for. */
  readonly #opened = new Set<string>();
  #loading: Promise<void> | undefined;
  #halfWay = 0;
  #isStale = false;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<string>;
  readonly #owned = new DisposableStore();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(view: vscode.TreeView<string>, parts: ActivityViewParts) {
    this.#view = view;
    this.#parts = parts;
    this.#words = { wording: parts.wording, cidName: ({ record }) => knownCidName(parts, record.set.connectionId) };
    const pace = new Pace({ clock: parts.clock ?? systemClock, everyMs: readEveryMs, work: () => this.#readAgain() });
    for (const owned of [this.#changed, pace]) this.#owned.add(owned);
    const moved = (): void => {
      if (!this.#loading) return;
      // Out of sight only what the badge counts matters, and nothing that this window does adds to that.
      if (this.#view.visible || this.#halfWay > 0) pace.ask();
      else this.#isStale = true;
    };
    this.#owned.add(parts.activity.onDidChange(moved));
    this.#owned.add(parts.requests.onDidChange(moved));
    this.#owned.add(
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#isStale) pace.ask();
      }),
    );
  }

  /** Reads the list, unless that was done before. */
  load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  async getChildren(id?: string): Promise<string[]> {
    if (id === undefined) {
      await this.load();
      return this.#roots.map((node) => node.id);
    }
    const node = this.#nodes.get(id);
    if (!node) return [];
    if (node.kind === 'record') this.#opened.add(id);
    return this.#keep(activityChildren(node));
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.#nodes.get(id);
    return node ? rowItem(id, activityFace(node, this.#words)) : new vscode.TreeItem('');
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const node = this.#nodes.get(id);
    const text = node && activityTooltip(node, this.#words);
    if (text !== undefined) item.tooltip = text;
    return item;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #readAgain(): Promise<void> {
    await this.#loading;
    await this.#read();
    this.#changed.fire(undefined);
  }

  /** Never throws: a failure is a row, above what could be read. */
  async #read(): Promise<void> {
    const { activity, requests, wording } = this.#parts;
    this.#isStale = false;
    const failures: TenantError[] = [];
    const orNone = <T>(reading: Promise<T[]>): Promise<T[]> =>
      reading.catch((thrown: unknown) => {
        failures.push(toTenantError(thrown));
        return [];
      });
    const [entries, reads] = await Promise.all([orNone(activity.list(mostListed + 1)), orNone(requests.reads())]);
    const unread = failures.slice(0, 1).map((error): ActivityNode => ({ kind: 'unread', id: 'unread', error }));
    this.#take([...unread, ...activityRoots(entries, wording.now(), reads)]);
    this.#parts.onLoaded(failures.length + entries.length + reads.length > 0);
    for (const error of failures) this.#parts.onFailure(error);
  }

  #take(roots: readonly ActivityNode[]): void {
    if (this.#owned.isDisposed) return;
    this.#nodes = new Map();
    this.#roots = roots;
    this.#keep(roots);
    // The editor may ask about rows that it has once more before it asks which there are.
    const records = roots.flatMap((root) => activityChildren(root));
    this.#keep(records);
    for (const node of records) if (this.#opened.has(node.id)) this.#keep(activityChildren(node));
    this.#halfWay = roots.find((node) => node.kind === 'halfWay')?.records.length ?? 0;
    this.#view.badge = this.#badge();
  }

  #keep(nodes: readonly ActivityNode[]): string[] {
    for (const node of nodes) this.#nodes.set(node.id, node);
    return nodes.map(({ id }) => id);
  }

  #badge(): vscode.ViewBadge | undefined {
    const { wording } = this.#parts;
    if (this.#halfWay === 0) return undefined;
    const tooltip =
      this.#halfWay === 1 ? wording.l10n.t('1 run was left half-way') : wording.l10n.t('{0} runs were left half-way', figure(this.#halfWay, wording));
    return { value: this.#halfWay, tooltip };
  }
}
