import * as vscode from 'vscode';
import type { Disposable } from './disposables.ts';
import type { Log } from './log.ts';

/** Brings one panel back. `kept` is what the page kept, or what somebody made of it: to be checked before it is used. */
export type RestorePanel = (panel: vscode.WebviewPanel, kept: unknown) => void | Promise<void>;

/**
 * Lets panels survive a restart of the editor. Called at activation; `load` brings the code of the panels only when there
 * is one to bring back. One that cannot be brought back is closed.
 */
export function restorePanels(viewType: string, log: Log, load: () => Promise<RestorePanel>): Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (panel, kept: unknown) => {
      try {
        const restore = await load();
        await restore(panel, kept);
      } catch (error) {
        log.error('A panel could not be brought back.', error);
        panel.dispose();
      }
    },
  });
}
