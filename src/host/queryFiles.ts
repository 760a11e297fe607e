/** Files of aggregate queries as the editor holds them, in the builder or as text. */
import * as vscode from 'vscode';
import type { TextChange } from '../core/aggregates/textChange.ts';
import type { Disposable } from './disposables.ts';
import { canBeSaved, queryEditor, queryEnding, queryLanguage } from './queryKind.ts';

/** A document, as far as the builder works with it. */
export interface QueryDocument {
  /** Names the document within the window; the same for an untitled one and for the file that it is saved as. */
  readonly key: string;
  /** The document's URI. */
  readonly address: string;
  /** The file's name. */
  readonly name: string;
  readonly isReadOnly: boolean;
  /** Grows with every change, those of an undo included. */
  readonly version: number;
  getText(): string;
  /**
   * Changes the text in one step of undo.
   * @param changes with places in the text as it is now
   * @returns false when the editor did not take it
   */
  change(changes: readonly TextChange[]): Promise<boolean>;
}

export interface QueryFilesPort {
  /** The document that is in front, in the builder or as text. */
  active(): string | undefined;
  /** What a menu or a caller gave, when it is the address of a document. */
  addressOf(given: unknown): string | undefined;
  open(address: string): Promise<QueryDocument>;
  /** Shows a new document in the builder, unsaved. @param name proposed, with its ending */
  create(name: string, text: string): Promise<void>;
  showBuilder(address: string): Promise<void>;
  /** The same document as text, beside the builder. */
  showText(address: string): Promise<void>;
  /** Called with the keys of documents. */
  onDidChange(listener: (key: string) => void): Disposable;
  /** No document of this key is open any more. */
  onDidClose(listener: (key: string) => void): Disposable;
  onWillMove(listener: (from: string, to: string) => void): Disposable;
}

/** A file that is saved for the first time becomes another document. */
const savedSchemes = new Set(['file', 'untitled', 'vscode-remote']);

const keyOf = (uri: vscode.Uri): string => (savedSchemes.has(uri.scheme) ? uri.path : uri.toString());
const nameOf = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);
const uriOf = (address: string): vscode.Uri => vscode.Uri.parse(address, true);

async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  if (!canBeSaved(uri)) return true;
  if (uri.scheme === 'untitled') return false;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // Deleted meanwhile: saving makes it anew.
    return false;
  }
}

async function applyChanges(document: vscode.TextDocument, changes: readonly TextChange[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { offset, length, text } of changes) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)), text);
  }
  return vscode.workspace.applyEdit(edit);
}

export async function queryDocument(document: vscode.TextDocument): Promise<QueryDocument> {
  const { uri } = document;
  return {
    ...{ key: keyOf(uri), address: uri.toString(), name: nameOf(uri), isReadOnly: await isReadOnly(uri) },
    get version() {
      return document.version;
    },
    getText: () => document.getText(),
    change: (changes) => applyChanges(document, changes),
  };
}

interface Shown {
  readonly uri: vscode.Uri;
  readonly editor: 'builder' | 'text';
}

function shownIn({ input }: vscode.Tab): Shown | undefined {
  if (input instanceof vscode.TabInputCustom && input.viewType === queryEditor) return { uri: input.uri, editor: 'builder' };
  return input instanceof vscode.TabInputText && input.uri.path.endsWith(queryEnding) ? { uri: input.uri, editor: 'text' } : undefined;
}

/** The tab that shows the document that way already, or a new one beside what is in front. */
async function show(address: string, editor: Shown['editor']): Promise<void> {
  const fits = (tab: vscode.Tab): boolean => {
    const shown = shownIn(tab);
    return shown?.editor === editor && shown.uri.toString() === address;
  };
  const group = vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(fits));
  const column = group?.viewColumn ?? vscode.ViewColumn.Beside;
  await vscode.commands.executeCommand('vscode.openWith', uriOf(address), editor === 'builder' ? queryEditor : 'default', column);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return vscode.workspace.textDocuments.some((document) => keyOf(document.uri) === keyOf(uri));
  }
}

/** Where a new file may come to lie: in the first folder of the workspace, under a name that is free. */
async function freePlace(name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder || !savedSchemes.has(folder.scheme)) return undefined;
  for (let count = 1; ; count++) {
    const uri = vscode.Uri.joinPath(folder, count === 1 ? name : name.replace(queryEnding, `-${count}${queryEnding}`));
    if (!(await exists(uri))) return uri;
  }
}

async function create(name: string, text: string): Promise<void> {
  const place = await freePlace(name);
  const { workspace } = vscode;
  const opening = place
    ? workspace.openTextDocument(place.with({ scheme: 'untitled' }))
    : workspace.openTextDocument({ language: queryLanguage, content: text });
  const document = await opening;
  if (place) await applyChanges(document, [{ offset: 0, length: 0, text }]);
  await vscode.commands.executeCommand('vscode.openWith', document.uri, queryEditor, { preview: false });
}

export const editorQueryFiles: QueryFilesPort = {
  active: () => {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    return tab && shownIn(tab)?.uri.toString();
  },
  addressOf: (given) => (given instanceof vscode.Uri ? given.toString() : undefined),
  open: async (address) => queryDocument(await vscode.workspace.openTextDocument(uriOf(address))),
  create,
  showBuilder: (address) => show(address, 'builder'),
  showText: (address) => show(address, 'text'),
  onDidChange: (listener) => vscode.workspace.onDidChangeTextDocument(({ document }) => listener(keyOf(document.uri))),
  onDidClose: (listener) =>
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      const key = keyOf(uri);
      const isOpen = vscode.workspace.textDocuments.some((document) => !document.isClosed && keyOf(document.uri) === key);
      if (!isOpen) listener(key);
    }),
  onWillMove: (listener) =>
    vscode.workspace.onWillRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) listener(keyOf(oldUri), keyOf(newUri));
    }),
};
