/** Lists to choose from: given ones, ones that load, and ones that the server filters. */
import * as vscode from 'vscode';
import { isCancelled, toTenantError } from '../core/errors.ts';
import { LatestSearch } from './latestSearch.ts';
import { plainText } from './plainText.ts';
import type { Back, PickItem, PickManyRequest, PickRequest, SearchRequest } from './prompts.ts';
import { back } from './prompts.ts';
import { dress, untilSettled } from './quickInput.ts';

/** A row that stands for something else than a value: a heading, a failure, an empty result. */
interface Row<T> extends vscode.QuickPickItem {
  readonly choice?: PickItem<T>;
  readonly retry?: true;
}

/** @param alwaysShow keeps the editor from filtering again what the server has filtered. */
function rowsOf<T>(items: readonly PickItem<T>[], alwaysShow: boolean): Row<T>[] {
  return items.flatMap((item): Row<T>[] => {
    const { label, description, detail, icon, group } = item;
    const row: Row<T> = {
      label: plainText(label),
      choice: item,
      alwaysShow,
      ...(description === undefined ? {} : { description: plainText(description) }),
      ...(detail === undefined ? {} : { detail: plainText(detail) }),
      ...(icon === undefined ? {} : { iconPath: new vscode.ThemeIcon(icon) }),
    };
    return group === undefined ? [row] : [{ label: group, kind: vscode.QuickPickItemKind.Separator }, row];
  });
}

const failureRow = <T>(error: unknown): Row<T> => ({
  label: plainText(toTenantError(error).advice),
  detail: vscode.l10n.t('Choose this line to try again.'),
  iconPath: new vscode.ThemeIcon('error'),
  alwaysShow: true,
  retry: true,
});

/** Says something and can be chosen without effect. */
const problemRow = <T>(problem: string): Row<T> => ({ label: plainText(problem), iconPath: new vscode.ThemeIcon('error'), alwaysShow: true });

/** Answers with the value of the row that was chosen from a list that the editor filters. */
export async function pickList<T>(request: PickRequest<T>): Promise<T | Back | undefined> {
  const list = vscode.window.createQuickPick<Row<T>>();
  dress(list, request.title, request.step);
  list.placeholder = request.placeholder;
  list.ignoreFocusOut ||= request.stays ?? false;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  const { items } = request;
  const answer = await untilSettled<{ readonly value: T }>(list, (settle, owned) => {
    const show = (found: readonly PickItem<T>[]): void => {
      const rows = rowsOf(found, false);
      list.items = request.problem === undefined ? rows : [problemRow<T>(request.problem), ...rows];
      const picked = list.items.filter((row) => row.choice?.picked);
      // The editor starts at the first row by itself; an empty list would take the focus away, and Enter would do nothing.
      if (picked.length > 0) list.activeItems = picked;
    };
    const loading = new LatestSearch(async (_text, signal) => (typeof items === 'function' ? items(signal) : items), {
      onBusy: (busy) => {
        list.busy = busy;
      },
      onFound: show,
      onFailed: (error) => {
        if (isCancelled(toTenantError(error))) list.hide();
        else list.items = [failureRow(error)];
      },
    });
    owned.add(loading);
    if (typeof items === 'function') loading.ask('', 0);
    else show(items);
    owned.add(list.onDidTriggerButton(() => settle(back)));
    owned.add(
      list.onDidAccept(() => {
        const row = list.selectedItems[0];
        if (row?.retry) loading.ask('', 0);
        else if (row?.choice) settle({ value: row.choice.value });
      }),
    );
  });
  return answer === undefined || answer === back ? answer : answer.value;
}

/** Answers with the values of all rows that are ticked when the person presses OK. */
export async function pickManyList<T>(request: PickManyRequest<T>): Promise<readonly T[] | undefined> {
  const list = vscode.window.createQuickPick<Row<T>>();
  dress(list, request.title, undefined);
  list.placeholder = request.placeholder;
  list.canSelectMany = true;
  list.ignoreFocusOut = true;
  list.items = rowsOf(request.items, false);
  list.selectedItems = list.items.filter((row) => row.choice?.picked);
  const answer = await untilSettled<readonly T[]>(list, (settle, owned) => {
    owned.add(list.onDidAccept(() => settle(list.selectedItems.flatMap(({ choice }) => (choice ? [choice.value] : [])))));
  });
  return answer === back ? undefined : answer;
}

/** Answers with the value of the row that was chosen from what the server finds. */
export async function searchList<T>(request: SearchRequest<T>): Promise<T | undefined> {
  const list = vscode.window.createQuickPick<Row<T>>();
  dress(list, request.title, undefined);
  list.placeholder = request.placeholder;
  list.value = request.value ?? '';
  const answer = await untilSettled<{ readonly value: T }>(list, (settle, owned) => {
    const searching = new LatestSearch((text, signal) => request.search(text, signal), {
      onBusy: (busy) => {
        list.busy = busy;
      },
      onFound: (found) => {
        list.items = found.length === 0 ? [{ label: request.nothingFound, alwaysShow: true }] : rowsOf(found, true);
      },
      onFailed: (error) => {
        list.items = isCancelled(toTenantError(error)) ? [] : [failureRow(error)];
      },
    });
    owned.add(searching);
    owned.add(list.onDidChangeValue((text) => searching.ask(text.trim())));
    owned.add(
      list.onDidAccept(() => {
        const row = list.selectedItems[0];
        if (row?.retry) searching.ask(list.value.trim(), 0);
        else if (row?.choice) settle({ value: row.choice.value });
      }),
    );
    searching.ask(list.value.trim(), 0);
  });
  return answer === undefined || answer === back ? undefined : answer.value;
}
