import { TenantError } from '../core/errors.ts';
import type { ConnectionId, UserUuid } from '../core/ids.ts';
import type { Subject } from '../core/matrix/matrix.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { connectionIn, isUserUuid } from './parts/grantTargets.ts';
import { askConnection, askUsers, connectionTargets, nodesGiven, ofKind } from './parts/targets.ts';

/** As many as the panel shows together. */
const mostUsers = 50;
/** More panels than this are asked about first. */
const mostUnasked = 10;

interface Shown {
  readonly connection: ConnectionId;
  readonly subject: Subject;
}

/** Users as the tree and others name them; of a single grant, its user. */
function usersIn(deps: Pick<CommandDeps, 'view'>, given: unknown): { readonly connection: ConnectionId; readonly user: UserUuid }[] {
  if (typeof given === 'object' && given !== null) {
    const [connection, { user }] = [connectionIn(given), given as { readonly user?: unknown }];
    return connection && isUserUuid(user) ? [{ connection, user }] : [];
  }
  const nodes = ofKind(nodesGiven(deps, [given]), 'user', 'holder', 'otherCids', 'grantCid');
  return nodes.map(({ connection, user }) => ({ connection: connection.id, user: user.uuid }));
}

/** The users of each tenant together: a panel is about one tenant. */
function usersShown(deps: Pick<CommandDeps, 'view'>, given: readonly unknown[]): Shown[] {
  const byTenant = Map.groupBy(given.flatMap((one) => usersIn(deps, one)), ({ connection }) => connection);
  return [...byTenant].map(([connection, named]) => ({ connection, subject: { by: 'users', users: [...new Set(named.map(({ user }) => user))] } }));
}

/** The CIDs that were clicked, by themselves or by their lists of users. */
async function cidsShown(deps: CommandDeps, given: readonly unknown[]): Promise<Shown[]> {
  const { directories, view } = deps;
  const shown: Shown[] = [];
  for (const node of ofKind(nodesGiven(deps, given), 'cid', 'users')) {
    const { id: connection } = node.connection;
    const directory = await directories.of(connection);
    const cid = node.cid ?? (await view.run((signal) => directory.shape(signal))).cid;
    // Two connections may see the same CID, with different rights.
    const isShown = shown.some((one) => one.connection === connection && one.subject.by === 'cid' && one.subject.cid === cid);
    if (cid && !isShown) shown.push({ connection, subject: { by: 'cid', cid } });
  }
  return shown;
}

/** Whom the person chooses, in the tenant that was clicked, or in any. */
async function askedFor(deps: CommandDeps, given: readonly unknown[], title: string): Promise<Shown[]> {
  const [connection] = given.length > 0 ? await connectionTargets(deps, given, { title }) : [await askConnection(deps, { title })];
  const users = connection && (await askUsers(deps, connection, title));
  return connection && users && users.length > 0 ? [{ connection: connection.id, subject: { by: 'users', users: users.map(({ uuid }) => uuid) } }] : [];
}

export const manageGrants: TenantCommand = {
  id: 'falconAdmin.grants.manage',
  async run(deps, given) {
    const { store, panels, prompts, l10n } = deps;
    await store.load();
    const clicked = [...usersShown(deps, given), ...(await cidsShown(deps, given))];
    const shown = clicked.length > 0 ? clicked : await askedFor(deps, given, l10n.t('Manage Grants'));
    if (shown.some(({ subject }) => subject.by === 'users' && subject.users.length > mostUsers)) {
      throw new TenantError({
        kind: 'invalid',
        message: l10n.t('{0} users are the most whose grants are shown together.', mostUsers),
        nextStep: l10n.t('Select fewer users, or open the grants of their CID.'),
      });
    }
    const question = { message: l10n.t('Open {0} panels of grants?', shown.length), action: l10n.t('Open') };
    if (shown.length > mostUnasked && !(await prompts.confirm(question))) return;
    for (const { connection, subject } of shown) await panels.manageGrants(connection, subject);
  },
};
