/**
 * What was written, laid over what is read. For up to a minute and a half after a change the server may go on showing
 * the state before it (Terraform's provider saw it with grants); a person must not see their change undone meanwhile.
 * Overlays are values: each function gives back the one to go on with.
 */
import { namesOf, sameEnd, sameNames } from '../../core/changes/change.ts';
import type { Change, Holding, Names, RoleRef, UserSnapshot } from '../../core/changes/change.ts';
import { directGrant } from '../../core/changes/planRoles.ts';
import type { Grant } from '../../core/grant.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';

interface Written {
  readonly userUuid: UserUuid;
  /** Epoch milliseconds from which on the server is believed, whatever it shows. */
  readonly until: number;
}

interface WrittenRole extends Written {
  readonly kind: 'role';
  readonly cid: Cid;
  readonly role: RoleRef;
  /** Undefined: taken back. */
  readonly holding: Holding | undefined;
  /** How often in a row reads have shown it. */
  readonly agreed: number;
}

interface WrittenUser extends Written {
  readonly kind: 'created' | 'deleted';
  readonly user: UserSnapshot;
}

interface WrittenNames extends Written {
  readonly kind: 'renamed';
  /** Several after several renames: the server may lag behind all of them. Other names are somebody else's. */
  readonly before: readonly Names[];
  readonly after: Names;
}

type Entry = WrittenRole | WrittenUser | WrittenNames;
export type Overlay = readonly Entry[];

export const emptyOverlay: Overlay = [];

/** A minute and a half, and as long as an answer may be under way that was given within it. */
export const settlingMs = 105_000;
/** Reads go back and forth for a while, so one that agrees is not enough. */
const agreeingReads = 2;

const placeOf = (entry: Entry): string =>
  entry.kind === 'role' ? `${entry.userUuid}|${entry.cid}|${entry.role.id}` : `${entry.userUuid}|${entry.kind}`;

/**
 * Adds a change that was carried out.
 * @param userUuid of the person it was about; for a new user, the one that was made
 */
export function withWritten(overlay: Overlay, change: Change, userUuid: UserUuid, now: number): Overlay {
  const present = overlay.filter((entry) => entry.until > now);
  const added = entriesOf(change, { userUuid, until: now + settlingMs }).map((entry) => afterEarlier(present, entry));
  const replaced = new Set(added.map(placeOf));
  return [...present.filter((entry) => !replaced.has(placeOf(entry))), ...added];
}

function afterEarlier(overlay: Overlay, entry: Entry): Entry {
  if (entry.kind !== 'renamed') return entry;
  const earlier = overlay.flatMap((one) => (one.kind === 'renamed' && one.userUuid === entry.userUuid ? one.before : []));
  return { ...entry, before: [...earlier, ...entry.before] };
}

function entriesOf(change: Change, written: Written): Overlay {
  switch (change.kind) {
    case 'createUser': {
      const { uid, cid, names } = change;
      return [{ ...written, kind: 'created', user: { uuid: written.userUuid, uid: uid.toLowerCase(), cid, first_name: names.first, last_name: names.last } }];
    }
    case 'renameUser':
      return [{ ...written, kind: 'renamed', before: [change.before], after: change.after }];
    case 'deleteUser':
      return [{ ...written, kind: 'deleted', user: change.user }];
    case 'grant': {
      const holding = change.expiresAt ? { expiresAt: change.expiresAt } : {};
      return change.roles.map(({ id, name }) => ({ ...written, kind: 'role', cid: change.cid, role: { id, name }, holding, agreed: 0 }));
    }
    case 'revoke':
      return change.roles.map(({ id, name }) => ({ ...written, kind: 'role', cid: change.cid, role: { id, name }, holding: undefined, agreed: 0 }));
    default:
      return [];
  }
}

export interface Laid<T> {
  readonly shown: readonly T[];
  /** Without what the server has come to agree with. */
  readonly overlay: Overlay;
}

const holdingOf = (grant: Grant | undefined): Holding | undefined => grant && (grant.expires_at ? { expiresAt: grant.expires_at } : {});

function agree(grant: Grant | undefined, { holding }: WrittenRole): boolean {
  const shown = holdingOf(grant);
  return shown === undefined || holding === undefined ? shown === holding : sameEnd(shown.expiresAt, holding.expiresAt);
}

/** Lays what was written over a read of a user's grants in a CID. */
export function overGrants(overlay: Overlay, place: { readonly userUuid: UserUuid; readonly cid: Cid }, read: readonly Grant[], now: number): Laid<Grant> {
  const { userUuid, cid } = place;
  let shown = [...read];
  const next = overlay.flatMap((entry): Overlay => {
    if (entry.until <= now) return [];
    if (entry.userUuid !== userUuid) return [entry];
    if (entry.kind === 'deleted') shown = [];
    if (entry.kind !== 'role' || entry.cid !== cid) return [entry];
    const direct = directGrant(read, cid, entry.role.id);
    if (agree(direct, entry)) return entry.agreed + 1 >= agreeingReads ? [] : [{ ...entry, agreed: entry.agreed + 1 }];
    shown = shown.filter((grant) => grant !== direct);
    if (entry.holding) shown.push(grantOf(entry, entry.holding));
    return [{ ...entry, agreed: 0 }];
  });
  return { shown, overlay: next };
}

const grantOf = ({ userUuid, cid, role }: WrittenRole, { expiresAt }: Holding): Grant => ({
  role_id: role.id,
  role_name: role.name,
  cid,
  uuid: userUuid,
  grant_type: 'direct',
  ...(expiresAt && { expires_at: expiresAt }),
});

/**
 * Lays what was written over a read of users.
 * @param belongs whether a user that was made, and that the read does not show yet, belongs into this list
 */
export function overUsers(overlay: Overlay, read: readonly User[], now: number, belongs: (user: User) => boolean = () => false): Laid<User> {
  const known = new Map(read.map((user) => [user.uuid, user]));
  const shown = new Map(known);
  const next = overlay.flatMap((entry): Overlay => {
    if (entry.until <= now) return [];
    if (entry.kind === 'role') return [entry];
    const user = known.get(entry.userUuid);
    switch (entry.kind) {
      case 'created':
        if (user) return [];
        if (belongs(entry.user)) shown.set(entry.userUuid, entry.user);
        return [entry];
      case 'renamed': {
        if (!user) return [entry];
        const { before, after } = entry;
        const names = namesOf(user);
        if (sameNames(names, after) || !before.some((one) => sameNames(names, one))) return [];
        shown.set(user.uuid, { ...user, first_name: after.first, last_name: after.last });
        return [entry];
      }
      case 'deleted':
        shown.delete(entry.userUuid);
        return [entry];
    }
  });
  return { shown: [...shown.values()], overlay: next };
}

/** The CIDs in which a user holds something, with those where a role was granted a moment ago. */
export function overAssignedCids(overlay: Overlay, userUuid: UserUuid, read: readonly Cid[], now: number): Cid[] {
  const granted = overlay.flatMap((entry) => {
    return entry.kind === 'role' && entry.userUuid === userUuid && entry.holding && entry.until > now ? [entry.cid] : [];
  });
  return [...new Set([...read, ...granted])];
}

/** Where roles were granted or taken a moment ago. */
export function writtenPairs(overlay: Overlay, now: number): { readonly userUuid: UserUuid; readonly cid: Cid }[] {
  return overlay.flatMap((entry) => (entry.kind === 'role' && entry.until > now ? { userUuid: entry.userUuid, cid: entry.cid } : []));
}

/** Those to whom a role was granted in a CID a moment ago. */
export const grantedIn = (overlay: Overlay, cid: Cid, now: number): UserUuid[] =>
  overlay.flatMap((entry) => (entry.kind === 'role' && entry.cid === cid && entry.holding && entry.until > now ? entry.userUuid : []));

export const isDeleted = (overlay: Overlay, userUuid: UserUuid, now: number): boolean =>
  overlay.some((entry) => entry.kind === 'deleted' && entry.userUuid === userUuid && entry.until > now);

/** Whether a user was made, or given something, a moment ago, and not deleted since. */
export const isExpected = (overlay: Overlay, userUuid: UserUuid, now: number): boolean =>
  !isDeleted(overlay, userUuid, now) &&
  overlay.some((entry) => {
    if (entry.userUuid !== userUuid || entry.until <= now) return false;
    return entry.kind === 'created' || (entry.kind === 'role' && entry.holding !== undefined);
  });
