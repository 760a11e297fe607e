/** In which CIDs of a tenant something is to be done. */
import { allOrNone } from '../../api/batches.ts';
import { childName } from '../../core/child.ts';
import type { Child } from '../../core/child.ts';
import { TenantError } from '../../core/errors.ts';
import type { Cid, UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import type { PickItem } from '../../host/prompts.ts';
import type { Connection } from '../../state/connection.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import { collect } from './collect.ts';
import type { CommandDeps } from './deps.ts';
import { matchChildren } from './targets.ts';

/** Lists that are longer are searched rather than looked through. */
const mostListed = 500;

export interface CidsQuestion {
  readonly title: string;
  readonly users: readonly User[];
  /** Chosen unless the person wants others. */
  readonly suggested: Cid | undefined;
}

export type CidsOf = (user: User) => readonly Cid[];

/** Every CID in which a user holds something: known only when it has been read. */
const assigned = 'assigned';
type Choice = Cid | typeof assigned;

type Assigned = ReadonlyMap<UserUuid, readonly Cid[]>;

async function readAssigned({ progress, l10n }: CommandDeps, directory: TenantDirectory, users: readonly User[]): Promise<Assigned> {
  const found = await progress(l10n.t('Looking where the users hold something'), (signal) =>
    allOrNone(
      users.map(({ uuid }) => async (ownSignal) => [uuid, await directory.assignedCids(uuid, ownSignal)] as const),
      signal,
    ),
  );
  return new Map(found);
}

function itemOf({ l10n }: CommandDeps, child: Child, own: Cid | undefined): PickItem<Cid> {
  const { child_cid: cid } = child;
  const detail = cid === own ? l10n.t('parent') : undefined;
  return { label: childName(child), ...(child.name && { description: cid }), ...(detail && { detail }), icon: 'briefcase', value: cid };
}

const assignedItem = ({ l10n }: CommandDeps, count: number): PickItem<Choice> => ({
  label: count === 1 ? l10n.t('Every CID Where the User Holds Something') : l10n.t('Every CID Where the Users Hold Something'),
  icon: 'globe',
  value: assigned,
});

interface TenantCids {
  readonly own: Cid | undefined;
  readonly all: readonly Child[];
}

async function choose(deps: CommandDeps, { title, users, suggested }: CidsQuestion, { own, all }: TenantCids): Promise<readonly Choice[] | undefined> {
  const { prompts, l10n } = deps;
  const first = all.find(({ child_cid: cid }) => cid === suggested);
  const others = all.filter((child) => child !== first);
  const whole = assignedItem(deps, users.length);
  if (all.length <= mostListed) {
    const items: readonly PickItem<Choice>[] = [
      ...(first ? [{ ...itemOf(deps, first, own), picked: true }] : []),
      whole,
      ...others.map((child, at) => ({ ...itemOf(deps, child, own), ...(at === 0 && { group: l10n.t('Other CIDs') }) })),
    ];
    return prompts.pickMany<Choice>({ title, placeholder: l10n.t('In which CIDs?'), items });
  }
  const from = await prompts.pick<Choice | 'search'>({
    title,
    placeholder: l10n.t('In which CIDs?'),
    items: [...(first ? [itemOf(deps, first, own)] : []), whole, { label: l10n.t('Search CIDs…'), icon: 'search', value: 'search' }],
  });
  if (from !== 'search') return from && [from];
  const found = await collect<Child>(deps, {
    ...{ title, placeholder: l10n.t('Name or CID'), nothingFound: l10n.t('No CID of this tenant matches') },
    keyOf: ({ child_cid: cid }) => cid,
    nameOf: childName,
    search: async (text) => matchChildren(all, text).slice(0, mostListed).map((child) => ({ ...itemOf(deps, child, own), value: child })),
  });
  return found?.map(({ child_cid: cid }) => cid);
}

/**
 * Asks in which CIDs; a tenant without children is its own answer.
 * @returns undefined when nothing was chosen
 * @throws TenantError where there is one CID only, and nobody tells which
 */
export async function askCids(deps: CommandDeps, connection: Connection, question: CidsQuestion): Promise<CidsOf | undefined> {
  const { directories, progress, mention, l10n } = deps;
  const { users, suggested } = question;
  const directory = await directories.of(connection.id);
  const { own, children } = await progress(l10n.t('Reading the CIDs of {0}', connection.name), async (signal) => {
    const { cid, hasChildren } = await directory.shape(signal);
    return { own: cid, children: hasChildren ? await directory.allChildren(signal) : undefined };
  });
  if (!children) {
    const cid = own ?? suggested ?? users.find((user) => user.cid)?.cid;
    if (cid) return () => [cid];
    throw new TenantError({
      kind: 'notFound',
      message: l10n.t('The server does not tell which CID {0} is, and roles are given for a CID.', connection.name),
      nextStep: l10n.t('Give the API client the scope Sensor Download: Read and connect again.'),
    });
  }
  const all: readonly Child[] = [...(own ? [{ child_cid: own, name: connection.name }] : []), ...children];
  const chosen = await choose(deps, question, { own, all });
  if (chosen?.length === 0) mention(l10n.t('No CID was chosen, so nothing is changed.'));
  if (!chosen || chosen.length === 0) return undefined;
  const cids = chosen.filter((choice): choice is Cid => choice !== assigned);
  if (cids.length === chosen.length) return () => cids;
  const held = await readAssigned(deps, directory, users);
  return ({ uuid }) => [...new Set([...cids, ...(held.get(uuid) ?? [])])];
}
