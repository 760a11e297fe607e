import * as vscode from 'vscode';
import type { TenantError } from '../core/errors.ts';
import type { CommandEditor } from './commands.ts';
import type { Log } from './log.ts';
import { plainText } from './plainText.ts';

/** Shows a failure with its next step, a way to the log and, where given, a way to try again. */
async function report(error: TenantError, showLog: () => unknown, again: (() => unknown) | undefined): Promise<void> {
  const retry = vscode.l10n.t('Retry');
  const log = vscode.l10n.t('Show Log');
  const chosen = await vscode.window.showErrorMessage(plainText(error.advice), ...(again === undefined ? [log] : [retry, log]));
  if (chosen === log) showLog();
  else if (chosen === retry) await again?.();
}

/** The editor as the command registrar needs it. */
export const commandEditor = (log: Log, showLog: () => unknown): CommandEditor => ({
  register: (id, run) => vscode.commands.registerCommand(id, run),
  report: (error, again) => report(error, showLog, again),
  log,
});
