/** How the page looks to the person, and is to look when it comes again: which tabs show, what is unfolded. */
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import { isKeptAggregate, longestKeptName, mostKept } from '../../protocol/aggregate.ts';
import type { AggregateRequests, AggregateState, KeptAggregate, ResultTab } from '../../protocol/aggregate.ts';
import type { HostConnection } from '../kit/connection.ts';
import { SaveSoon } from '../kit/saveSoon.ts';
import { keyOf, pathAfter, pathOfKey } from './paths.ts';

export interface LooksParts {
  readonly connection: Pick<HostConnection<AggregateRequests, AggregateState>, 'kept' | 'keep'>;
  readonly onChange: () => void;
}

/** What can be unfolded or folded of the query at a path. */
export type Fold = 'more' | 'folded';

const foldName = (fold: Fold, path: JsonPath): string => `${fold} ${keyOf(path)}`;

function foldOf(name: string): readonly [Fold, JsonPath] | undefined {
  const [, fold, key] = /^(more|folded) (.*)$/.exec(name) ?? [];
  try {
    return fold === undefined ? undefined : [fold as Fold, pathOfKey(key ?? '')];
  } catch {
    // It was kept by something else.
    return undefined;
  }
}

/** Queries whose names begin alike for so long share a tab. */
const tabKey = (query: string): string => query.slice(0, longestKeptName);

export class Looks {
  readonly #parts: LooksParts;
  readonly #saver = new SaveSoon(() => this.#parts.connection.keep(this.#kept));
  readonly #tabs: Map<string, ResultTab>;
  #unfolded: ReadonlySet<string>;

  constructor(parts: LooksParts) {
    this.#parts = parts;
    const { kept } = parts.connection;
    const isKept = isKeptAggregate(kept);
    this.#tabs = new Map(isKept ? Object.entries(kept.tabs) : []);
    this.#unfolded = new Set(isKept ? kept.unfolded : []);
  }

  get #kept(): KeptAggregate {
    // What was chosen last is kept.
    return { view: 'aggregate', tabs: Object.fromEntries([...this.#tabs].slice(-mostKept)), unfolded: [...this.#unfolded].slice(-mostKept) };
  }

  tab(query: string): ResultTab | undefined {
    return this.#tabs.get(tabKey(query));
  }

  chooseTab(query: string, tab: ResultTab): void {
    this.#tabs.delete(tabKey(query));
    this.#tabs.set(tabKey(query), tab);
    this.#changed();
  }

  isUnfolded(fold: Fold, path: JsonPath): boolean {
    return this.#unfolded.has(foldName(fold, path));
  }

  unfold(fold: Fold, path: JsonPath, isOpen: boolean): void {
    if (this.isUnfolded(fold, path) === isOpen) return;
    const name = foldName(fold, path);
    this.#unfolded = new Set(isOpen ? [...this.#unfolded, name] : [...this.#unfolded].filter((other) => other !== name));
    this.#changed();
  }

  /** Lets what is unfolded follow the queries. */
  shift(edits: readonly QueryEdit[]): void {
    const names = [...this.#unfolded].flatMap((name) => {
      const [fold, path] = foldOf(name) ?? [];
      const after = edits.reduce<JsonPath | undefined>((before, edit) => before && pathAfter(before, edit), path);
      return fold && after ? [foldName(fold, after)] : [];
    });
    this.#unfolded = new Set(names);
    this.#saver.note();
  }

  #changed(): void {
    this.#saver.note();
    this.#parts.onChange();
  }
}
