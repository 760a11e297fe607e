/** The composition root: builds the objects and hands them to each other. */
import * as vscode from 'vscode';
import { registerCommands } from './host/commands.ts';
import type { Command } from './host/commands.ts';
import { ContextKeys } from './host/contextKeys.ts';
import { commandEditor } from './host/editorCommands.ts';
import { channelLog } from './host/log.ts';

const emptyTree: vscode.TreeDataProvider<never> = { getChildren: () => [], getTreeItem: (node) => node };

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const channel = vscode.window.createOutputChannel('Falcon Tenant Admin', { log: true });
  const log = channelLog(channel);
  const contextKeys = new ContextKeys(vscode.commands.executeCommand);
  const commands: readonly Command<object>[] = [{ id: 'falconAdmin.log.show', run: () => channel.show() }];
  context.subscriptions.push(
    channel,
    vscode.window.createTreeView('falconAdmin.tenants', { treeDataProvider: emptyTree, showCollapseAll: true }),
    registerCommands(commands, {}, commandEditor(log, () => channel.show())),
  );
  await contextKeys.set('falconAdmin.connected', false);
  await contextKeys.set('falconAdmin.loaded', true);
  log.info('Activated.', { version: (context.extension.packageJSON as { version: string }).version });
}
