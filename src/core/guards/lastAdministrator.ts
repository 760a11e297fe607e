/** Whether a set leaves a CID without anybody who can administer it. */
import { personLabel } from '../changes/change.ts';
import type { ChangeSet, UserSnapshot } from '../changes/change.ts';
import { isInherited } from '../grant.ts';
import type { Grant } from '../grant.ts';
import type { Cid, UserUuid } from '../ids.ts';
import { falconAdministrator } from '../role.ts';
import type { Found, Guard, GuardFacts } from './guard.ts';

interface Loss {
  readonly user: UserSnapshot;
  readonly row: number;
}

const isAdministrators = (grant: Grant, cid: Cid): boolean => grant.role_id === falconAdministrator && (grant.cid ?? cid) === cid;

/** Whoever holds the role through a group keeps it when the direct grant is revoked. */
const keepsIt = (grants: readonly Grant[] | undefined, cid: Cid): boolean =>
  grants?.some((grant) => isAdministrators(grant, cid) && isInherited(grant)) ?? false;

function lossesOf({ changes }: ChangeSet, facts: GuardFacts): Map<Cid, Loss[]> {
  const losses = new Map<Cid, Loss[]>();
  const lose = (cid: Cid, loss: Loss): void => void losses.set(cid, [...(losses.get(cid) ?? []), loss]);
  for (const [row, change] of changes.entries()) {
    if (change.kind === 'revoke' && change.roles.some(({ id }) => id === falconAdministrator)) {
      if (!keepsIt(facts.grants(change.user.uuid, change.cid), change.cid)) lose(change.cid, { user: change.user, row });
    }
    if (change.kind === 'deleteUser') {
      const cids = new Set((change.grants ?? []).flatMap(({ role_id: id, cid }) => (id === falconAdministrator && cid ? [cid] : [])));
      if (change.user.cid && facts.administrators(change.user.cid)?.has(change.user.uuid)) cids.add(change.user.cid);
      for (const cid of cids) lose(cid, { user: change.user, row });
    }
  }
  return losses;
}

function gains({ changes }: ChangeSet, cid: Cid): boolean {
  return changes.some(
    (change) => change.kind === 'grant' && change.cid === cid && !change.expiresAt && change.roles.some(({ id }) => id === falconAdministrator),
  );
}

const listed = (losses: readonly Loss[]): string => [...new Set(losses.map(({ user }) => personLabel(user)))].slice(0, 3).join(', ');

function judge(set: ChangeSet, facts: GuardFacts, cid: Cid, losses: readonly Loss[]): Found[] {
  if (gains(set, cid)) return [];
  const place = facts.cidName(cid) ?? cid;
  const about = { cid, rows: losses.map(({ row }) => row) };
  const holders = facts.administrators(cid);
  if (!holders) {
    const sentence = `It is not known whether anybody else is Falcon Administrator in ${place}: ${listed(losses)} would no longer be. Count the holders first.`;
    return [{ ...about, sentence }];
  }
  const left = new Set<UserUuid>(holders);
  for (const { user } of losses) left.delete(user.uuid);
  return left.size > 0 ? [] : [{ ...about, sentence: `This leaves ${place} without any Falcon Administrator.` }];
}

function unreadDeletions({ changes }: ChangeSet, facts: GuardFacts): Found[] {
  const unread = [...changes.entries()].flatMap(([row, change]) => {
    if (change.kind !== 'deleteUser' || change.grants) return [];
    return change.user.cid && facts.administrators(change.user.cid) ? [] : [{ user: change.user, row }];
  });
  if (unread.length === 0) return [];
  const who = `${listed(unread)}${unread.length > 3 ? ' and others' : ''}`;
  const sentence = `What ${who} held has not been read: nobody can tell whether a Falcon Administrator is lost.`;
  return [{ rows: unread.map(({ row }) => row), sentence }];
}

export const lastAdministrator: Guard = {
  id: 'lastAdministrator',
  severity: 'warn',
  about: 'The last Falcon Administrator of a CID is not taken away unnoticed.',
  find: (set, facts) => [...[...lossesOf(set, facts)].flatMap(([cid, losses]) => judge(set, facts, cid, losses)), ...unreadDeletions(set, facts)],
};
