/** The rows of a board with what is known of them: for the page, and for everything that must not send a request. */
import { inheritancePath, isInherited } from '../../core/grant.ts';
import type { Grant } from '../../core/grant.ts';
import type { Cid, RoleId } from '../../core/ids.ts';
import type { Matrix, MatrixCid, MatrixGrant, MatrixRole, MatrixRow, MatrixUser, Pair } from '../../core/matrix/matrix.ts';
import { isCustomRole } from '../../core/role.ts';
import type { Role } from '../../core/role.ts';
import { onOneLine, shownText } from '../../core/shownText.ts';
import { displayName } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import type { GrantsIndex } from '../../state/grants/grantsIndex.ts';
import type { PanelWording } from '../wording.ts';
import type { Board } from './board.ts';
import type { RowNotes } from './rowNotes.ts';

export interface KnownRowsParts {
  readonly board: Board;
  readonly index: GrantsIndex;
  readonly notes: RowNotes;
  readonly wording: PanelWording;
}

/** Rows as they stood at one moment. */
export interface Survey {
  /** Rows in which something may be held. */
  readonly pairs: number;
  /** Those of them that have been read. */
  readonly read: number;
  readonly failed: number;
  /** Rows of which it is known without a read that nothing is held. */
  readonly empty: number;
  /** Epoch milliseconds of the oldest read. */
  readonly asOf: number | undefined;
  /** Row by row, something that is another thing once the row says something else. */
  readonly seen: readonly unknown[];
}

const nothing: readonly Grant[] = [];

export class KnownRows {
  readonly board: Board;
  readonly #index: GrantsIndex;
  readonly #notes: RowNotes;
  readonly #wording: PanelWording;
  readonly #shown = new WeakMap<readonly Grant[], readonly MatrixGrant[]>();
  readonly #userPlaces: ReadonlyMap<string, number>;
  readonly #cidPlaces: ReadonlyMap<string, number>;
  readonly #cidNames: ReadonlyMap<Cid, string>;
  readonly #roles: ReadonlyMap<RoleId, Role>;
  /** Of roles that are in no list, and held all the same. */
  readonly #foundNames = new Map<RoleId, string>();
  #isDistrusted = false;

  constructor({ board, index, notes, wording }: KnownRowsParts) {
    this.board = board;
    this.#index = index;
    this.#notes = notes;
    this.#wording = wording;
    this.#userPlaces = new Map(board.users.map(({ uuid }, place) => [uuid, place]));
    this.#cidPlaces = new Map(board.places.map(({ cid }, place) => [cid, place]));
    this.#cidNames = new Map([...board.named, ...board.places].map(({ cid, name }) => [cid, name]));
    this.#roles = new Map(board.roles.map((role) => [role.id, role]));
    this.#trust();
  }

  /** The server does not tell where users hold anything: every row has to be read. */
  get isDistrusted(): boolean {
    return this.#isDistrusted;
  }

  /** The place of a row among all; undefined where there is no such row. */
  placeOf({ user, cid }: Pair): number | undefined {
    const [userPlace, cidPlace] = [this.#userPlaces.get(user), this.#cidPlaces.get(cid)];
    return userPlace === undefined || cidPlace === undefined ? undefined : userPlace * this.board.places.length + cidPlace;
  }

  /** What is held, groups included; undefined when it has not been read. Of what is no row, only what has been read is known. */
  grants(pair: Pair): readonly Grant[] | undefined {
    return this.#index.known(pair.user, pair.cid) ?? (this.placeOf(pair) === undefined || this.#mayHold(pair) ? undefined : nothing);
  }

  /** What a role is called; undefined where that is not known. */
  roleName(id: RoleId): string | undefined {
    return this.#roles.get(id)?.display_name || this.#foundNames.get(id) || undefined;
  }

  role(id: RoleId): Role | undefined {
    return this.#roles.get(id);
  }

  /** Whether all roles have a column in the matrix that was made last. */
  hasColumns(grants: readonly Grant[]): boolean {
    return grants.every(({ role_id: id }) => this.#roles.has(id) || this.#foundNames.has(id));
  }

  user(uuid: User['uuid']): User | undefined {
    const place = this.#userPlaces.get(uuid);
    return place === undefined ? undefined : this.board.users[place];
  }

  /** What a CID is called; undefined where that is not known. */
  cidName(cid: Cid): string | undefined {
    return this.#cidNames.get(cid);
  }

  get unread(): Pair[] {
    return [...this.#pairs()].filter((pair) => this.grants(pair) === undefined);
  }

  survey(): Survey {
    this.#trust();
    let [pairs, read, failed, empty] = [0, 0, 0, 0];
    let asOf: number | undefined;
    const seen: unknown[] = [];
    for (const pair of this.#pairs()) {
      const grants = this.grants(pair);
      const failure = this.#notes.failure(pair);
      seen.push(failure ?? grants);
      if (grants === nothing) {
        empty++;
        continue;
      }
      pairs++;
      if (failure !== undefined) failed++;
      if (grants === undefined) continue;
      read++;
      const at = this.#index.readAt(pair.user, pair.cid);
      if (at !== undefined && (asOf === undefined || at < asOf)) asOf = at;
    }
    return { pairs, read, failed, empty, asOf, seen };
  }

  /** All rows, read or not, as plain data. */
  matrix(): Matrix {
    const { users, places, named } = this.board;
    const rows = [...this.#rows()].map(([user, cid, pair]): MatrixRow => {
      const grants = this.grants(pair);
      for (const { role_id: id, role_name: name } of grants ?? nothing) {
        if (!this.#roles.has(id)) this.#foundNames.set(id, name ?? '');
      }
      const failure = this.#notes.failure(pair);
      const shown = grants && this.shown(grants, pair.cid);
      return { user, cid, grants: shown, grantable: this.#notes.grantable(pair), ...(failure !== undefined && { failure }) };
    });
    const found = [...this.#foundNames].map(([id, name]): MatrixRole => ({ id, name: shownText(name) || id, description: '', owner: undefined }));
    const roles = [...this.board.roles.map(roleShown), ...found];
    const order = new Intl.Collator(this.#wording.locale, { numeric: true });
    roles.sort((left, right) => order.compare(left.name, right.name) || (left.id < right.id ? -1 : 1));
    return { users: users.map(userShown), cids: [...places, ...named].map(cidShown), roles, rows };
  }

  /** Grants of a CID as cells show them. */
  shown(grants: readonly Grant[], cid: Cid): readonly MatrixGrant[] {
    const known = this.#shown.get(grants);
    if (known) return known;
    const here = grants.filter((grant) => (grant.cid ?? cid) === cid);
    const shown = here.map((grant): MatrixGrant => {
      const { role_id: role, expires_at: expiresAt } = grant;
      const through = isInherited(grant) ? { through: shownText(inheritancePath(grant)) || this.#wording.l10n.t('a group') } : {};
      return { role, ...through, ...(expiresAt && { expiresAt }) };
    });
    this.#shown.set(grants, shown);
    return shown;
  }

  #mayHold(pair: Pair): boolean {
    return this.#isDistrusted || this.board.mayHold(pair) || this.#notes.isTouched(pair);
  }

  /** Reads may have shown meanwhile that the server does not tell truly where users hold anything. */
  #trust(): void {
    const [user] = this.board.users;
    this.#isDistrusted = user !== undefined && this.#index.grantsOf(user.uuid).coverage.everyPair;
  }

  *#rows(): Iterable<readonly [user: number, cid: number, pair: Pair]> {
    const { users, places } = this.board;
    for (const [userPlace, { uuid: user }] of users.entries()) {
      for (const [cidPlace, { cid }] of places.entries()) yield [userPlace, cidPlace, { user, cid }];
    }
  }

  *#pairs(): Iterable<Pair> {
    for (const [, , pair] of this.#rows()) yield pair;
  }
}

const userShown = (user: User): MatrixUser => ({ uuid: user.uuid, name: shownText(displayName(user)), address: shownText(user.uid ?? ''), home: user.cid });
const cidShown = ({ cid, name }: MatrixCid): MatrixCid => ({ cid, name: shownText(name) || cid });
const roleShown = (role: Role): MatrixRole => ({
  id: role.id,
  name: shownText(role.display_name) || role.id,
  description: onOneLine(role.description),
  owner: isCustomRole(role) ? role.cid : undefined,
});
