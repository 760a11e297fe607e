/**
 * A tree view that is registered at once, while the code of what it shows is loaded when the editor, or a command, first
 * asks it for something.
 */
import * as vscode from 'vscode';
import { DisposableStore } from '../host/disposables.ts';
import { Lazy } from '../host/lazy.ts';
import type { ViewId } from '../host/progress.ts';

/** What a view shows. */
export interface TreeContent<T> extends vscode.TreeDataProvider<T>, vscode.Disposable {
  /** Needed where the view takes what is dragged and dropped. */
  readonly drops?: Pick<vscode.TreeDragAndDropController<T>, 'handleDrag' | 'handleDrop'>;
}

export interface LazyTreeParts<T, C extends TreeContent<T>> {
  readonly id: ViewId;
  /** @param view the registered view, for badges, messages and bringing rows into sight */
  readonly load: (view: vscode.TreeView<T>) => Promise<C>;
  /** Left out where nothing is dragged or dropped. */
  readonly mimeTypes?: { readonly drag: readonly string[]; readonly drop: readonly string[] };
}

export class LazyTree<T, C extends TreeContent<T>> implements vscode.TreeDataProvider<T>, vscode.Disposable {
  readonly #content: Lazy<C>;
  readonly #changed = new vscode.EventEmitter<T | T[] | undefined | null | void>();
  readonly #owned = new DisposableStore();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor({ id, load, mimeTypes }: LazyTreeParts<T, C>) {
    const dragAndDropController = mimeTypes && this.#controller(mimeTypes);
    const options = { treeDataProvider: this, canSelectMany: true, showCollapseAll: true, ...(dragAndDropController && { dragAndDropController }) };
    const view = vscode.window.createTreeView<T>(id, options);
    for (const owned of [this.#changed, view]) this.#owned.add(owned);
    this.#content = new Lazy(async () => {
      const content = this.#owned.add(await load(view));
      const subscription = content.onDidChangeTreeData?.((changed) => this.#changed.fire(changed));
      if (subscription) this.#owned.add(subscription);
      return content;
    });
  }

  /** What the view shows, its code loaded. */
  content(): Promise<C> {
    return this.#content.get();
  }

  /** What the view shows, if anybody has asked for it yet. */
  get known(): C | undefined {
    return this.#content.known;
  }

  async getChildren(element?: T): Promise<T[]> {
    return (await (await this.content()).getChildren(element)) ?? [];
  }

  async getTreeItem(element: T): Promise<vscode.TreeItem> {
    return (await this.content()).getTreeItem(element);
  }

  async getParent(element: T): Promise<T | undefined> {
    return (await (await this.content()).getParent?.(element)) ?? undefined;
  }

  async resolveTreeItem(item: vscode.TreeItem, element: T, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    return (await (await this.content()).resolveTreeItem?.(item, element, token)) ?? item;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #controller({ drag, drop }: NonNullable<LazyTreeParts<T, C>['mimeTypes']>): vscode.TreeDragAndDropController<T> {
    return {
      dragMimeTypes: drag,
      dropMimeTypes: drop,
      handleDrag: async (dragged, data, token) => (await this.content()).drops?.handleDrag?.(dragged, data, token),
      handleDrop: async (target, data, token) => (await this.content()).drops?.handleDrop?.(target, data, token),
    };
  }
}
