/** Request documents in the editor: new ones, the one that is looked at, and a place in one of them. */
import * as vscode from 'vscode';

export const requestLanguage = 'falcon-request';

export interface RequestDocument {
  /** Tells documents apart. */
  readonly key: string;
  readonly text: string;
}

export interface RequestsPort {
  /** Opens a new document. It has no name yet, so that saving it asks where to. */
  open(text: string): Promise<void>;
  /** @returns the document of a key; without one, that which is looked at; undefined where that is no request */
  find(key?: string): RequestDocument | undefined;
  /** Shows a place of a document, in UTF-16 units of its text. */
  reveal(key: string, offset: number, length: number): Promise<void>;
}

/** The document of a key, if it is a request that is open. */
export const openRequest = (key: string): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.languageId === requestLanguage && document.uri.toString() === key);

export const requestDocuments: RequestsPort = {
  async open(text) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: requestLanguage, content: text }), { preview: false });
  },

  find(key) {
    const looked = vscode.window.activeTextEditor?.document;
    const document = key === undefined ? looked : openRequest(key);
    return document?.languageId === requestLanguage ? { key: document.uri.toString(), text: document.getText() } : undefined;
  },

  async reveal(key, offset, length) {
    const document = openRequest(key);
    if (!document) return;
    const selection = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    await vscode.window.showTextDocument(document, { selection });
  },
};
