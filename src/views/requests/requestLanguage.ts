/** What the editor shows in request documents: problems, completion, hovers, and the line that sends them. */
import * as vscode from 'vscode';
import { DisposableStore } from '../../host/disposables.ts';
import { plainText } from '../../host/plainText.ts';
import { requestLanguage } from '../../host/requestDocuments.ts';
import type { CommandId } from '../../host/commandIds.ts';
import type { ApiRequests } from '../../state/apiRequests.ts';
import type { ConnectionStore } from '../../state/connectionStore.ts';
import { checkRequest, readOutline } from '../../state/requests/checkRequest.ts';
import { explanationAt } from '../../state/requests/explain.ts';
import type { Place, RequestProblem } from '../../state/requests/problems.ts';
import { suggestionsAt } from '../../state/requests/suggestions.ts';
import type { Suggestion } from '../../state/requests/suggestions.ts';
import { plain } from '../markdown.ts';

export interface RequestLanguageParts {
  readonly store: Pick<ConnectionStore, 'all' | 'isLoaded' | 'load' | 'onDidChange' | 'onDidLoad'>;
  readonly apiRequests: Pick<ApiRequests, 'isRunning' | 'onDidChange'>;
  readonly now: () => number;
  /** Told when the tenants cannot be read; the documents can be written all the same. */
  readonly onFailure: (error: unknown) => void;
}

/** Long enough that a word is typed on. */
const pauseMs = 300;
/** Behind these another part of a filter or a sort begins; outside of texts they begin nothing. */
const triggersInText = ["'", '+', ',', '(', '|'];

const sendCommand: CommandId = 'falconAdmin.operation.send';

const severities: Readonly<Record<RequestProblem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  // The editor's own hints are not listed.
  hint: vscode.DiagnosticSeverity.Information,
};

const kinds: Readonly<Record<Suggestion['kind'], vscode.CompletionItemKind>> = {
  operation: vscode.CompletionItemKind.Function,
  parameter: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  tenant: vscode.CompletionItemKind.Constant,
};

const rangeOf = (document: vscode.TextDocument, { offset, length }: Place): vscode.Range =>
  new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));

function diagnosticOf(document: vscode.TextDocument, problem: RequestProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(document, problem), problem.message, severities[problem.severity]);
  diagnostic.source = 'Falcon';
  diagnostic.code = problem.code;
  if (problem.code === 'deprecated') diagnostic.tags = [vscode.DiagnosticTag.Deprecated];
  return diagnostic;
}

function completionOf({ kind, label, text, detail, about, isDeprecated, isSnippet }: Suggestion, range: vscode.Range, at: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, kinds[kind]);
  item.range = range;
  item.insertText = isSnippet ? new vscode.SnippetString(text) : text;
  // What is written already begins with a quotation mark where the word does.
  item.filterText = text.startsWith('"') ? JSON.stringify(label) : label;
  item.sortText = String(at).padStart(4, '0');
  if (detail !== undefined) item.detail = detail;
  if (about !== undefined) item.documentation = about;
  if (isDeprecated) item.tags = [vscode.CompletionItemTag.Deprecated];
  return item;
}

const isRequest = ({ languageId }: vscode.TextDocument): boolean => languageId === requestLanguage;

export class RequestLanguage implements vscode.CompletionItemProvider, vscode.HoverProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #parts: RequestLanguageParts;
  readonly #diagnostics = this.#owned.add(vscode.languages.createDiagnosticCollection(requestLanguage));
  readonly #lenses = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly onDidChangeCodeLenses = this.#lenses.event;

  constructor(parts: RequestLanguageParts) {
    this.#parts = parts;
    const { store, apiRequests } = parts;
    const { languages, workspace } = vscode;
    this.#owned.add(languages.registerCompletionItemProvider(requestLanguage, this, '"', ':', ...triggersInText));
    this.#owned.add(languages.registerHoverProvider(requestLanguage, this));
    this.#owned.add(languages.registerCodeLensProvider(requestLanguage, this));
    this.#owned.add(workspace.onDidOpenTextDocument((document) => this.#check(document)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)));
    this.#owned.add(workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.#owned.add(store.onDidChange(() => this.#checkAll()));
    this.#owned.add(store.onDidLoad(() => this.#checkAll()));
    this.#owned.add(apiRequests.onDidChange(() => this.#lenses.fire()));
    this.#owned.addCallback(() => {
      for (const timer of this.#timers.values()) clearTimeout(timer);
    });
    this.#checkAll();
    void store.load().catch((error: unknown) => parts.onFailure(error));
  }

  provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    _: vscode.CancellationToken,
    { triggerCharacter = '' }: vscode.CompletionContext,
  ): vscode.CompletionItem[] {
    const { place, isInText, items } = suggestionsAt(document.getText(), document.offsetAt(position), this.#tenants ?? []);
    if (!isInText && triggersInText.includes(triggerCharacter)) return [];
    const range = rangeOf(document, place);
    return items.map((item, at) => completionOf(item, range, at));
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const found = explanationAt(document.getText(), document.offsetAt(position));
    if (!found) return undefined;
    const text = [`**${plain(found.title)}**`, ...found.lines.map(plain)].join('\n\n');
    return new vscode.Hover(new vscode.MarkdownString(text), rangeOf(document, found.place));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const outline = readOutline(document.getText());
    if (!outline) return [];
    const { l10n } = vscode;
    const range = rangeOf(document, { offset: outline.offset, length: 0 });
    const key = document.uri.toString();
    if (this.#parts.apiRequests.isRunning(key)) {
      return [new vscode.CodeLens(range, { command: sendCommand, title: l10n.t('$(stop-circle) Cancel'), arguments: [{ document: key, cancel: true }] })];
    }
    const [only, ...others] = this.#tenants ?? [];
    const tenant = outline.tenant ?? (others.length === 0 ? only : undefined);
    const title = tenant ? l10n.t('$(play) Send to {0}', plainText(tenant)) : l10n.t('$(play) Send…');
    return [new vscode.CodeLens(range, { command: sendCommand, title, arguments: [{ document: key }] })];
  }

  dispose(): void {
    this.#owned.dispose();
  }

  get #tenants(): readonly string[] | undefined {
    const { store } = this.#parts;
    return store.isLoaded ? store.all.map(({ name }) => name) : undefined;
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#check(document);
    this.#lenses.fire();
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (!isRequest(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => this.#check(document), pauseMs));
  }

  #check(document: vscode.TextDocument): void {
    if (!isRequest(document)) return;
    this.#stopWaiting(document);
    if (document.isClosed) return;
    const { problems } = checkRequest(document.getText(), { tenants: this.#tenants, now: this.#parts.now() });
    this.#diagnostics.set(document.uri, problems.map((problem) => diagnosticOf(document, problem)));
  }

  /** Also told when a document becomes one of another language. */
  #forget(document: vscode.TextDocument): void {
    this.#stopWaiting(document);
    this.#diagnostics.delete(document.uri);
  }

  #stopWaiting({ uri }: vscode.TextDocument): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }
}
