/** Takes out of a list of changes what is said twice, taken back, or of no use because the user is deleted anyway. */
import { personKey } from './change.ts';
import type { Change, GrantRoles, RenameUser, RevokeRoles } from './change.ts';
import { mergeRoles } from './mergeRoles.ts';

const isAboutRoles = (change: Change): change is GrantRoles | RevokeRoles => change.kind === 'grant' || change.kind === 'revoke';

function mergeRenames(earlier: RenameUser, later: RenameUser): RenameUser {
  const doubtfulSince = earlier.doubtfulSince ?? later.doubtfulSince;
  return { ...later, user: earlier.user, before: earlier.before, ...(doubtfulSince !== undefined && { doubtfulSince }) };
}

const isNoRename = ({ before, after, doubtfulSince }: RenameUser): boolean =>
  doubtfulSince === undefined && before.first === after.first && before.last === after.last;

/** Of several changes of one kind to one user the last one counts; a rename keeps the names from before the first. */
function mergeSingles(changes: readonly Change[]): Change[] {
  const merged = new Map<string, Change>();
  for (const [index, change] of changes.entries()) {
    const key = change.kind === 'rawOperation' ? `raw|${index}` : `${change.kind}|${keyOf(change)}`;
    const earlier = merged.get(key);
    merged.set(key, earlier?.kind === 'renameUser' && change.kind === 'renameUser' ? mergeRenames(earlier, change) : change);
  }
  return [...merged.values()].filter((change) => change.kind !== 'renameUser' || !isNoRename(change));
}

function keyOf(change: Exclude<Change, { kind: 'rawOperation' }>): string {
  if (change.kind === 'createUser') return change.key;
  return personKey(change.kind === 'grant' ? change.to : change.user);
}

/**
 * Whoever is deleted is given nothing and not renamed or reset before. What is taken from them stays: should the
 * deletion fail, they have lost their access all the same.
 */
export function mergeChanges(changes: readonly Change[]): Change[] {
  const merged = [...mergeSingles(changes.filter((change) => !isAboutRoles(change))), ...mergeRoles(changes.filter(isAboutRoles))];
  const deleted = new Set(merged.filter((change) => change.kind === 'deleteUser').map(({ user }) => personKey(user)));
  return merged.filter((change) => {
    if (change.kind === 'deleteUser' || change.kind === 'revoke' || change.kind === 'createUser' || change.kind === 'rawOperation') return true;
    return !deleted.has(personKey(change.kind === 'grant' ? change.to : change.user));
  });
}
