import * as vscode from 'vscode';
import type { Disposable } from './disposables.ts';
import type { Log } from './log.ts';

/** Shows a text document in a panel that the editor has made for it. */
export type ShowDocument = (document: vscode.TextDocument, panel: vscode.WebviewPanel) => void | Promise<void>;

/**
 * Registers an editor for text documents of a kind. Called at activation; `load` brings its code with the first document.
 * Undo, save and backups are the document's own, and the editor brings the panels back after a restart.
 */
export function registerTextEditor(viewType: string, log: Log, load: () => Promise<ShowDocument>): Disposable {
  return vscode.window.registerCustomEditorProvider(viewType, {
    resolveCustomTextEditor: async (document, panel) => {
      try {
        const show = await load();
        await show(document, panel);
      } catch (error) {
        log.error('A file could not be shown in its editor.', error);
        // Shown in the tab, instead of what the file holds.
        throw new Error(vscode.l10n.t('This file cannot be shown here. Open it with the text editor; the log has the details.'), { cause: error });
      }
    },
  });
}
