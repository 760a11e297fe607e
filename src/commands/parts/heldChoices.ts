/** Roles that several people hold, as they are chosen from: each role of each CID once. */
import type { RoleRef } from '../../core/changes/change.ts';
import type { Place } from '../../core/changes/grantProblem.ts';
import { endText } from '../../core/changes/temporary.ts';
import { inheritancePath, isInherited } from '../../core/grant.ts';
import type { Grant } from '../../core/grant.ts';
import type { Cid } from '../../core/ids.ts';
import { shownText } from '../../core/shownText.ts';
import { byTexts } from '../../core/textOrder.ts';
import type { User } from '../../core/user.ts';
import type { PickItem } from '../../host/prompts.ts';
import type { CommandDeps } from './deps.ts';

export interface UserHeld {
  readonly user: User;
  /** Everywhere. */
  readonly grants: readonly Grant[];
}

export interface HeldRole {
  readonly cid: Cid;
  readonly role: RoleRef;
  readonly users: readonly User[];
  /** Where one user alone holds it with an end. */
  readonly until: string | undefined;
}

/** What is held directly, by place and name. */
export function directRoles(held: readonly UserHeld[], place: Place): HeldRole[] {
  const grants = held.flatMap(({ user, grants: all }) => all.flatMap((grant) => (grant.cid && !isInherited(grant) ? [{ user, grant, cid: grant.cid }] : [])));
  const roles = [...Map.groupBy(grants, ({ cid, grant }) => `${cid}|${grant.role_id}`).values()].flatMap((some): HeldRole[] => {
    const [first] = some;
    if (!first) return [];
    const { cid, grant } = first;
    const role = { id: grant.role_id, name: shownText(grant.role_name ?? '') || grant.role_id };
    return [{ cid, role, users: some.map(({ user }) => user), until: some.length === 1 ? grant.expires_at : undefined }];
  });
  return roles.sort(byTexts(({ cid, role }) => [place(cid), cid, role.name, role.id]));
}

/** @param of how many users were asked about */
export function heldItems({ l10n }: Pick<CommandDeps, 'l10n'>, roles: readonly HeldRole[], place: Place, of: number): PickItem<HeldRole>[] {
  return roles.map((held, at) => {
    const { cid, role, users, until } = held;
    const group = roles[at - 1]?.cid === cid ? undefined : place(cid);
    const description = [
      ...(of > 1 ? [l10n.t('{0} of {1} users', users.length, of)] : []),
      ...(until === undefined ? [] : [l10n.t('until {0}', endText(until))]),
    ].join(' · ');
    const icon = until === undefined ? 'shield' : 'watch';
    return { label: role.name, description: description || place(cid), icon, ...(group !== undefined && { group }), value: held };
  });
}

/** What the people hold through groups, by group, for those who can only change what is held directly. */
export function inheritedNotes({ l10n }: Pick<CommandDeps, 'l10n'>, held: readonly UserHeld[]): string[] {
  const inherited = held.flatMap(({ grants }) => grants.filter(isInherited));
  const byGroup = [...Map.groupBy(inherited, (grant) => shownText(inheritancePath(grant)) || l10n.t('a group'))].sort(byTexts(([path]) => [path]));
  return byGroup.map(([path, grants]) =>
    grants.length === 1
      ? l10n.t('1 role comes through {0} and stays: take the user out of the group, or the role from it, in the Falcon console.', path)
      : l10n.t('{0} roles come through {1} and stay: take the user out of the group, or the roles from it, in the Falcon console.', grants.length, path),
  );
}
