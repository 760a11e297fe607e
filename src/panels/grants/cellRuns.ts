/** What becomes of marked cells: shown as access before and after, and proposed to the road as one set. */
import { allOrNone } from '../../api/batches.ts';
import { buildChangeSet } from '../../core/changes/buildChangeSet.ts';
import { snapshotOf } from '../../core/changes/change.ts';
import type { UserSnapshot } from '../../core/changes/change.ts';
import { effectsOf } from '../../core/changes/effects.ts';
import { TenantError } from '../../core/errors.ts';
import type { Cid, RoleId, UserUuid } from '../../core/ids.ts';
import { askedCells, cellOutcomes, changesOf } from '../../core/matrix/changesOf.ts';
import type { AskedCell } from '../../core/matrix/changesOf.ts';
import { pairKey } from '../../core/matrix/matrix.ts';
import type { CellKey, Pending } from '../../core/matrix/pending.ts';
import type { ApplyAnswer, CellOutcome, WorkLine } from '../../protocol/grants.ts';
import { readCids } from '../../state/changes/guardFacts.ts';
import type { Connection } from '../../state/connection.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import type { GrantsPanelDeps } from './deps.ts';
import type { KnownRows } from './knownRows.ts';
import type { RowNotes } from './rowNotes.ts';
import { refused, unless } from './unless.ts';

/** For the activity list. */
const origin = 'grantsPanel';

export interface CellRunsParts {
  readonly deps: Pick<GrantsPanelDeps, 'road' | 'texts' | 'wording'>;
  readonly notes: RowNotes;
  readonly onChange: () => void;
}

/** The tenant as it is known at the moment. */
export interface CellsPlace {
  readonly connection: Connection;
  readonly directory: TenantDirectory;
  readonly rows: KnownRows;
}

export class CellRuns {
  readonly #parts: CellRunsParts;
  /** Epoch milliseconds of the run that left it open whether a cell was carried out. */
  readonly #doubtful = new Map<CellKey, number>();
  #work: WorkLine | undefined;
  #untold: readonly CellOutcome[] | undefined;

  constructor(parts: CellRunsParts) {
    this.#parts = parts;
  }

  get work(): WorkLine | undefined {
    return this.#work;
  }

  /** How the cells of the last run fared, as long as no page has said that it knows. */
  get untold(): readonly CellOutcome[] | undefined {
    return this.#untold;
  }

  told(): void {
    this.#untold = undefined;
  }

  /** Sends nothing: who is not among the rows goes by uuid. Marks may be about other rows than those that are shown. */
  asked(pending: readonly Pending[], { directory, rows }: CellsPlace, users: ReadonlyMap<UserUuid, UserSnapshot> = new Map()): AskedCell[] {
    const roleOf = (role: RoleId, cid: Cid) => directory.knownRoles(cid)?.find(({ id }) => id === role);
    return askedCells(pending, {
      now: this.#parts.deps.wording.now(),
      user: (uuid) => users.get(uuid) ?? snapshotOf(rows.user(uuid) ?? { uuid }),
      roleName: (role, cid) => rows.roleName(role) ?? roleOf(role, cid)?.display_name ?? role,
      known: (pair) => rows.grants(pair),
      doubtfulSince: (cell) => this.#doubtful.get(cell),
    });
  }

  /** Opens the comparison of access before and after. */
  async preview(pending: readonly Pending[], place: CellsPlace, signal: AbortSignal): Promise<undefined> {
    const { texts, wording } = this.#parts.deps;
    const { connection, directory } = place;
    const { cidName } = await readCids(directory, connection.name, signal);
    const changes = changesOf(await this.#learned(pending, place, signal));
    const parts = { id: '', connectionId: connection.id, tenantName: connection.name, origin, createdAt: wording.now() };
    const set = buildChangeSet({ ...parts, changes, cidName });
    if (set.changes.length === 0) throw new TenantError({ kind: 'invalid', message: wording.l10n.t('Nothing to change: everything is so already.') });
    const { before, after } = effectsOf(set, { grantsOf: (user) => directory.allKnownGrants(user), cidName });
    const title = wording.l10n.t('{0}: {1} (preview)', connection.name, set.sentence.replace(/\.$/, ''));
    await texts.compare({ name: 'access.txt', text: before }, { name: 'access.txt', text: after }, title);
    return undefined;
  }

  /** A page that is loaded anew, or closed, does not stop what the person has confirmed. */
  async apply(pending: readonly Pending[], place: CellsPlace): Promise<ApplyAnswer> {
    const { deps, notes } = this.#parts;
    const { l10n } = deps.wording;
    if (this.#work) throw new TenantError({ kind: 'conflict', message: l10n.t('Changes are being applied.'), nextStep: l10n.t('Wait until they have ended.') });
    this.#show({ kind: 'apply', done: 0, total: pending.length });
    try {
      const asked = await this.#learned(pending, place);
      const changes = changesOf(asked);
      if (changes.length === 0) return this.#ended(cellOutcomes(asked, { set: { changes: [] }, outcomes: [] }));
      for (const { user, cid } of pending) notes.touch({ user, cid });
      const report = await deps.road.propose(
        { connectionId: place.connection.id, origin, changes },
        {
          onProgress: ({ counts: { done, failed, skipped, unknown, total } }) => this.#show({ kind: 'apply', done: done + failed + skipped + unknown, total }),
        },
      );
      if (!report) return { kind: 'notRun' };
      const outcomes = cellOutcomes(asked, report);
      for (const { cell, state } of outcomes) {
        if (state === 'unknown') this.#doubtful.set(cell, this.#doubtful.get(cell) ?? report.startedAt);
        else if (state === 'done') this.#doubtful.delete(cell);
      }
      return this.#ended(outcomes);
    } finally {
      this.#show(undefined);
    }
  }

  /** Reads whom, and what, the cells are about where that is not known: an undo has to know what was held before. */
  async #learned(pending: readonly Pending[], place: CellsPlace, signal?: AbortSignal): Promise<AskedCell[]> {
    const { directory, rows } = place;
    const strangers = [...new Set(pending.map(({ user }) => user))].filter((uuid) => !rows.user(uuid));
    const unread = new Map(pending.filter((pair) => rows.grants(pair) === undefined).map((pair) => [pairKey(pair), pair]));
    // Of those who are gone the server will say so itself, cell by cell.
    const [users] = await Promise.all([
      allOrNone(strangers.map((uuid) => (ownSignal) => unless(refused, directory.readUser(uuid, ownSignal))), signal),
      allOrNone([...unread.values()].map(({ user, cid }) => (ownSignal) => unless(refused, directory.grants(user, cid, ownSignal))), signal),
    ]);
    return this.asked(pending, place, new Map(users.flatMap((user) => (user ? [[user.uuid, snapshotOf(user)] as const] : []))));
  }

  /** The page that asked may be gone by now: the next one is told. */
  #ended(outcomes: readonly CellOutcome[]): ApplyAnswer {
    this.#untold = outcomes;
    return { kind: 'ended', outcomes };
  }

  #show(work: WorkLine | undefined): void {
    this.#work = work;
    this.#parts.onChange();
  }
}
