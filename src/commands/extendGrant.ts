import { snapshotOf } from '../core/changes/change.ts';
import type { Change } from '../core/changes/change.ts';
import { placeName } from '../core/changes/describe.ts';
import { planGrant } from '../core/changes/planRoles.ts';
import { endText } from '../core/changes/temporary.ts';
import { isInherited, outlasts } from '../core/grant.ts';
import { shownText } from '../core/shownText.ts';
import { readCids } from '../state/changes/guardFacts.ts';
import { askEnd, momentOf } from './parts/askEnd.ts';
import { gapText } from './parts/coverageText.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { grantsGiven } from './parts/grantTargets.ts';
import type { GrantsOfTenant, GrantTarget } from './parts/grantTargets.ts';
import { readGrants, temporaryScope } from './parts/readGrants.ts';
import { joined, notDirectText, readTargets } from './parts/readTargets.ts';
import type { ReadTarget, ReadTargets } from './parts/readTargets.ts';
import { askConnection } from './parts/targets.ts';
import { userName, whoText } from './parts/whoText.ts';

/** The temporary roles of a tenant, to choose from: soonest first. */
async function askGrants(deps: CommandDeps): Promise<GrantsOfTenant[]> {
  const { directories, prompts, progress, l10n } = deps;
  const title = l10n.t('Extend Temporary Role');
  const connection = await askConnection(deps, { title });
  const end = connection && (await readGrants(deps, { connection, scope: temporaryScope, name: connection.name, canDoWithout: true }));
  if (!connection || !end || end.how === 'cancelled') return [];
  const directory = await directories.of(connection.id);
  const { cidName } = await progress(l10n.t('Reading the CIDs of {0}', connection.name), (signal) => readCids(directory, connection.name, signal));
  const { items, coverage } = directory.index.temporary();
  const direct = items.flatMap(({ user, grant }) => (isInherited(grant) || !grant.cid ? [] : [{ user, grant, cid: grant.cid }]));
  if (direct.length === 0) {
    const message = [l10n.t('No temporary role is known in {0} that is held directly.', connection.name), gapText(deps, coverage)].filter(Boolean).join(' ');
    await prompts.notify({ severity: 'information', message });
    return [];
  }
  const chosen = await prompts.pickMany<GrantTarget>({
    title,
    placeholder: gapText(deps, coverage) ?? l10n.t('Which roles?'),
    items: direct.map(({ user, grant, cid }) => ({
      label: l10n.t('{0}: {1}', userName(user), shownText(grant.role_name ?? '') || grant.role_id),
      description: l10n.t('until {0}', endText(grant.expires_at ?? '')),
      detail: placeName(cid, cidName),
      icon: 'watch',
      value: { user: user.uuid, cid, role: grant.role_id },
    })),
  });
  return chosen && chosen.length > 0 ? [{ connection, targets: chosen }] : [];
}

function otherText(deps: CommandDeps, target: ReadTarget, { place }: ReadTargets): string {
  const { user, cid, role, direct } = target;
  if (!direct) return notDirectText(deps, target, place);
  return deps.l10n.t('{0} of {1} in {2} has no end.', role.name, userName(user), place(cid));
}

function changesOf(targets: readonly ReadTarget[], expiresAt: string | undefined): Change[] {
  return [...Map.groupBy(targets, ({ user, cid }) => `${user.uuid}|${cid}`).values()].flatMap((some): Change[] => {
    const [first] = some;
    const change = first && planGrant({ to: snapshotOf(first.user), cid: first.cid, roles: some.map(({ role }) => role), expiresAt, known: first.known });
    return change ? [change] : [];
  });
}

async function extend(deps: CommandDeps, group: GrantsOfTenant): Promise<void> {
  const { prompts, mention, road, l10n } = deps;
  const read = await readTargets(deps, group);
  const fitting = read.targets.filter(({ direct }) => direct?.expires_at);
  const others = read.targets.filter(({ direct }) => !direct?.expires_at).map((target) => otherText(deps, target, read));
  const [first] = fitting;
  if (!first) return void (await prompts.notify({ severity: 'warning', message: joined(deps, others) }));
  const who = whoText(deps, [...new Map(fitting.map(({ user }) => [user.uuid, user])).values()]);
  const only = fitting.length === 1 ? first : undefined;
  const title = only ? l10n.t('Extend {0} of {1} in {2}', only.role.name, who, read.place(only.cid)) : l10n.t('Extend {0} Roles of {1}', fitting.length, who);
  const end = await askEnd(deps, title);
  if (!end) return;
  const expiresAt = momentOf(end);
  // Among several some may end later than what is chosen for all.
  const [later, earlier] = [true, false].map((isLater) => fitting.filter(({ direct }) => outlasts(direct, expiresAt) === isLater));
  const laterText = ({ role, user, cid }: ReadTarget): string => l10n.t('{0} of {1} in {2} ends later already.', role.name, userName(user), read.place(cid));
  const notes = [...others, ...(later ?? []).map(laterText)];
  const changes = changesOf(earlier ?? [], expiresAt);
  if (changes.length === 0 && notes.length > 0) return void (await prompts.notify({ severity: 'warning', message: joined(deps, notes) }));
  if (changes.length === 0) return mention(l10n.t('Nothing to change: everything is so already.'));
  await road.propose({ connectionId: group.connection.id, origin: 'extendGrant', changes, notes });
}

export const extendGrant: TenantCommand = {
  id: 'falconAdmin.grants.extend',
  async run(deps, given) {
    const groups = given.length > 0 ? await grantsGiven(deps, given) : await askGrants(deps);
    for (const group of groups) await extend(deps, group);
  },
};
