/** The text of a file of queries: what it says, read once for each version, and edits of it, one after the other. */
import { checkQueries } from '../../core/aggregates/checkQueries.ts';
import { editAll } from '../../core/aggregates/editQueries.ts';
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { QueryProblem } from '../../core/aggregates/problems.ts';
import { readQueryFile } from '../../core/aggregates/readQueryFile.ts';
import type { QueryFile } from '../../core/aggregates/queryFile.ts';
import { TenantError } from '../../core/errors.ts';
import type { L10n } from '../../host/l10n.ts';
import type { QueryDocument } from '../../host/queryFiles.ts';

export interface ReadText {
  readonly version: number;
  /** Undefined while the text is no file of queries at all. */
  readonly file: QueryFile | undefined;
  readonly problems: readonly QueryProblem[];
}

export class QueryText {
  readonly #l10n: L10n;
  #document: QueryDocument;
  #read: ReadText | undefined;
  #editing: Promise<unknown> = Promise.resolve();

  constructor(document: QueryDocument, l10n: L10n) {
    this.#document = document;
    this.#l10n = l10n;
  }

  get document(): QueryDocument {
    return this.#document;
  }

  /** The file is another document of the editor by now: it was saved for the first time, moved, or opened again. */
  become(document: QueryDocument): void {
    this.#document = document;
    this.#read = undefined;
  }

  get read(): ReadText {
    const { version } = this.#document;
    if (this.#read?.version !== version) {
      const text = this.#document.getText();
      this.#read = { version, file: readQueryFile(text).file, problems: checkQueries(text) };
    }
    return this.#read;
  }

  /** @throws TenantError while the text is no file of queries */
  get file(): QueryFile {
    const { file, problems } = this.read;
    if (file) return file;
    const message = this.#l10n.t('This file holds no queries that can be read: {0}', problems[0]?.message ?? '');
    throw new TenantError({ kind: 'invalid', message, nextStep: this.#l10n.t('Open it as text.') });
  }

  /** Edits that count on the text as it is when their turn comes. */
  edit(edits: () => readonly QueryEdit[]): Promise<undefined> {
    return this.#inTurn(() => this.#apply(edits()));
  }

  /** Edits of a text as somebody has seen it. Rejects when it is another one by now. */
  editSeen(version: number, edits: readonly QueryEdit[]): Promise<undefined> {
    return this.#inTurn(() => {
      const message = this.#l10n.t('The file was changed meanwhile, so this edit was not made.');
      if (version !== this.#document.version) throw new TenantError({ kind: 'conflict', message, nextStep: this.#l10n.t('Make it again.') });
      return this.#apply(edits);
    });
  }

  #inTurn(work: () => Promise<undefined>): Promise<undefined> {
    const turn = this.#editing.then(work);
    this.#editing = turn.catch(() => undefined);
    return turn;
  }

  /** All of them are one step of undo. */
  async #apply(edits: readonly QueryEdit[]): Promise<undefined> {
    const l10n = this.#l10n;
    if (edits.length === 0) return undefined;
    if (this.#document.isReadOnly) {
      throw new TenantError({ kind: 'invalid', message: l10n.t('This file cannot be changed.'), nextStep: l10n.t('Save a copy of it.') });
    }
    const changes = editAll(this.#document.getText(), edits);
    if (changes.length > 0 && !(await this.#document.change(changes))) {
      throw new TenantError({ kind: 'conflict', message: l10n.t('The editor did not change the file.'), nextStep: l10n.t('Try again.') });
    }
    return undefined;
  }
}
