/**
 * What is typed and not yet in the document. A field shows its draft until the document says the same, whatever states
 * come meanwhile; from then on it shows the document, spelled as it was typed as long as that means the same.
 */
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import { keyOf, pathAfter } from './paths.ts';
import { readTyped, sameJson } from './typed.ts';
import type { TypedKind } from './typed.ts';

export interface Draft {
  readonly path: JsonPath;
  readonly kind: TypedKind;
  readonly text: string;
  /** `sent`: it is on its way; `told`: the document has said the same since. */
  readonly standing: 'typed' | 'sent' | 'told';
}

export class Drafts {
  readonly #byKey = new Map<string, Draft>();

  at(path: JsonPath): Draft | undefined {
    return this.#byKey.get(keyOf(path));
  }

  type(path: JsonPath, kind: TypedKind, text: string): void {
    this.#byKey.set(keyOf(path), { path, kind, text, standing: 'typed' });
  }

  /** Whether the draft is no value of its kind, and so cannot be put into the document. */
  isUnreadable(path: JsonPath): boolean {
    const draft = this.at(path);
    return draft !== undefined && !readTyped(draft.text, draft.kind).ok;
  }

  /** Whether anything is typed that is still to be sent. */
  get isToSend(): boolean {
    return [...this.#byKey.values()].some(({ path, standing }) => standing === 'typed' && !this.isUnreadable(path));
  }

  forget(path: JsonPath): void {
    this.#byKey.delete(keyOf(path));
  }

  /** Where what is typed is no value, in the order in which it was typed. */
  get unreadable(): readonly JsonPath[] {
    return [...this.#byKey.values()].flatMap(({ path }) => (this.isUnreadable(path) ? [path] : []));
  }

  /** What is still to be sent, marked as sent. Of what means nothing, nothing is. */
  take(): readonly (Draft & { readonly value: unknown })[] {
    return [...this.#byKey.values()].flatMap((draft) => {
      const typed = draft.standing === 'typed' ? readTyped(draft.text, draft.kind) : undefined;
      if (!typed?.ok) return [];
      this.#byKey.set(keyOf(draft.path), { ...draft, standing: 'sent' });
      return [{ ...draft, value: typed.value }];
    });
  }

  /** What was sent has not been taken: it is to be sent again, unless it was typed over meanwhile. */
  giveBack(sent: readonly Draft[]): void {
    for (const { path, text } of sent) {
      const draft = this.at(path);
      if (draft?.standing === 'sent' && draft.text === text) this.#byKey.set(keyOf(path), { ...draft, standing: 'typed' });
    }
  }

  /** The document says something. @param valueAt what stands at a path in it */
  hear(valueAt: (path: JsonPath) => unknown): void {
    for (const [key, draft] of this.#byKey) {
      if (draft.standing === 'typed') continue;
      const typed = readTyped(draft.text, draft.kind);
      const isSaid = typed.ok && sameJson(valueAt(draft.path), typed.value);
      if (isSaid) this.#byKey.set(key, { ...draft, standing: 'told' });
      // It was undone, or written over by somebody else.
      else if (draft.standing === 'told') this.#byKey.delete(key);
    }
  }

  /** The field was left: how it was spelled matters no more. */
  settle(): void {
    for (const [key, draft] of this.#byKey) if (draft.standing === 'told') this.#byKey.delete(key);
  }

  /** Lets the drafts follow what they belong to. */
  shift(edits: readonly QueryEdit[]): void {
    const drafts = [...this.#byKey.values()];
    this.#byKey.clear();
    for (const draft of drafts) {
      const path = edits.reduce<JsonPath | undefined>((before, edit) => before && pathAfter(before, edit), draft.path);
      if (path) this.#byKey.set(keyOf(path), { ...draft, path });
    }
  }

  /** Takes out the drafts of what stands no more in the document. @returns what was typed */
  drop(isThere: (path: JsonPath) => boolean): readonly string[] {
    const gone = [...this.#byKey].filter(([, draft]) => !isThere(draft.path));
    for (const [key] of gone) this.#byKey.delete(key);
    return gone.filter(([, { standing, text }]) => standing !== 'told' && text !== '').map(([, { text }]) => text);
  }
}
