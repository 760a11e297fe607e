/** Single grants with what has to be known to change them. */
import { allOrNone } from '../../api/batches.ts';
import type { RoleRef } from '../../core/changes/change.ts';
import { placeName } from '../../core/changes/describe.ts';
import type { Place } from '../../core/changes/grantProblem.ts';
import { directGrant } from '../../core/changes/planRoles.ts';
import { inheritancePath } from '../../core/grant.ts';
import type { Grant } from '../../core/grant.ts';
import type { Cid } from '../../core/ids.ts';
import { shownText } from '../../core/shownText.ts';
import type { User } from '../../core/user.ts';
import { readCids } from '../../state/changes/guardFacts.ts';
import type { CommandDeps } from './deps.ts';
import type { GrantsOfTenant } from './grantTargets.ts';
import { userName } from './whoText.ts';

export interface ReadTarget {
  readonly user: User;
  readonly cid: Cid;
  readonly role: RoleRef;
  /** What the user holds in the CID. */
  readonly known: readonly Grant[];
  /** The user's own grant, not one through a group. */
  readonly direct: Grant | undefined;
  /** The groups that give the role, if any does. */
  readonly through: string | undefined;
}

export interface ReadTargets {
  readonly targets: readonly ReadTarget[];
  readonly place: Place;
}

export async function readTargets({ directories, progress, l10n }: CommandDeps, { connection, targets }: GrantsOfTenant): Promise<ReadTargets> {
  const directory = await directories.of(connection.id);
  return progress(l10n.t('Reading what the users hold'), async (signal) => {
    const { cidName } = await readCids(directory, connection.name, signal);
    const read = await allOrNone(
      targets.map(({ user: uuid, cid, role: id }) => async (ownSignal): Promise<ReadTarget> => {
        const [user, known] = await Promise.all([directory.index.user(uuid) ?? directory.readUser(uuid, ownSignal), directory.grants(uuid, cid, ownSignal)]);
        const direct = directGrant(known, cid, id);
        const grants = known.filter(({ role_id: one }) => one === id);
        const inherited = grants.find((grant) => grant !== direct);
        const name = shownText(grants.find(({ role_name: one }) => one)?.role_name ?? '') || id;
        return { user, cid, role: { id, name }, known, direct, through: inherited && (shownText(inheritancePath(inherited)) || l10n.t('a group')) };
      }),
      signal,
    );
    return { targets: read, place: (cid) => placeName(cid, cidName) };
  });
}

/** Why a grant cannot be changed here: it comes through a group, or is not there any more. */
export function notDirectText({ l10n }: Pick<CommandDeps, 'l10n'>, { user, cid, role, through }: ReadTarget, place: Place): string {
  if (through === undefined) return l10n.t('{0} does not hold {1} in {2} any more.', userName(user), role.name, place(cid));
  return l10n.t(
    '{0} of {1} in {2} comes through {3}. Take the user out of the group, or the role from it, in the Falcon console.',
    ...[role.name, userName(user), place(cid), through],
  );
}

const mostSentences = 3;

/** The first few of several sentences, as one message. */
export function joined({ l10n }: Pick<CommandDeps, 'l10n'>, sentences: readonly string[]): string {
  const distinct = [...new Set(sentences)];
  const more = distinct.length > mostSentences ? [l10n.t('… and {0} more.', distinct.length - mostSentences)] : [];
  return [...distinct.slice(0, mostSentences), ...more].join(' ');
}
