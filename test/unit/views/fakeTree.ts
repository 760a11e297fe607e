/** The part of the editor's API that the view of tenants uses, and a way to load the view in plain Node. */
import { registerHooks } from 'node:module';
import { window as hostWindow } from '../host/fakeVscode.ts';

export * from '../host/fakeVscode.ts';

export class ThemeColor {}
export class TreeItem {
  readonly label: string;

  constructor(label: string) {
    this.label = label;
  }
}
export class MarkdownString {}
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1 };

/** The tree views that were made, youngest last. */
export const treeViews: { message: string; selection: readonly string[] }[] = [];

export const window = {
  ...hostWindow,
  createTreeView: () => {
    const view = { message: '', selection: [], reveal: async () => undefined, dispose: () => undefined };
    treeViews.push(view);
    return view;
  },
};

export const useFakeTree = (): void => {
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'vscode' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context)),
  });
};
