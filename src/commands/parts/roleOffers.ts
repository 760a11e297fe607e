/** Which roles may be granted to whom and where, and why not the others. */
import { allOrNone } from '../../api/batches.ts';
import { snapshotOf } from '../../core/changes/change.ts';
import type { RoleRef } from '../../core/changes/change.ts';
import { placeName } from '../../core/changes/describe.ts';
import { customRoleProblem, grantProblem } from '../../core/changes/grantProblem.ts';
import type { Place } from '../../core/changes/grantProblem.ts';
import { directGrant } from '../../core/changes/planRoles.ts';
import type { Grant } from '../../core/grant.ts';
import type { Cid, RoleId, UserUuid } from '../../core/ids.ts';
import type { Role } from '../../core/role.ts';
import { shownText } from '../../core/shownText.ts';
import type { User } from '../../core/user.ts';
import { readCids } from '../../state/changes/guardFacts.ts';
import type { Connection } from '../../state/connection.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import type { CommandDeps } from './deps.ts';

/** One user in one CID. */
export interface OfferPair {
  readonly user: User;
  readonly cid: Cid;
}

/** For more pairs than this the server is not asked beforehand: the changes themselves are checked anyway. */
const mostAsked = 100;
/** Roles are the same in every CID, but for the few custom ones. */
const mostCidsRead = 20;

export const roleName = ({ id, display_name: name }: Role): string => shownText(name) || id;
export const roleRef = (role: Role): RoleRef => ({ id: role.id, name: roleName(role) });

const pairKey = (uuid: UserUuid, cid: Cid): string => `${uuid}|${cid}`;

export class RoleOffers {
  readonly place: Place;
  /** Each role once, by name. */
  readonly roles: readonly Role[];
  readonly #grantable: ReadonlyMap<string, ReadonlySet<RoleId>>;
  readonly #known: (uuid: UserUuid, cid: Cid) => readonly Grant[] | undefined;

  constructor(parts: {
    readonly place: Place;
    readonly roles: readonly Role[];
    readonly grantable: ReadonlyMap<string, ReadonlySet<RoleId>>;
    readonly known: (uuid: UserUuid, cid: Cid) => readonly Grant[] | undefined;
  }) {
    this.place = parts.place;
    this.roles = parts.roles;
    this.#grantable = parts.grantable;
    this.#known = parts.known;
  }

  /** The record of a role; of one that nobody has shown only what is known. */
  record({ id, name }: RoleRef): Role {
    return this.roles.find((role) => role.id === id) ?? { id, display_name: name, description: '' };
  }

  /** A role by the name that the tenant gives it. */
  named(role: RoleRef): RoleRef {
    return roleRef(this.record(role));
  }

  /** What the user holds in the CID; undefined when it has not been read. */
  known({ user, cid }: OfferPair): readonly Grant[] | undefined {
    return this.#known(user.uuid, cid);
  }

  /** What the server says may be granted; undefined: not asked. */
  grantable({ user, cid }: OfferPair): ReadonlySet<RoleId> | undefined {
    return this.#grantable.get(pairKey(user.uuid, cid));
  }

  isHeld(pair: OfferPair, role: Pick<Role, 'id'>): boolean {
    return this.held(pair, role) !== undefined;
  }

  /** The user's own grant, not one through a group. */
  held(pair: OfferPair, { id }: Pick<Role, 'id'>): Grant | undefined {
    return directGrant(this.known(pair), pair.cid, id);
  }

  /** Why a role cannot be granted; what is held already is no problem of this kind. */
  problem(pair: OfferPair, role: Role): string | undefined {
    const offer = { to: snapshotOf(pair.user), cid: pair.cid, id: role.id, name: roleName(role), role };
    // What is held is not in the server's list either.
    const isHeld = this.known(pair)?.some(({ role_id: id }) => id === role.id) ?? false;
    return isHeld ? customRoleProblem(offer, this.place) : grantProblem(offer, this.grantable(pair), this.place);
  }
}

/** Roles of other CIDs than those that are meant may have been seen in the tree: a custom role is explained rather than not found. */
function knownElsewhere(directory: TenantDirectory, cids: readonly Cid[]): readonly Role[] {
  return [undefined, ...cids].flatMap((cid) => directory.knownRoles(cid) ?? []);
}

/** Reads what has to be known to offer roles; what is known already is not read again. */
export async function readOffers(deps: CommandDeps, connection: Connection, pairs: readonly OfferPair[]): Promise<RoleOffers> {
  const { directories, progress, l10n, locale } = deps;
  const directory = await directories.of(connection.id);
  const cids = [...new Set(pairs.map(({ cid }) => cid))];
  return progress(l10n.t('Looking which roles may be granted'), async (signal, report) => {
    const { cidName, tenantCids } = await readCids(directory, connection.name, signal);
    const lists = await allOrNone(cids.slice(0, mostCidsRead).map((cid) => (ownSignal) => directory.roles(cid, ownSignal)), signal);
    const asked = pairs.length <= mostAsked ? pairs : [];
    let read = 0;
    const grantable = await allOrNone(
      asked.map(({ user: { uuid }, cid }) => async (ownSignal) => {
        const [roles] = await Promise.all([directory.grantable(uuid, cid, ownSignal), directory.grants(uuid, cid, ownSignal)]);
        read += 1;
        report({ message: l10n.t('{0} of {1}', read.toLocaleString(locale), asked.length.toLocaleString(locale)), share: read / asked.length });
        return [pairKey(uuid, cid), roles] as const;
      }),
      signal,
    );
    const roles = new Map([...knownElsewhere(directory, tenantCids ?? cids), ...lists.flat()].map((role) => [role.id, role]));
    return new RoleOffers({
      place: (cid) => placeName(cid, cidName),
      roles: [...roles.values()].sort((left, right) => roleName(left).localeCompare(roleName(right))),
      grantable: new Map(grantable),
      known: (uuid, cid) => directory.knownGrants(uuid, cid),
    });
  });
}
