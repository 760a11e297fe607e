/** The prompts of the editor: quick inputs, modal dialogs and notifications. */
import * as vscode from 'vscode';
import { InputCheck } from './inputCheck.ts';
import { pickList, pickManyList, searchList } from './pickLists.ts';
import { plainText } from './plainText.ts';
import { back } from './prompts.ts';
import type { Back, ConfirmRequest, DecisionRequest, InputRequest, Notice, Prompts } from './prompts.ts';
import { dress, untilSettled } from './quickInput.ts';

function input(request: InputRequest): Promise<string | Back | undefined> {
  const box = vscode.window.createInputBox();
  dress(box, request.title, request.step);
  box.placeholder = request.placeholder;
  box.prompt = request.prompt && plainText(request.prompt);
  box.value = request.value ?? '';
  box.password = request.password ?? false;
  box.validationMessage = request.problem && plainText(request.problem);
  // What was typed may have been copied from another window: leaving for it must not lose the box.
  box.ignoreFocusOut = true;
  return untilSettled<string>(box, (settle, owned) => {
    const check = new InputCheck(request, {
      get value() {
        return box.value;
      },
      set busy(busy: boolean) {
        box.busy = busy;
      },
      showProblem: (problem) => {
        box.validationMessage = problem && plainText(problem);
      },
      accept: settle,
    });
    owned.addCallback(() => check.stop());
    owned.add(box.onDidChangeValue((value) => check.onChange(value)));
    owned.add(box.onDidAccept(() => void check.onEnter()));
    owned.add(box.onDidTriggerButton(() => settle(back)));
  });
}

async function confirm({ message, detail, action }: ConfirmRequest): Promise<boolean> {
  const options = detail === undefined ? { modal: true } : { modal: true, detail };
  return (await vscode.window.showWarningMessage(message, options, action)) === action;
}

async function decide<T>({ message, detail, actions, isError = false }: DecisionRequest<T>): Promise<T | undefined> {
  const show = isError ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  const options = detail === undefined ? { modal: true } : { modal: true, detail };
  const chosen = await show(message, options, ...actions.map(({ label }) => label));
  return actions.find(({ label }) => label === chosen)?.value;
}

async function notify({ severity, message, actions = [] }: Notice): Promise<string | undefined> {
  const { showErrorMessage, showInformationMessage, showWarningMessage } = vscode.window;
  const show = { error: showErrorMessage, warning: showWarningMessage, information: showInformationMessage }[severity];
  return show(plainText(message), ...actions);
}

// Only requests with a step have a back button: the overloads of `Prompts` say what these functions cannot.
export const editorPrompts = { input, pick: pickList, pickMany: pickManyList, search: searchList, confirm, decide, notify } as Prompts;
