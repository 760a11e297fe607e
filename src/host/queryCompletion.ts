/** What the JSON language does not know of files of queries: the filters are a language of their own. */
import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import { completeFilter, isFilter } from '../core/aggregates/completeFilter.ts';
import { userFilterSchema } from '../core/fql/fqlSchema.ts';

const kinds = { property: vscode.CompletionItemKind.Property, value: vscode.CompletionItemKind.Value };

export function filterCompletions(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const { path, previousNode: node, isAtPropertyKey } = getLocation(text, offset);
  if (isAtPropertyKey || !isFilter(path) || node?.type !== 'string') return [];
  const { place, choices } = completeFilter(text, node, offset, userFilterSchema);
  const range = new vscode.Range(document.positionAt(place.offset), position);
  return choices.map(({ kind, label, insert, detail }) => Object.assign(new vscode.CompletionItem(label, kinds[kind]), { insertText: insert, detail, range }));
}
