/** Tells why a set must not run, and offers what can be done about it. */
import { isNewUser, personKey } from '../../../core/changes/change.ts';
import type { Change, ChangeSet, GrantRoles, Person, RevokeRoles } from '../../../core/changes/change.ts';
import { counted } from '../../../core/changes/describe.ts';
import type { Finding } from '../../../core/guards/guard.ts';
import { falconAdministrator } from '../../../core/role.ts';
import type { L10n } from '../../../host/l10n.ts';
import type { Prompts } from '../../../host/prompts.ts';
import { firstOf, titleOf } from './questionText.ts';

export type WayOut = 'allowChanges' | { readonly without: readonly Change[] };

const mostReasons = 8;

const placeOf = (person: Person, cid: string): string => `${personKey(person)}|${cid}`;
const isAboutAdministrators = ({ roles }: GrantRoles | RevokeRoles): boolean => roles.some(({ id }) => id === falconAdministrator);

/**
 * Tells what must not be done when others are left out: nobody who is not made can be given a role; nobody loses a role
 * when what was to replace it is not given; and no Falcon Administrator goes before the successor has come.
 */
function dependsOn(leftOut: readonly Change[]): (change: Change) => boolean {
  const unmade = new Set(leftOut.flatMap((change) => (change.kind === 'createUser' ? [change.key] : [])));
  const grants = leftOut.filter((change) => change.kind === 'grant');
  const ungiven = new Set(grants.map(({ to, cid }) => placeOf(to, cid)));
  const withoutSuccessor = new Set(grants.filter(isAboutAdministrators).map(({ cid }) => cid));
  return (change) => {
    switch (change.kind) {
      case 'grant':
        return isNewUser(change.to) && unmade.has(change.to.key);
      case 'revoke':
        return ungiven.has(placeOf(change.user, change.cid)) || (isAboutAdministrators(change) && withoutSuccessor.has(change.cid));
      case 'deleteUser':
        return (change.grants ?? []).some(({ role_id: id, cid }) => id === falconAdministrator && cid !== undefined && withoutSuccessor.has(cid));
      default:
        return false;
    }
  };
}

/** The changes that can do without those that were refused; undefined when a refusal is about the whole set, or nothing would be left. */
export function remainder(changes: readonly Change[], refused: readonly Finding[]): readonly Change[] | undefined {
  if (refused.some(({ rows }) => rows.length === 0)) return undefined;
  const rows = new Set(refused.flatMap((finding) => finding.rows));
  let left = changes.filter((_change, row) => !rows.has(row));
  // What is left out may take others with it: a role of a user who is not made may be the one that replaces another.
  for (let before = changes.length; left.length < before; ) {
    before = left.length;
    const depends = dependsOn(changes.filter((change) => !left.includes(change)));
    left = left.filter((change) => !depends(change));
  }
  return left.length > 0 && left.length < changes.length ? left : undefined;
}

export async function askRefused(
  { prompts, l10n }: { readonly prompts: Prompts; readonly l10n: L10n },
  set: ChangeSet,
  refused: readonly Finding[],
): Promise<WayOut | undefined> {
  const left = remainder(set.changes, refused);
  const isLocked = refused.every(({ rule }) => rule === 'readOnlyTenant');
  const actions: { readonly label: string; readonly value: WayOut }[] = [
    ...(isLocked ? [{ label: l10n.t('Allow Changes…'), value: 'allowChanges' as const }] : []),
    ...(left ? [{ label: l10n.t('Leave Out {0}', counted(set.changes.length - left.length, 'Change')), value: { without: left } }] : []),
  ];
  return prompts.decide({
    isError: true,
    message: l10n.t('{0}: nothing was changed.', titleOf(set)),
    detail: firstOf(refused.map(({ sentence }) => sentence), mostReasons, l10n).join('\n'),
    actions,
  });
}
