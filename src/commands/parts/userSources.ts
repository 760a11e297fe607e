/** Where users to be written to a file come from: lists as they are shown, CIDs, whole tenants, or a selection. */
import type { ReadAllOptions, UserQuery } from '../../api/falcon/users.ts';
import { TenantError } from '../../core/errors.ts';
import type { User } from '../../core/user.ts';
import type { Connection } from '../../state/connection.ts';
import type { CidNode, ConnectionNode, NodeOf } from '../../state/nodes.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import { userQuery } from '../../state/userQuery.ts';
import { isFiltered, plainView } from '../../state/userView.ts';
import type { UserView } from '../../state/userView.ts';
import type { CommandDeps } from './deps.ts';
import { askCid, connectionTargets, nodesGiven, ofKind } from './targets.ts';
import { usersGiven } from './userTargets.ts';

export interface UserSource {
  readonly connection: Connection;
  /** The place, for questions and for the name of the file. */
  readonly name: string;
  readonly isFiltered: boolean;
  /** Reads all pages. */
  readonly read: (options: ReadAllOptions) => Promise<readonly User[]>;
}

/** A server may refuse deep pages in any order but that of the addresses, and users in another order are better than none. */
async function readAll(directory: TenantDirectory, query: UserQuery, options: ReadAllOptions): Promise<readonly User[]> {
  try {
    return await directory.allUsers(query, options);
  } catch (error) {
    if (!(error instanceof TenantError && error.kind === 'invalid') || query.sort === plainView.sort) throw error;
    return directory.allUsers({ ...query, sort: plainView.sort }, options);
  }
}

function listSource({ directories }: CommandDeps, { connection, cid, cidName }: NodeOf<'users'>, view: UserView): UserSource {
  const read = async (options: ReadAllOptions): Promise<readonly User[]> => {
    const directory = await directories.of(connection.id);
    const { hasChildren, childrenHidden } = await directory.shape(options.signal);
    return readAll(directory, userQuery(hasChildren || childrenHidden ? cid : undefined, view), options);
  };
  return { connection, name: cidName, isFiltered: isFiltered(view), read };
}

function tenantSource({ directories }: CommandDeps, connection: Connection): UserSource {
  const query = userQuery(undefined, plainView);
  return { connection, name: connection.name, isFiltered: false, read: async (options) => readAll(await directories.of(connection.id), query, options) };
}

const listed = async (deps: CommandDeps, place: ConnectionNode | CidNode): Promise<UserSource> => {
  const list = await deps.view.run((signal) => deps.tree.usersBelow(place, signal));
  return listSource(deps, list, list.view);
};

/** All users of a tenant, or the list of one of its CIDs as it is shown. */
async function askSource(deps: CommandDeps, connection: Connection, title: string): Promise<UserSource | undefined> {
  const { directories, prompts, view, l10n } = deps;
  const directory = await directories.of(connection.id);
  const { hasChildren } = await view.run((signal) => directory.shape(signal));
  const from = hasChildren
    ? await prompts.pick<'tenant' | 'cid'>({
        title,
        placeholder: l10n.t('Whose users?'),
        items: [
          { label: l10n.t('All Users of {0}', connection.name), detail: l10n.t('In every CID of the tenant'), icon: 'organization', value: 'tenant' },
          { label: l10n.t('Users of One CID…'), detail: l10n.t('As they are filtered and sorted in the tree'), icon: 'briefcase', value: 'cid' },
        ],
      })
    : 'cid';
  if (from === undefined) return undefined;
  if (from === 'tenant') return tenantSource(deps, connection);
  const place = await askCid(deps, connection, title);
  return place && listed(deps, place);
}

/** What was clicked or selected, or what the person chooses; empty when there is nothing or the question was left. */
export async function userSources(deps: CommandDeps, given: readonly unknown[], title: string): Promise<UserSource[]> {
  const nodes = nodesGiven(deps, given);
  const lists = ofKind(nodes, 'users').map((node) => listSource(deps, node, node.view));
  // The row of a CID does not show how its users are filtered, so it stands for all of them.
  const cids = await Promise.all(ofKind(nodes, 'cid').map(async (node) => listSource(deps, await deps.tree.usersBelow(node), plainView)));
  const selected = (await usersGiven(deps, given)).map(({ connection, users }) => ({
    connection,
    name: connection.name,
    isFiltered: false,
    read: async () => users,
  }));
  const sources = [...lists, ...cids, ...selected];
  if (sources.length > 0) return sources;
  const [connection] = await connectionTargets(deps, given, { title });
  const asked = connection && (await askSource(deps, connection, title));
  return asked ? [asked] : [];
}
