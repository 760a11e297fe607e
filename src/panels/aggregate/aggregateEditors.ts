/** All builders of aggregate queries, and the files that they show. */
import type { WebviewPanel } from 'vscode';
import { DisposableStore } from '../../host/disposables.ts';
import type { QueryDocument } from '../../host/queryFiles.ts';
import { AggregateEditor } from './aggregateEditor.ts';
import type { AggregateDeps } from './deps.ts';
import { QueryWork } from './queryWork.ts';

/** The answers of so many files are kept: an answer may have thousands of buckets. */
const mostKept = 20;

export class AggregateEditors {
  readonly #deps: AggregateDeps;
  readonly #owned = new DisposableStore();
  /** By the keys of their documents. */
  readonly #works = new Map<string, QueryWork>();

  constructor(deps: AggregateDeps) {
    this.#deps = deps;
    const { queryFiles, store } = deps;
    const all = (what: (work: QueryWork) => void): void => this.#works.forEach(what);
    this.#owned.add(queryFiles.onDidChange((key) => this.#works.get(key)?.changed()));
    this.#owned.add(queryFiles.onDidClose((key) => this.#drop(key)));
    this.#owned.add(queryFiles.onWillMove((from, to) => this.#move(from, to)));
    this.#owned.add(store.onDidLoad(() => all((work) => work.changed())));
    this.#owned.add(
      store.onDidChange(({ id, identityChanged }) =>
        all((work) => {
          if (identityChanged) work.forgetConnection(id);
          work.changed();
        }),
      ),
    );
  }

  /** Shows a document in a panel that the editor has made for it. */
  open(document: QueryDocument, panel: WebviewPanel): void {
    new AggregateEditor(this.#deps, { work: this.#workOf(document), panel });
    // Which tenants there are is not needed to show the file; a failure is told when they are.
    this.#deps.store.load().catch(() => undefined);
  }

  /** Runs the queries of a document, whether a builder shows it or not. Throws when nothing can be sent. */
  async run(address: string): Promise<void> {
    const document = await this.#deps.queryFiles.open(address);
    await (this.#works.get(document.key) ?? this.#workOf(document)).start();
  }

  /** Ends what is running. The panels are the editor's: closing them would close the files. */
  dispose(): void {
    this.#owned.dispose();
    for (const key of [...this.#works.keys()]) this.#drop(key);
  }

  #workOf(document: QueryDocument): QueryWork {
    const known = this.#works.get(document.key);
    if (known) {
      known.text.become(document);
      return known;
    }
    const work = new QueryWork(this.#deps, document);
    this.#works.set(document.key, work);
    work.onDidChange(() => work.run.age > 0 && this.#letGo());
    return work;
  }

  #letGo(): void {
    const kept = [...this.#works.values()].flatMap(({ run }) => (run.last ? [{ run, at: run.last.at }] : []));
    kept.sort((left, right) => left.at - right.at);
    for (const { run } of kept.slice(0, Math.max(0, kept.length - mostKept))) run.forget();
  }

  #drop(key: string): void {
    const work = this.#works.get(key);
    this.#works.delete(key);
    work?.run.forget();
  }

  /** What was answered goes with a file that gets another name. */
  #move(from: string, to: string): void {
    const work = this.#works.get(from);
    if (!work || this.#works.has(to)) return;
    this.#works.delete(from);
    this.#works.set(to, work);
  }
}
