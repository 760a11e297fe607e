/** Which rows must not be sent because of how earlier ones ended. */
import { isNewUser, personKey } from '../../core/changes/change.ts';
import type { Change, DeleteUser, GrantRoles, RevokeRoles } from '../../core/changes/change.ts';
import type { RowOutcome } from '../../core/changes/outcome.ts';
import type { Cid } from '../../core/ids.ts';
import { falconAdministrator } from '../../core/role.ts';

const isAboutAdministrators = ({ roles }: GrantRoles | RevokeRoles): boolean => roles.some(({ id }) => id === falconAdministrator);

/** Where a user who is deleted is known to be Falcon Administrator, through a group too. */
function administered({ user, grants = [] }: DeleteUser): Cid[] {
  const cids = grants.filter(({ role_id: id }) => id === falconAdministrator).map(({ cid }) => cid ?? user.cid);
  return [...new Set(cids)].filter((cid) => cid !== undefined);
}

const noSuccessor = 'The other user did not become Falcon Administrator in this CID.';

/**
 * Tells, for a set, why a row is to be skipped: roles of a user who was not made; and what is taken from somebody who
 * did not get what replaces it, or from the one Falcon Administrator whose successor did not become one, by revoking or
 * by deleting.
 * @param outcomes by row, filled in as rows end
 */
export function dependenciesOf(changes: readonly Change[], outcomes: readonly (RowOutcome | undefined)[]): (change: Change) => string | undefined {
  const isDone = (row: number): boolean => outcomes[row]?.state === 'done';
  const creations = new Map<string, number>();
  const grants = new Map<string, number[]>();
  const grantKey = (person: string, cid: string): string => `${person}|${cid}`;
  const add = (key: string, row: number): void => void grants.set(key, [...(grants.get(key) ?? []), row]);
  for (const [row, change] of changes.entries()) {
    if (change.kind === 'createUser') creations.set(change.key, row);
    if (change.kind !== 'grant') continue;
    add(grantKey(personKey(change.to), change.cid), row);
    if (isAboutAdministrators(change)) add(grantKey('administrators', change.cid), row);
  }
  const isSucceeded = (cid: Cid): boolean => (grants.get(grantKey('administrators', cid)) ?? []).every(isDone);
  return (change) => {
    if (change.kind === 'grant' && isNewUser(change.to)) {
      const creation = creations.get(change.to.key);
      if (creation === undefined || isDone(creation)) return undefined;
      return outcomes[creation]?.state === 'unknown' ? 'It is not known whether the user was made.' : 'The user was not made.';
    }
    if (change.kind === 'deleteUser') return administered(change).every(isSucceeded) ? undefined : noSuccessor;
    if (change.kind !== 'revoke') return undefined;
    const own = grants.get(grantKey(personKey(change.user), change.cid)) ?? [];
    if (!own.every(isDone)) return 'What was to be granted to this user instead was not granted.';
    return !isAboutAdministrators(change) || isSucceeded(change.cid) ? undefined : noSuccessor;
  };
}
