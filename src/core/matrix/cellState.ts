/** What a cell of the matrix says, and whether it can be changed. */
import type { Cid } from '../ids.ts';
import type { MatrixGrant, MatrixRole } from './matrix.ts';
import type { MatrixModel, Spot } from './matrixModel.ts';
import type { Pending } from './pending.ts';

/** `unread` and `failed`: it is not known what is held. */
export type Reading = 'read' | 'unread' | 'failed';

/** What is to become of a cell. A grant of what is held directly gives it a new end. */
export type Becoming = 'granted' | 'revoked' | 'newEnd';

export interface CellState {
  readonly reading: Reading;
  /** The user's own grant; with `expiresAt` it is a temporary one. */
  readonly direct: MatrixGrant | undefined;
  /** What groups give. */
  readonly inherited: readonly MatrixGrant[];
  readonly becomes: Becoming | undefined;
  /** Why it cannot be granted, of a cell in which nothing is held. */
  readonly refusal: GrantRefusal | undefined;
}

/** Why a role cannot be granted here. */
export type GrantRefusal =
  /** A custom role goes only to users whose home is the CID that owns it, and only there. */
  | { readonly kind: 'ownedElsewhere'; readonly owner: Cid }
  | { readonly kind: 'atHomeElsewhere'; readonly owner: Cid }
  /** The server does not list it for this user here. */
  | { readonly kind: 'notGrantable' };

/** Why a cell cannot be toggled. */
export type Refusal =
  | GrantRefusal
  /** Only groups give it: that is not changed here. */
  | { readonly kind: 'inherited'; readonly groups: readonly string[] }
  | { readonly kind: 'unread' }
  | { readonly kind: 'failed'; readonly message: string };

export const isInheritedWay = ({ through }: MatrixGrant): boolean => through !== undefined;

/** The user's own grant among the ways in which a role is held. Several are one: the server keeps one end for a role. */
export const directWay = (ways: readonly MatrixGrant[]): MatrixGrant | undefined => ways.find((way) => !isInheritedWay(way));

export function grantRefusal(model: MatrixModel, { row, role }: Spot): GrantRefusal | undefined {
  const { id, owner }: MatrixRole = model.roleAt(role);
  if (owner !== undefined) {
    if (owner !== model.cidAt(row).cid) return { kind: 'ownedElsewhere', owner };
    const { home } = model.userAt(row);
    // Of a user without a home nothing is known: the server decides.
    if (home !== undefined && home !== owner) return { kind: 'atHomeElsewhere', owner };
  }
  return model.grantable(row)?.has(id) === false ? { kind: 'notGrantable' } : undefined;
}

function readingOf(model: MatrixModel, place: number): Reading {
  const { grants, failure } = model.row(place);
  if (grants !== undefined) return 'read';
  return failure === undefined ? 'unread' : 'failed';
}

/** @param pending what is marked in the cell */
export function cellState(model: MatrixModel, spot: Spot, pending: Pending | undefined): CellState {
  const reading = readingOf(model, spot.row);
  const ways = model.held(spot.row, model.roleAt(spot.role).id);
  const direct = directWay(ways);
  const becomes = pending && (pending.kind === 'revoke' ? 'revoked' : direct ? 'newEnd' : 'granted');
  const refusal = reading === 'read' && ways.length === 0 ? grantRefusal(model, spot) : undefined;
  return { reading, direct, inherited: direct ? ways.filter(isInheritedWay) : ways, becomes, refusal };
}

/** What toggling a cell asks for, when nothing is marked in it: what is held directly is revoked, what is not is granted. */
export type Toggle = { readonly kind: 'grant' | 'revoke' } | { readonly kind: 'refused'; readonly refusal: Refusal };

export function toggleOf(model: MatrixModel, spot: Spot): Toggle {
  const { reading, direct, inherited, refusal } = cellState(model, spot, undefined);
  if (reading === 'unread') return { kind: 'refused', refusal: { kind: 'unread' } };
  if (reading === 'failed') return { kind: 'refused', refusal: { kind: 'failed', message: model.row(spot.row).failure ?? '' } };
  if (direct) return { kind: 'revoke' };
  if (inherited.length > 0) return { kind: 'refused', refusal: { kind: 'inherited', groups: inherited.map(({ through }) => through ?? '') } };
  return refusal ? { kind: 'refused', refusal } : { kind: 'grant' };
}
