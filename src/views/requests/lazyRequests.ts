/** Waits for the first request document; what the editor shows in one is loaded with it. */
import * as vscode from 'vscode';
import { DisposableStore } from '../../host/disposables.ts';
import { requestLanguage } from '../../host/requestDocuments.ts';
import type { RequestLanguageParts } from './requestLanguage.ts';

export function lazyRequests(parts: RequestLanguageParts): vscode.Disposable {
  const owned = new DisposableStore();
  let isLoading = false;
  const look = ({ languageId }: vscode.TextDocument): void => {
    if (languageId !== requestLanguage || isLoading) return;
    isLoading = true;
    import('./requestLanguage.ts').then(
      ({ RequestLanguage }) => owned.add(new RequestLanguage(parts)),
      (error: unknown) => {
        // The next document gets another try.
        isLoading = false;
        parts.onFailure(error);
      },
    );
  };
  owned.add(vscode.workspace.onDidOpenTextDocument(look));
  for (const document of vscode.workspace.textDocuments) look(document);
  return owned;
}
