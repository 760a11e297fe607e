/**
 * Carries edits to the host, one request after the other. What is typed goes after a pause; before anything else is
 * edited, and before the page is left, it goes at once. Edits of a text that is no more are made again where they only
 * say what a field holds.
 */
import { queriesPath } from '../../core/aggregates/queryFile.ts';
import { renameEdits } from '../../core/aggregates/queryEdits.ts';
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import type { QueryFile } from '../../core/aggregates/queryFile.ts';
import type { AggregateRequests, AggregateState } from '../../protocol/aggregate.ts';
import { RequestError, failureText, isCancelledRequest } from '../kit/connection.ts';
import type { HostConnection } from '../kit/connection.ts';
import { Drafts } from './drafts.ts';
import type { Draft } from './drafts.ts';
import { queryOf, startsWith, valueAt } from './paths.ts';
import { hasField } from './typeFields.ts';
import type { TypedKind } from './typed.ts';
import { typedText } from './typed.ts';
import { rebased } from './rebase.ts';
import { rootOf, setEdits } from './typedEdits.ts';

export interface EditingParts {
  readonly connection: Pick<HostConnection<AggregateRequests, AggregateState>, 'request'>;
  /** Something is shown differently. */
  readonly onChange: () => void;
  /** The document has become what these edits made of it. */
  readonly onShifted: (edits: readonly QueryEdit[]) => void;
  readonly onFailed: (sentence: string) => void;
  /** What was typed belongs to a query that is gone. */
  readonly onLost: (texts: readonly string[]) => void;
}

const pauseMs = 250;
/** How long the state after an edit is waited for before the next one. */
const stateMs = 1_000;
const mostSteps = 50;

/** Whether the document has what a field belongs to: its query, and the row of a list that it stands in. */
function hasPlace(root: unknown, path: JsonPath): boolean {
  const item = path.slice(0, path.findLastIndex((step) => typeof step === 'number') + 1);
  return path.length < 2 || valueAt(root, item) !== undefined;
}

/** Whether the form still has the field: another type of the query may have taken it away. */
function isShown(root: unknown, path: JsonPath): boolean {
  const query = valueAt(root, queryOf(path));
  return typeof query !== 'object' || query === null || hasField(query, String(path[queryOf(path).length]));
}

export class Editing {
  readonly #parts: EditingParts;
  readonly #drafts = new Drafts();
  #state: AggregateState | undefined;
  #root: unknown;
  #timer: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  /** How many turns are not over. */
  #turns = 0;
  #awaited: { readonly version: number; readonly edits: readonly QueryEdit[] } | undefined;
  /** What the last edits from here have made of the text, by its versions. */
  readonly #steps: { readonly from: number; readonly to: number; readonly edits: readonly QueryEdit[] }[] = [];
  #onNewer: (() => void) | undefined;
  /** The version of the text that an edit was too late for. */
  #refused: number | undefined;

  constructor(parts: EditingParts) {
    this.#parts = parts;
  }

  /** A state has come. */
  hear(state: AggregateState): void {
    this.#state = state;
    if (this.#awaited && state.version > this.#awaited.version) {
      const { edits, version } = this.#awaited;
      this.#steps.push({ from: version, to: state.version, edits });
      if (this.#steps.length > mostSteps) this.#steps.shift();
      this.#awaited = undefined;
      this.#drafts.shift(edits);
      this.#parts.onShifted(edits);
    }
    if (state.file) {
      const root = (this.#root = rootOf(state.file));
      const lost = this.#drafts.drop((path) => hasPlace(root, path));
      if (lost.length > 0) this.#parts.onLost(lost);
      this.#drafts.drop((path) => isShown(root, path) || !this.#drafts.isUnreadable(path));
      this.#drafts.hear((path) => valueAt(root, path));
    }
    this.#onNewer?.();
    if (this.#refused !== undefined && state.version > this.#refused) void this.flush();
  }

  get root(): unknown {
    return this.#root;
  }

  textAt(path: JsonPath): string {
    return this.#drafts.at(path)?.text ?? typedText(valueAt(this.#root, path));
  }

  isUnreadable(path: JsonPath): boolean {
    return this.#drafts.isUnreadable(path);
  }

  /** Something is typed, or edited, and not in the document yet. */
  get isUnderWay(): boolean {
    return this.#turns > 0 || this.#drafts.isToSend;
  }

  /** Takes back what is typed and no value. @returns whether that was all there was to do */
  forgetUnreadable(isMeant: (path: JsonPath) => boolean): boolean {
    const path = this.#drafts.unreadable.find(isMeant);
    if (!path) return false;
    this.#drafts.forget(path);
    this.#parts.onChange();
    return true;
  }

  /** The first field that holds what cannot be written into the document. */
  get unreadable(): JsonPath | undefined {
    return this.#drafts.unreadable[0];
  }

  type(path: JsonPath, kind: TypedKind, text: string): void {
    this.#drafts.type(path, kind, text);
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.flush(), pauseMs);
    this.#parts.onChange();
  }

  /** The field was left. */
  settle(): void {
    this.#drafts.settle();
    void this.flush();
  }

  /** Sends what is typed; done when the host has it. */
  flush(): Promise<unknown> {
    return this.edit([]);
  }

  /** Sends edits of the document as it is shown, after what is typed. @returns them as they were made, or undefined */
  edit(edits: readonly QueryEdit[]): Promise<readonly QueryEdit[] | undefined> {
    window.clearTimeout(this.#timer);
    const { version = 0 } = this.#state ?? {};
    this.#turns += 1;
    const turn = this.#turn.then(() => this.#send(edits, version)).finally(() => (this.#turns -= 1));
    this.#turn = turn;
    return turn;
  }

  #editsOf({ path, value }: Draft & { readonly value: unknown }, file: QueryFile): readonly QueryEdit[] {
    const list = queriesPath(file);
    const at = path[list.length];
    const isName = path.length === list.length + 2 && startsWith(path, list) && path.at(-1) === 'name' && typeof at === 'number';
    const edits = setEdits(this.#root, path, value);
    return isName && edits.length > 0 ? renameEdits(file, at, typeof value === 'string' ? value : '') : edits;
  }

  /** Brings edits of the text as it was seen up to what edits from here have made of it since. Not over what others did. */
  #upToDate(seen: readonly QueryEdit[], basis: number, version: number): readonly QueryEdit[] | undefined {
    let [edits, at] = [seen, basis];
    while (at < version) {
      const step = this.#steps.find(({ from }) => from === at);
      if (!step) return undefined;
      edits = edits.flatMap((edit) => rebased(edit, step.edits) ?? []);
      at = step.to;
    }
    return edits;
  }

  async #send(seen: readonly QueryEdit[], basis: number): Promise<readonly QueryEdit[] | undefined> {
    const state = this.#state;
    if (!state?.file || state.isReadOnly) return undefined;
    const { file } = state;
    const current = this.#upToDate(seen, basis, state.version);
    // The host says that it is too late for it.
    const [edits, version] = current || seen.length === 0 ? [current ?? [], state.version] : [seen, basis];
    this.#refused = undefined;
    const typed = this.#drafts.take();
    const all = [...typed.flatMap((draft) => this.#editsOf(draft, file)), ...edits];
    if (all.length === 0) {
      // What was typed is what stands there.
      this.#drafts.hear((path) => valueAt(this.#root, path));
      return edits;
    }
    const newer = this.#newer(version);
    this.#awaited = { version, edits };
    try {
      await this.#parts.connection.request('edit', { version, edits: all });
    } catch (thrown) {
      this.#awaited = undefined;
      this.#drafts.giveBack(typed);
      this.#onRefused(thrown, version, edits);
      return undefined;
    }
    await newer;
    return edits;
  }

  #onRefused(thrown: unknown, version: number, edits: readonly QueryEdit[]): void {
    if (isCancelledRequest(thrown)) return;
    const isOld = thrown instanceof RequestError && thrown.kind === 'conflict';
    if (edits.length > 0 || !isOld) this.#parts.onFailed(failureText(thrown));
    if (!isOld) return;
    if (this.#state && this.#state.version > version) void this.flush();
    else this.#refused = version;
  }

  /** Resolves with the state that follows an edit; a text that stays the same has none, so not for ever. */
  #newer(version: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        window.clearTimeout(timer);
        this.#onNewer = undefined;
        resolve();
      };
      const timer = window.setTimeout(done, stateMs);
      this.#onNewer = () => {
        if ((this.#state?.version ?? 0) > version) done();
      };
    });
  }
}
