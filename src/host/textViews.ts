/** Read-only texts that the extension makes: comparisons of access, records of activity. They live as long as the window. */
import * as vscode from 'vscode';

export interface ViewedText {
  /** For the tab, with an ending that tells the language: `access.txt`, `record.json`. */
  readonly name: string;
  readonly text: string;
}

export interface ShowOptions {
  /** In the group next to the one that is looked at, which keeps the focus. */
  readonly beside?: boolean | undefined;
}

export interface TextsPort {
  show(text: ViewedText, options?: ShowOptions): Promise<void>;
  /** Opens the editor's own comparison of two texts. */
  compare(left: ViewedText, right: ViewedText, title: string): Promise<void>;
}

const scheme = 'falcon-text';
/** Texts of tabs that were closed are let go beyond this many. */
const mostKept = 20;

export class TextViews implements TextsPort, vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  #made = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? vscode.l10n.t('This text was made in an earlier window. Ask for it again.');
  }

  async show(text: ViewedText, { beside = false }: ShowOptions = {}): Promise<void> {
    const place = beside ? { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true } : {};
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.#keep(text)), { preview: true, ...place });
  }

  async compare(left: ViewedText, right: ViewedText, title: string): Promise<void> {
    await vscode.commands.executeCommand('vscode.diff', this.#keep(left), this.#keep(right), title, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }

  #keep({ name, text }: ViewedText): vscode.Uri {
    const path = `/${++this.#made}/${name.replaceAll('/', ' ')}`;
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.path));
    const closed = [...this.#texts.keys()].filter((kept) => !open.has(kept));
    for (const old of closed.slice(0, Math.max(0, closed.length - mostKept))) this.#texts.delete(old);
    this.#texts.set(path, text);
    return vscode.Uri.from({ scheme, path });
  }
}
