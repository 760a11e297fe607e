import * as vscode from 'vscode';
import type { Disposable } from './disposables.ts';
import { settingsFrom } from './settingValues.ts';
import type { Settings } from './settingValues.ts';

/** Reads the settings as they are now. */
export const readSettings = (): Settings => settingsFrom((name) => vscode.workspace.getConfiguration().get(name));

/**
 * Calls `listener` with the new settings when one that this extension reads may have changed: its own, or the
 * editor's `http.*` ones.
 */
export const onDidChangeSettings = (listener: (settings: Settings) => void): Disposable =>
  vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('falconAdmin') || change.affectsConfiguration('http')) listener(readSettings());
  });
