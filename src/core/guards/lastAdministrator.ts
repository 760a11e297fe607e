/** Whether a set leaves a CID without anybody who can administer it. */
import { isNewUser, personLabel } from '../changes/change.ts';
import type { ChangeSet, DeleteUser, GrantRoles, UserSnapshot } from '../changes/change.ts';
import { directGrant } from '../changes/planRoles.ts';
import { isInherited } from '../grant.ts';
import type { Grant } from '../grant.ts';
import type { Cid, UserUuid } from '../ids.ts';
import { falconAdministrator } from '../role.ts';
import type { Found, Guard, GuardFacts } from './guard.ts';

interface Loss {
  readonly user: UserSnapshot;
  readonly row: number;
  /** The role is not taken now but gets an end. */
  readonly isLater?: true;
}

/** Who administers the CIDs in which that has been counted. */
type Counted = ReadonlyMap<Cid, ReadonlySet<UserUuid>>;

const isAdministrators = (grant: Grant, cid: Cid): boolean => grant.role_id === falconAdministrator && (grant.cid ?? cid) === cid;

/** Whoever holds the role through a group keeps it when the direct grant is revoked. */
const keepsIt = (grants: readonly Grant[] | undefined, cid: Cid): boolean =>
  grants?.some((grant) => isAdministrators(grant, cid) && isInherited(grant)) ?? false;

const isWhole = ({ grants, grantsAreWhole }: DeleteUser): boolean => grants !== undefined && grantsAreWhole !== false;

function countedIn({ changes }: ChangeSet, facts: GuardFacts): Counted {
  const homes = changes.flatMap((change) => (change.kind === 'deleteUser' && change.user.cid ? [change.user.cid] : []));
  const others = changes.some((change) => change.kind === 'deleteUser' && !isWhole(change)) ? (facts.tenantCids ?? []) : [];
  const counted = new Map<Cid, ReadonlySet<UserUuid>>();
  for (const cid of new Set([...homes, ...others])) {
    const holders = facts.administrators(cid);
    if (holders) counted.set(cid, holders);
  }
  return counted;
}

/** Where a deletion takes an administrator away, as far as that can be told. */
function lostBy(change: DeleteUser, counted: Counted): Set<Cid> {
  const { user, grants = [] } = change;
  const cids = new Set(grants.flatMap(({ role_id: id, cid }) => (id === falconAdministrator && cid ? [cid] : [])));
  for (const [cid, holders] of counted) if (holders.has(user.uuid) && (cid === user.cid || !isWhole(change))) cids.add(cid);
  return cids;
}

/** A new end for the role of somebody who held it without one. */
function getsAnEnd({ to, cid, roles, expiresAt }: GrantRoles, facts: GuardFacts): boolean {
  const role = roles.find(({ id }) => id === falconAdministrator);
  if (!role || !expiresAt || isNewUser(to)) return false;
  const grants = facts.grants(to.uuid, cid);
  const direct = grants && directGrant(grants, cid, falconAdministrator);
  const isPermanent = grants ? direct !== undefined && !direct.expires_at : role.held !== undefined && !role.held.expiresAt;
  return isPermanent && !keepsIt(grants, cid);
}

function lossesOf({ changes }: ChangeSet, facts: GuardFacts, counted: Counted): Map<Cid, Loss[]> {
  const losses = new Map<Cid, Loss[]>();
  const lose = (cid: Cid, loss: Loss): void => void losses.set(cid, [...(losses.get(cid) ?? []), loss]);
  for (const [row, change] of changes.entries()) {
    if (change.kind === 'revoke' && change.roles.some(({ id }) => id === falconAdministrator)) {
      if (!keepsIt(facts.grants(change.user.uuid, change.cid), change.cid)) lose(change.cid, { user: change.user, row });
    }
    if (change.kind === 'grant' && !isNewUser(change.to) && getsAnEnd(change, facts)) lose(change.cid, { user: change.to, row, isLater: true });
    if (change.kind === 'deleteUser') for (const cid of lostBy(change, counted)) lose(cid, { user: change.user, row });
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
  if (left.size > 0) return [];
  const isLater = losses.some((loss) => loss.isLater);
  return [{ ...about, sentence: `This leaves ${place} without any Falcon Administrator${isLater ? ' once the new end has come' : ''}.` }];
}

const whoOf = (losses: readonly Loss[]): string => `${listed(losses)}${losses.length > 3 ? ' and others' : ''}`;

function unreadDeletions({ changes }: ChangeSet, facts: GuardFacts, counted: Counted): Found[] {
  // Where everybody is counted, whoever is lost is found among them.
  if (facts.tenantCids?.every((cid) => counted.has(cid))) return [];
  const deletions = [...changes.entries()].flatMap(([row, change]) => {
    return change.kind === 'deleteUser' && !isWhole(change) ? [{ change, user: change.user, row }] : [];
  });
  const unread = deletions.filter(({ change }) => !change.grants && !(change.user.cid && counted.has(change.user.cid)));
  const partly = deletions.filter((deletion) => !unread.includes(deletion));
  const found: Found[] = [];
  if (unread.length > 0) {
    const sentence = `What ${whoOf(unread)} held has not been read: nobody can tell whether a Falcon Administrator is lost.`;
    found.push({ rows: unread.map(({ row }) => row), sentence });
  }
  if (partly.length > 0) {
    const sentence =
      `What ${whoOf(partly)} held outside the home CID has not been read: nobody can tell whether a Falcon Administrator is lost there. ` +
      'Count the holders there first.';
    found.push({ rows: partly.map(({ row }) => row), sentence });
  }
  return found;
}

export const lastAdministrator: Guard = {
  id: 'lastAdministrator',
  severity: 'warn',
  about: 'The last Falcon Administrator of a CID is not taken away unnoticed.',
  find: (set, facts) => {
    const counted = countedIn(set, facts);
    const losses = [...lossesOf(set, facts, counted)];
    return [...losses.flatMap(([cid, lost]) => judge(set, facts, cid, lost)), ...unreadDeletions(set, facts, counted)];
  },
};
