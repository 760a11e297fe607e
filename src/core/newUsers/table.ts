/** A table of new users while it is mended and made: rows, verdicts, how far each has come, and what changed since when. */
import type { Change } from '../changes/change.ts';
import type { RowOutcome } from '../changes/outcome.ts';
import type { Cid, UserUuid } from '../ids.ts';
import { changesOf, keyOfPlace, placeOfKey } from './changesOf.ts';
import type { UserToMake } from './changesOf.ts';
import type { NewUserFacts } from './facts.ts';
import { Judgements } from './judgements.ts';
import { uidOf } from './judgeRow.ts';
import type { Verdict } from './judgeRow.ts';
import { addressProblem } from './judgeTexts.ts';
import { roleNames } from './roleBook.ts';
import { canBeMade, circumstancesOf, ended, lockedFields, rewritten, running, statusOf, stopped } from './rowState.ts';
import type { RowState, RowStatus } from './rowState.ts';
import { withCell } from './rows.ts';
import type { Cells, NewUserField } from './rows.ts';

export interface TableRow {
  readonly place: number;
  readonly state: RowState;
  readonly verdict: Verdict;
  readonly status: RowStatus;
}

export type TableCounts = Readonly<Record<RowStatus, number>> & {
  readonly total: number;
  /** Ticked, and ready or to be tried again. */
  readonly makeable: number;
};

export class NewUserTable {
  readonly #rows: RowState[];
  readonly #judgements: Judgements;
  /** At which version each row last changed. */
  readonly #changedAt: number[];
  /** The rows of users whom an earlier run has made. */
  readonly #madeBy = new Map<UserUuid, number>();
  #facts: NewUserFacts;
  #version = 1;

  constructor(rows: readonly RowState[], facts: NewUserFacts) {
    this.#rows = [...rows];
    this.#facts = facts;
    this.#changedAt = rows.map(() => 1);
    this.#judgements = new Judgements(rows.map(judged), facts);
  }

  /** Grows with every change of any row. */
  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#rows.length;
  }

  get states(): readonly RowState[] {
    return this.#rows;
  }

  /** The rows that became what they are after a version. */
  since(version: number): readonly TableRow[] {
    return this.#changedAt.flatMap((changedAt, place) => (changedAt > version ? (this.at(place) ?? []) : []));
  }

  at(place: number): TableRow | undefined {
    const [state, verdict] = [this.#rows[place], this.#judgements.at(place)];
    return state && verdict && { place, state, verdict, status: statusOf(state, verdict) };
  }

  get counts(): TableCounts {
    const counts = { unchecked: 0, ready: 0, mend: 0, running: 0, failed: 0, done: 0, total: this.#rows.length, makeable: 0 };
    for (const { state, verdict, status } of this.#each()) {
      counts[status]++;
      if (canBeMade(state, verdict)) counts.makeable++;
    }
    return counts;
  }

  /** Writes a cell anew. @returns whether it may be written */
  write(place: number, field: NewUserField, text: string): boolean {
    const state = this.#rows[place];
    if (!state || lockedFields(state).includes(field)) return false;
    if (state.row.cells[field] !== text) this.#put(place, rewritten(state, withCell(state.row, field, text), field));
    return true;
  }

  tick(places: Iterable<number>, ticked: boolean): void {
    const changed = [...places].filter((place) => this.#rows[place] && this.#rows[place].ticked !== ticked);
    for (const place of changed) {
      const state = this.#rows[place];
      if (state) this.#rows[place] = { ...state, ticked };
    }
    this.#stamp(changed);
  }

  /** Takes in facts that concern all rows. */
  learn(facts: NewUserFacts): void {
    this.#facts = facts;
    this.#stamp(this.#judgements.learn(facts));
  }

  /** Takes in what has been learned about some addresses. */
  learnAddresses(facts: NewUserFacts, uids: Iterable<string>): void {
    this.#facts = facts;
    const places = new Set([...uids].flatMap((uid) => [...this.#judgements.placesOf(uid)]));
    this.#stamp(this.#judgements.learn(facts, places));
  }

  /** Takes in the roles of some CIDs. */
  learnRoles(facts: NewUserFacts, cids: ReadonlySet<Cid>): void {
    this.#facts = facts;
    const places = this.#judgements.all.flatMap(({ user: { cid } }, place) => (cid && cids.has(cid) ? place : []));
    this.#stamp(this.#judgements.learn(facts, places));
  }

  /** CIDs in which roles are asked for that have not been read. */
  get unknownRoles(): readonly Cid[] {
    const asked = this.#each().filter(({ state, status }) => status !== 'done' && roleNames(state.row.cells.roles).length > 0);
    return [...new Set(asked.flatMap(({ verdict }) => verdict.user.cid ?? []))].filter((cid) => this.#facts.roles(cid) === undefined);
  }

  /** Addresses that could be one and have not been looked up, each once. */
  get unknownAddresses(): readonly string[] {
    const { taken } = this.#facts;
    const open = this.#rows.filter(({ end }) => end?.state !== 'done' && end?.state !== 'running');
    return [...new Set(open.map(({ row }) => uidOf(row)))].filter((uid) => !taken.has(uid) && addressProblem(uid) === undefined);
  }

  /** Addresses of rows that a run has left undone. */
  get failedAddresses(): readonly string[] {
    return this.#rows.flatMap(({ row, end }) => (end?.state === 'failed' ? uidOf(row) : []));
  }

  /** Rows that can be made now. */
  get makeable(): readonly TableRow[] {
    return this.#each().filter(({ state, verdict }) => canBeMade(state, verdict));
  }

  /** Rows that the server can be asked about: those that can be made, and those that it refused before. */
  get checkable(): readonly TableRow[] {
    return this.#each().filter(({ state, verdict }) => {
      const isNew = !state.made && state.doubtfulUser === undefined;
      const isRefused = state.ticked && state.end?.state === 'refused' && verdict.problems.length === 0 && !verdict.pending;
      return isNew && (isRefused || canBeMade(state, verdict));
    });
  }

  /** The changes that rows ask for. */
  changes(rows: readonly TableRow[]): Change[] {
    for (const { place, state } of rows) if (state.made) this.#madeBy.set(state.made.uuid, place);
    return changesOf(rows.map(({ place, state, verdict }): UserToMake => ({ key: keyOfPlace(place), user: verdict.user, ...state })));
  }

  begin(rows: readonly TableRow[]): void {
    for (const { place } of rows) this.#step(place, running);
    this.#stamp(rows.map(({ place }) => place));
  }

  /** Takes in how a change of `changes` ended. */
  end(change: Change, outcome: RowOutcome, startedAt: number): void {
    const place = this.#placeOf(change);
    if (place === undefined) return;
    const roles = this.#judgements.at(place)?.user.roles ?? [];
    this.#step(place, (state) => ended(state, change, outcome, { hasRoles: roles.length > 0, startedAt }));
    this.#rejudge(place);
  }

  /** A run is over: what it left unsaid is as it was before. */
  stop(rows: readonly TableRow[]): void {
    for (const { place } of rows) this.#step(place, stopped);
    this.#stamp(rows.map(({ place }) => place));
  }

  /** The server would take the user. */
  accept(place: number): void {
    if (this.#rows[place]?.end?.state !== 'refused') return;
    this.#step(place, (state) => ({ ...state, end: undefined }));
    this.#stamp([place]);
  }

  /** The server would not take the user. */
  refuse(place: number, message: string, traceId: string | undefined): void {
    this.#step(place, (state) => ({ ...state, end: { state: 'refused', message, traceId } }));
    this.#stamp([place]);
  }

  /** The cells of rows that are still to be made. */
  get remaining(): readonly Cells[] {
    return this.#rows.filter(({ end }) => end?.state !== 'done').map(({ row }) => row.cells);
  }

  #each(): readonly TableRow[] {
    return this.#rows.flatMap((_row, place) => this.at(place) ?? []);
  }

  #placeOf(change: Change): number | undefined {
    if (change.kind === 'createUser') return placeOfKey(change.key);
    if (change.kind !== 'grant') return undefined;
    if ('key' in change.to) return placeOfKey(change.to.key);
    return this.#madeBy.get(change.to.uuid);
  }

  #put(place: number, state: RowState): void {
    this.#rows[place] = state;
    this.#rejudge(place);
  }

  #rejudge(place: number): void {
    const state = this.#rows[place];
    if (state) this.#stamp(this.#judgements.change(place, judged(state)));
  }

  #step(place: number, next: (state: RowState) => RowState): void {
    const state = this.#rows[place];
    if (state) this.#rows[place] = next(state);
  }

  #stamp(places: readonly number[]): void {
    if (places.length === 0) return;
    this.#version++;
    for (const place of places) this.#changedAt[place] = this.#version;
  }
}

const judged = (state: RowState): { readonly row: RowState['row']; readonly circumstances: ReturnType<typeof circumstancesOf> } => ({
  row: state.row,
  circumstances: circumstancesOf(state),
});
