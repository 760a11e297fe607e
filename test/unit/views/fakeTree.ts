/** The part of the editor's API that the views use, and a way to load the view in plain Node. */
import { registerHooks } from 'node:module';
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
export class MarkdownString {}
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export interface FakeTreeView {
  message: string;
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
  createTreeView: () => {
    const shown = new EventEmitter<{ readonly visible: boolean }>();
    const view = {
      message: '',
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

export const useFakeTree = (): void => {
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'vscode' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context)),
  });
};
