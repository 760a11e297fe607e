/** The part of the editor's API that the views use, and a way to load the view in plain Node. */
import { registerHooks } from 'node:module';
import type { TreeView } from 'vscode';
import { EventEmitter, window as hostWindow } from '../host/fakeVscode.ts';

export * from '../host/fakeVscode.ts';

export class ThemeColor {}
export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;

  constructor(label: string, collapsibleState = 0) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}
export class MarkdownString {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}
export class DataTransferItem {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  async asString(): Promise<string> {
    return this.#value;
  }

  asFile(): undefined {
    return undefined;
  }
}
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export interface FakeTreeView {
  message: string;
  description: string;
  readonly options: unknown;
  readonly selection: readonly string[];
  badge: { readonly value: number; readonly tooltip: string } | undefined;
  readonly visible: boolean;
  /** The person brings the view into sight or hides it. */
  show(visible: boolean): void;
}

/** The tree views that were made, youngest last. */
export const treeViews: FakeTreeView[] = [];

export const window = {
  ...hostWindow,
  createTreeView: (_id: string, options?: unknown) => {
    const shown = new EventEmitter<{ readonly visible: boolean }>();
    const view = {
      message: '',
      description: '',
      options,
      selection: [],
      badge: undefined,
      visible: true,
      onDidChangeVisibility: shown.event,
      show: (visible: boolean) => {
        view.visible = visible;
        shown.fire({ visible });
      },
      reveal: async () => undefined,
      dispose: () => undefined,
    };
    treeViews.push(view);
    return view;
  },
};

/** A view that was registered, for what it shows. */
export const registeredView = <T>(id: string): TreeView<T> => window.createTreeView(id) as unknown as TreeView<T>;

export const useFakeTree = (): void => {
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'vscode' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context)),
  });
};
