/** From how a row looks to the editor's tree item. Tooltips are left out: they are made when somebody looks. */
import * as vscode from 'vscode';
import { onOneLine } from '../core/shownText.ts';
import type { CommandId } from '../host/commandIds.ts';
import type { ContextValue } from '../host/contextValues.ts';

export interface Icon {
  readonly id: string;
  /** A colour of the theme. */
  readonly color?: string;
}

export interface RowFace {
  readonly label: string;
  readonly description?: string | undefined;
  readonly icon: Icon;
  readonly contextValue?: ContextValue | undefined;
  readonly opens?: 'expanded' | 'collapsed' | undefined;
  /** What the icon says, for those who hear the tree. */
  readonly spoken?: string | undefined;
  /** Only where choosing the row shows something. */
  readonly command?: { readonly id: CommandId; readonly given: readonly unknown[] } | undefined;
}

const collapsible = {
  expanded: vscode.TreeItemCollapsibleState.Expanded,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
} as const;

/** Names are written by others: in a row they keep to their line and to its direction. */
export function rowItem(id: string, face: RowFace): vscode.TreeItem {
  const { icon, contextValue, opens, command } = face;
  const [label = '', description, spoken] = [face.label, face.description, face.spoken].map((text) => text && onOneLine(text));
  const item = new vscode.TreeItem(label, opens ? collapsible[opens] : vscode.TreeItemCollapsibleState.None);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon.id, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
  if (description) item.description = description;
  if (contextValue) item.contextValue = contextValue;
  if (spoken) item.accessibilityInformation = { label: [label, description, spoken].filter(Boolean).join(', ') };
  if (command) item.command = { command: command.id, title: label, arguments: [...command.given] };
  return item;
}
