/** The matrix as it is worked with: found by place, and taking in rows as they are read. */
import type { RoleId } from '../ids.ts';
import { pairKey } from './matrix.ts';
import type { Matrix, MatrixCid, MatrixGrant, MatrixRole, MatrixRow, MatrixUser, Pair, PairKey } from './matrix.ts';

/** One row as it was read. */
export type RowRead = Pair & Pick<MatrixRow, 'grants' | 'grantable' | 'failure'>;

/** A cell by where it stands in the matrix, whatever is filtered away. */
export interface Spot {
  /** A place in `rows`. */
  readonly row: number;
  /** A place in `roles`. */
  readonly role: number;
}

interface RowFacts {
  readonly held: ReadonlyMap<RoleId, readonly MatrixGrant[]>;
  readonly grantable: ReadonlySet<RoleId> | undefined;
}

const none: readonly MatrixGrant[] = [];

export class MatrixModel {
  readonly users: readonly MatrixUser[];
  readonly cids: readonly MatrixCid[];
  readonly roles: readonly MatrixRole[];
  readonly #rows: MatrixRow[];
  readonly #places = new Map<PairKey, number>();
  readonly #roleOf: ReadonlyMap<RoleId, MatrixRole>;
  /** Made for rows that are looked at: most of a long matrix never is. */
  readonly #facts = new Map<number, RowFacts>();

  constructor({ users, cids, roles, rows }: Matrix) {
    this.users = users;
    this.cids = cids;
    this.roles = roles;
    this.#roleOf = new Map(roles.map((role) => [role.id, role]));
    // A row that names nobody, or nowhere, cannot be shown.
    this.#rows = rows.filter(({ user, cid }) => users[user] && cids[cid]);
    for (const [place, row] of this.#rows.entries()) this.#places.set(pairKey(this.#pairOf(row)), place);
  }

  get rows(): readonly MatrixRow[] {
    return this.#rows;
  }

  /** @throws RangeError where there is no such row */
  row(place: number): MatrixRow {
    const row = this.#rows[place];
    if (!row) throw new RangeError(`There is no row ${place}.`);
    return row;
  }

  pair(place: number): Pair {
    return this.#pairOf(this.row(place));
  }

  userAt(place: number): MatrixUser {
    return this.users[this.row(place).user] as MatrixUser;
  }

  cidAt(place: number): MatrixCid {
    return this.cids[this.row(place).cid] as MatrixCid;
  }

  /** @throws RangeError where there is no such role */
  roleAt(place: number): MatrixRole {
    const role = this.roles[place];
    if (!role) throw new RangeError(`There is no role ${place}.`);
    return role;
  }

  role(id: RoleId): MatrixRole | undefined {
    return this.#roleOf.get(id);
  }

  placeOf(pair: Pair): number | undefined {
    return this.#places.get(pairKey(pair));
  }

  /** Whether it has the same rows and columns in the same places, whatever they say. */
  hasShapeOf(other: MatrixModel): boolean {
    if (other.roles.length !== this.roles.length || other.rows.length !== this.#rows.length) return false;
    return this.roles.every(({ id }, place) => other.roles[place]?.id === id) && [...this.#places].every(([key, place]) => other.#places.get(key) === place);
  }

  /** Where a cell of another matrix stands in this one; undefined where there is no such cell. */
  spotOf(other: MatrixModel, { row, role }: Spot): Spot | undefined {
    const place = this.placeOf(other.pair(row));
    const { id } = other.roleAt(role);
    const column = this.roles.findIndex((one) => one.id === id);
    return place === undefined || column < 0 ? undefined : { row: place, role: column };
  }

  /** The ways in which a role is held in a row that has been read. */
  held(place: number, role: RoleId): readonly MatrixGrant[] {
    return this.#factsOf(place).held.get(role) ?? none;
  }

  /** Undefined: the server has not been asked. */
  grantable(place: number): ReadonlySet<RoleId> | undefined {
    return this.#factsOf(place).grantable;
  }

  /** @returns the places of the rows it took in; rows that are not in the matrix any more are left out */
  take(read: readonly RowRead[]): number[] {
    return read.flatMap(({ user, cid, grants, grantable, failure }) => {
      const place = this.placeOf({ user, cid });
      if (place === undefined) return [];
      const row = this.row(place);
      this.#rows[place] = { user: row.user, cid: row.cid, grants: grants ?? row.grants, grantable: grantable ?? row.grantable, failure };
      this.#facts.delete(place);
      return place;
    });
  }

  #pairOf({ user, cid }: MatrixRow): Pair {
    return { user: (this.users[user] as MatrixUser).uuid, cid: (this.cids[cid] as MatrixCid).cid };
  }

  #factsOf(place: number): RowFacts {
    const known = this.#facts.get(place);
    if (known) return known;
    const { grants, grantable } = this.row(place);
    const facts: RowFacts = { held: Map.groupBy(grants ?? none, ({ role }) => role), grantable: grantable && new Set(grantable) };
    this.#facts.set(place, facts);
    return facts;
  }
}
