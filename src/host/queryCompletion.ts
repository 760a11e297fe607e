/** What the JSON language does not know of files of queries: the filters are a language of their own. */
import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import { stringPlaces } from '../core/aggregates/stringPlaces.ts';
import { completeFql } from '../core/fql/completeFql.ts';
import { userFilterSchema } from '../core/fql/fqlSchema.ts';

const kinds = { property: vscode.CompletionItemKind.Property, value: vscode.CompletionItemKind.Value };

export function filterCompletions(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const { path, previousNode: node, isAtPropertyKey } = getLocation(text, offset);
  if (isAtPropertyKey || path.at(-1) !== 'filter' || node?.type !== 'string' || offset <= node.offset) return [];
  const places = stringPlaces(text, node);
  const at = places.findIndex((place) => place >= offset);
  if (at < 0) return [];
  const filter = String(node.value);
  const { from, choices } = completeFql(filter.slice(0, at), filter.slice(at), userFilterSchema);
  const range = new vscode.Range(document.positionAt(places[from] ?? offset), position);
  return choices.map(({ kind, label, insert, detail }) => Object.assign(new vscode.CompletionItem(label, kinds[kind]), { insertText: insert, detail, range }));
}
