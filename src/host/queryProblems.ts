/** What is wrong with open files of aggregate queries, for the list of problems: whichever editor shows them. */
import * as vscode from 'vscode';
import type { ProblemSeverity, QueryProblem } from '../core/aggregates/problems.ts';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import type { Log } from './log.ts';
import { canBeSaved, isQueryDocument } from './queryKind.ts';

export type CheckText = (text: string) => readonly QueryProblem[];

const source = 'Falcon';

/** A text is checked once it has been left alone for so long. */
const restMs = 200;

const severities: Readonly<Record<ProblemSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  // The editor's own hints are not listed.
  hint: vscode.DiagnosticSeverity.Information,
};

function diagnosticOf(document: vscode.TextDocument, { severity, message, offset, length, code }: QueryProblem): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  return Object.assign(diagnostic, { source, code });
}

/** What was found in a document, and what of it is listed. */
interface Known {
  readonly all: readonly vscode.Diagnostic[];
  listed: readonly vscode.Diagnostic[];
}

export class QueryProblems implements Disposable {
  readonly #load: () => Promise<CheckText>;
  readonly #log: Log;
  readonly #owned = new DisposableStore();
  readonly #found = this.#owned.add(vscode.languages.createDiagnosticCollection('falcon-aggregate'));
  readonly #due = new Map<string, NodeJS.Timeout>();
  readonly #known = new Map<string, Known>();

  /** @param load brings the code of the checks, with the first file */
  constructor(load: () => Promise<CheckText>, log: Log) {
    this.#load = load;
    this.#log = log;
    const { workspace } = vscode;
    this.#owned.add(workspace.onDidOpenTextDocument((document) => this.#ask(document, 0)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#ask(document, restMs)));
    this.#owned.add(workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)));
    this.#owned.add(vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.forEach((uri) => this.#list(uri))));
    for (const document of workspace.textDocuments) this.#ask(document, 0);
  }

  dispose(): void {
    for (const timer of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
    this.#owned.dispose();
  }

  #ask(document: vscode.TextDocument, afterMs: number): void {
    if (!isQueryDocument(document) || !canBeSaved(document.uri)) return;
    const key = document.uri.toString();
    clearTimeout(this.#due.get(key));
    this.#due.set(
      key,
      setTimeout(() => {
        this.#due.delete(key);
        void this.#check(document);
      }, afterMs),
    );
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    try {
      const check = await this.#load();
      if (document.isClosed || this.#owned.isDisposed) return;
      this.#known.set(document.uri.toString(), { all: check(document.getText()).map((problem) => diagnosticOf(document, problem)), listed: [] });
      this.#found.delete(document.uri);
      this.#list(document.uri);
    } catch (error) {
      this.#log.error('A file of queries could not be checked.', error);
    }
  }

  /** The JSON language marks what the schema and JSON itself forbid: the same place is not marked twice, unless it makes less of it. */
  #list(uri: vscode.Uri): void {
    const known = this.#known.get(uri.toString());
    if (!known) return;
    const others = vscode.languages.getDiagnostics(uri).filter((other) => other.source !== source);
    const listed = known.all.filter(({ range, severity }) => !others.some((other) => other.severity <= severity && other.range.isEqual(range)));
    // Told of its own list as well, it ends here.
    if (listed.length === known.listed.length && listed.every((one, at) => one === known.listed[at])) return;
    known.listed = listed;
    this.#found.set(uri, listed);
  }

  /** Also called when a document becomes one of another language, before it is opened as such. */
  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#due.get(key));
    this.#due.delete(key);
    this.#known.delete(key);
    this.#found.delete(uri);
  }
}
