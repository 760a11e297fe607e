/** What the JSON language does not know of files of queries: the filters are a language of their own. */
import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import { filterChoices } from '../core/aggregates/filterChoices.ts';
import { userFilterSchema } from '../core/fql/fqlSchema.ts';

const kinds = { property: vscode.CompletionItemKind.Property, value: vscode.CompletionItemKind.Value };

export function filterCompletions(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const { path, previousNode: node, isAtPropertyKey } = getLocation(text, offset);
  if (isAtPropertyKey || path.at(-1) !== 'filter' || node?.type !== 'string') return [];
  const found = filterChoices(text, node, offset, userFilterSchema);
  if (!found) return [];
  const range = new vscode.Range(document.positionAt(found.place.offset), position);
  return found.choices.map(({ kind, label, insert, detail }) =>
    Object.assign(new vscode.CompletionItem(label, kinds[kind]), { insertText: insert, detail, range }),
  );
}
