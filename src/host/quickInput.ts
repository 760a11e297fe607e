/** What input boxes and lists share. */
import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { Back, Step } from './prompts.ts';

/** Titles carry the step as the editor's own multi-step inputs do. */
export function dress(box: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>, title: string, step: Step | undefined): void {
  box.title = title;
  if (step === undefined) return;
  // Leaving for another window must not lose the answers of the steps before.
  box.ignoreFocusOut = true;
  box.step = step.current;
  box.totalSteps = step.total;
  if (step.current > 1 || step.hasBefore) box.buttons = [vscode.QuickInputButtons.Back];
}

/** Shows a box until it settles or is dismissed, then lets go of everything that belongs to it. */
export function untilSettled<T>(
  box: vscode.QuickInput,
  set: (settle: (answer: T | Back) => void, owned: DisposableStore) => void,
): Promise<T | Back | undefined> {
  return new Promise((resolve) => {
    const owned = new DisposableStore();
    // Disposing hides the box, which settles once more: a promise heeds only the first.
    const settle = (answer: T | Back | undefined): void => {
      resolve(answer);
      owned.dispose();
    };
    owned.add(box);
    owned.add(box.onDidHide(() => settle(undefined)));
    set(settle, owned);
    box.show();
  });
}
