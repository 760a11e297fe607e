/** What files of aggregate queries get as text beside their schema. Waits for the first of them: its code comes with it. */
import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import type { Log } from './log.ts';
import { queryLanguage } from './queryKind.ts';
import { QueryProblems } from './queryProblems.ts';

/** Behind these another part of a filter begins. */
const triggers = ["'", ':', '+', ',', '('];

export function registerQueryLanguage(log: Log): Disposable {
  const owned = new DisposableStore();
  owned.add(new QueryProblems(async () => (await import('../core/aggregates/checkQueries.ts')).checkQueries, log));
  const completion: vscode.CompletionItemProvider = {
    provideCompletionItems: async (document, position) => (await import('./queryCompletion.ts')).filterCompletions(document, position),
  };
  owned.add(vscode.languages.registerCompletionItemProvider(queryLanguage, completion, ...triggers));
  return owned;
}
