/** From a node to the editor's tree item. Tooltips are left out: they are made when somebody looks. */
import * as vscode from 'vscode';
import type { TenantNode } from '../state/nodes.ts';
import { nodeFace } from './nodeFace.ts';
import type { Icon } from './nodeFace.ts';
import type { Wording } from './wording.ts';

const themeIcon = ({ id, color }: Icon): vscode.ThemeIcon => new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));

export function treeItem(node: TenantNode, wording: Wording): vscode.TreeItem {
  const { label, description, icon, contextValue, canOpen, spoken, command } = nodeFace(node, wording);
  const item = new vscode.TreeItem(label, canOpen ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.iconPath = themeIcon(icon);
  if (description) item.description = description;
  if (contextValue !== undefined) item.contextValue = contextValue;
  if (spoken !== undefined) item.accessibilityInformation = { label: [label, description, spoken].filter(Boolean).join(', ') };
  if (command !== undefined) item.command = { command, title: label, arguments: [node.id] };
  return item;
}
