/** A thousand changes of all kinds, and the look at the server that tells which of them were carried out. */
import { readGrants } from '../../../../src/api/falcon/grants.ts';
import type { FalconClient } from '../../../../src/api/falcon/client.ts';
import { readAllUsers } from '../../../../src/api/falcon/users.ts';
import { asNewUserKey, isNewUser, namesOf, sameEnd, snapshotOf } from '../../../../src/core/changes/change.ts';
import type { Change } from '../../../../src/core/changes/change.ts';
import { directGrant } from '../../../../src/core/changes/planRoles.ts';
import type { RowOutcome } from '../../../../src/core/changes/outcome.ts';
import type { Grant } from '../../../../src/core/grant.ts';
import { isInherited } from '../../../../src/core/grant.ts';
import { asCid, asRoleId } from '../../../../src/core/ids.ts';
import type { Cid, UserUuid } from '../../../../src/core/ids.ts';
import type { User } from '../../../../src/core/user.ts';

const background = { priority: 'background' } as const;

/** Reads in spite of faults. */
export async function persistently<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await read();
    } catch (error) {
      if (tries >= 30) throw error;
    }
  }
}

export const allUsers = (client: FalconClient): Promise<User[]> => persistently(() => readAllUsers(client, {}, background));

interface Place {
  readonly userUuid: UserUuid;
  readonly cid: Cid;
}

/** By uuid and CID. */
async function grantsOfAll(client: FalconClient, places: readonly Place[]): Promise<Map<string, readonly Grant[]>> {
  const read = await Promise.all(places.map((place) => persistently(() => readGrants(client, place, background))));
  return new Map(places.map(({ userUuid, cid }, at) => [`${userUuid}|${cid}`, read[at] ?? []]));
}

export interface Numbers {
  readonly created: number;
  readonly granted: number;
  readonly revoked: number;
  readonly renamed: number;
  readonly reset: number;
  readonly deleted: number;
}

/** Each created user is also given a role. Each existing user meets one kind of change only. */
export async function makeChanges(client: FalconClient, parentCid: string, numbers: Numbers): Promise<Change[]> {
  const users = (await allUsers(client)).filter(({ cid, first_name }) => cid && first_name);
  const cid = asCid(parentCid);
  const created = Array.from({ length: numbers.created }, (_, n): Change[] => {
    const [key, uid] = [asNewUserKey(`new-${n}`), `new-${n}@made.example`];
    const role = { id: asRoleId('help_desk'), name: 'Help Desk' };
    return [
      { kind: 'createUser', key, uid, cid, names: { first: `First ${n}`, last: `Last ${n}` } },
      { kind: 'grant', to: { key, uid, cid }, cid, roles: [role] },
    ];
  });
  const take = (count: number): User[] => users.splice(0, count);
  const grantees = take(numbers.granted);
  const granted = grantees.map((user): Change => {
    const roles = [{ id: asRoleId('binarly_user'), name: 'Binary Search User' }, { id: asRoleId('billing_dashboard_admin'), name: 'Billing' }];
    return { kind: 'grant', to: snapshotOf(user), cid: user.cid ?? cid, roles };
  });
  const renamed = take(numbers.renamed).map((user, n): Change => {
    return { kind: 'renameUser', user: snapshotOf(user), before: namesOf(user), after: { first: 'Renamed', last: `Number ${n}` } };
  });
  const reset = take(numbers.reset).map((user, n): Change => ({ kind: n % 2 ? 'resetPassword' : 'resetFactors', user: snapshotOf(user) }));
  const deleted = take(numbers.deleted).map((user): Change => ({ kind: 'deleteUser', user: snapshotOf(user), grants: undefined }));
  const held = await grantsOfAll(client, users.slice(0, numbers.revoked * 2).map((user) => ({ userUuid: user.uuid, cid: user.cid ?? cid })));
  const revoked = users
    .flatMap((user): Change[] => {
      const direct = held.get(`${user.uuid}|${user.cid}`)?.find((grant) => !isInherited(grant));
      if (!direct || !user.cid) return [];
      const { role_id: id, role_name: name = id, expires_at: expiresAt } = direct;
      return [{ kind: 'revoke', user: snapshotOf(user), cid: user.cid, roles: [{ id, name, expiresAt }] }];
    })
    .slice(0, numbers.revoked);
  return [...created.flat(), ...granted, ...renamed, ...reset, ...deleted, ...revoked];
}

type Outcomes = readonly (RowOutcome | undefined)[];

/** What the server shows of each row: carried out, not carried out; undefined where nothing can be seen. */
export async function carriedOut(client: FalconClient, changes: readonly Change[], outcomes: Outcomes): Promise<(boolean | undefined)[]> {
  const users = await allUsers(client);
  const byUuid = new Map(users.map((user) => [user.uuid, user]));
  const byUid = Map.groupBy(users, ({ uid }) => uid);
  const uidOf = new Map(changes.flatMap((change) => (change.kind === 'createUser' ? [[change.key, change.uid] as const] : [])));
  const uuidOf = (change: Change): UserUuid | undefined => {
    if (change.kind === 'grant') return isNewUser(change.to) ? byUid.get(uidOf.get(change.to.key) ?? change.to.uid)?.[0]?.uuid : change.to.uuid;
    return change.kind === 'revoke' ? change.user.uuid : undefined;
  };
  const places = changes.flatMap((change) => {
    const userUuid = uuidOf(change);
    return userUuid && byUuid.has(userUuid) && 'cid' in change && change.cid ? [{ userUuid, cid: change.cid }] : [];
  });
  const grants = await grantsOfAll(client, places);
  return changes.map((change, row) => {
    switch (change.kind) {
      case 'createUser': {
        const found = byUid.get(change.uid) ?? [];
        if (found.length > 1) throw new Error(`${change.uid} was made twice`);
        const outcome = outcomes[row];
        return found.length === 1 && (outcome?.state !== 'done' || outcome.created?.uuid === found[0]?.uuid);
      }
      case 'renameUser':
        return namesOf(byUuid.get(change.user.uuid) ?? change.user).last === change.after.last;
      case 'deleteUser':
        return !byUuid.has(change.user.uuid);
      case 'grant':
      case 'revoke': {
        const held = grants.get(`${uuidOf(change)}|${change.cid}`) ?? [];
        const wanted = change.roles.filter((role) => {
          const direct = directGrant(held, change.cid, role.id);
          return change.kind === 'revoke' ? !direct : direct && sameEnd(direct.expires_at, change.expiresAt);
        });
        if (wanted.length > 0 && wanted.length < change.roles.length) throw new Error('half of a call was carried out');
        return wanted.length > 0;
      }
      default:
        return undefined;
    }
  });
}
