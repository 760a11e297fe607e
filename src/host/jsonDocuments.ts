/** Read-only JSON documents of records, under the scheme `falcon`. */
import * as vscode from 'vscode';
import { TenantError } from '../core/errors.ts';
import { withAbortSignal } from './abort.ts';
import { parseRecordPath, recordPath, recordScheme } from './recordAddress.ts';
import type { RecordAddress } from './recordAddress.ts';

/** Gives the record as a plain value; throws a `TenantError` when it cannot be had. */
export type ReadRecord = (address: RecordAddress, signal: AbortSignal) => Promise<unknown>;

export class JsonDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #read: ReadRecord;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  /** Texts read by `show`, handed over once when the editor asks for them. */
  readonly #ready = new Map<string, string>();
  readonly onDidChange = this.#changed.event;

  constructor(read: ReadRecord) {
    this.#read = read;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(recordScheme, this);
  }

  /** Called by the editor: for `show`, after `refresh`, and for tabs that a restart brought back. */
  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const key = uri.toString();
    const ready = this.#ready.get(key);
    this.#ready.delete(key);
    if (ready !== undefined) return ready;
    const address = parseRecordPath(uri.path);
    if (address === undefined) throw new TenantError({ kind: 'notFound', message: vscode.l10n.t('This address names no record.') });
    return withAbortSignal(token, (signal) => this.#text(address, signal));
  }

  /**
   * Opens the record: one tab each, always with its present content. The record is read
   * first, so that a failure reaches the caller as it is and opens no empty tab.
   */
  async show(address: RecordAddress, signal: AbortSignal, { preview = true }: { readonly preview?: boolean } = {}): Promise<void> {
    const uri = vscode.Uri.from({ scheme: recordScheme, path: recordPath(address) });
    const text = await this.#text(address, signal);
    this.#ready.set(uri.toString(), text);
    const open = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (open) this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview });
  }

  /** Reads the open documents again, all of them or those of one connection. */
  refresh(connection?: string): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme !== recordScheme) continue;
      if (connection === undefined || parseRecordPath(uri.path)?.connection === connection) this.#changed.fire(uri);
    }
  }

  /** Closes the tabs that show records of a connection. */
  async close(connection: string): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => {
      if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== recordScheme) return false;
      return parseRecordPath(input.uri.path)?.connection === connection;
    });
    await vscode.window.tabGroups.close(tabs);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
    this.#ready.clear();
  }

  async #text(address: RecordAddress, signal: AbortSignal): Promise<string> {
    return `${JSON.stringify(await this.#read(address, signal), undefined, 2)}\n`;
  }
}
