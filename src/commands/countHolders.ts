import type { NodeOf } from '../state/nodes.ts';
import { isNode } from '../state/nodes.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { askCid, askConnection, askRole, nodesGiven } from './parts/targets.ts';

/** More requests than this are asked about first. */
const mostUnasked = 100;
/** What CrowdStrike documents for an account, until an answer has told the limit. */
const assumedLimit = 6_000;

/** The roles that were clicked, directly or by the row that says that nobody has counted. */
function rolesGiven(deps: CommandDeps, given: readonly unknown[]): NodeOf<'role'>[] {
  const roles = nodesGiven(deps, given).flatMap((node) => (isNode(node, 'role') ? node : isNode(node.parent, 'role') ? node.parent : []));
  return [...new Map(roles.map((role) => [role.id, role])).values()];
}

async function askForRole(deps: CommandDeps): Promise<NodeOf<'role'> | undefined> {
  const title = deps.l10n.t('Count Holders');
  const connection = await askConnection(deps, { title });
  const place = connection && (await askCid(deps, connection, title));
  return place && askRole(deps, place, title);
}

function minutes({ sessions }: CommandDeps, role: NodeOf<'role'>, requests: number): number {
  const limit = sessions.budget(role.connection)?.snapshot().limit ?? assumedLimit;
  return Math.ceil(requests / limit);
}

async function isMeant(deps: CommandDeps, role: NodeOf<'role'>, requests: number): Promise<boolean> {
  const { prompts, l10n, locale } = deps;
  if (requests <= mostUnasked) return true;
  const time = minutes(deps, role, requests);
  return prompts.confirm({
    message: l10n.t('Count the holders of {0} in {1}?', role.role.display_name, role.cidName),
    detail: l10n.t(
      'The server cannot be asked who holds a role, so the grants of every user with any role here are read: {0} requests, {1} at the rate limit.',
      requests.toLocaleString(locale),
      time <= 1 ? l10n.t('less than a minute') : l10n.t('about {0} minutes', time),
    ),
    action: l10n.t('Count'),
  });
}

async function count(deps: CommandDeps, node: NodeOf<'role'>): Promise<void> {
  const { directories, progress, view, l10n, locale } = deps;
  const { role, cid, connection } = node;
  const directory = await directories.of(connection.id);
  const title = l10n.t('Counting the holders of {0} in {1}', role.display_name, node.cidName);
  const candidates = await progress(title, (signal) => directory.holderCandidates(cid, signal));
  if (!(await isMeant(deps, node, candidates.length))) return;
  await progress(title, (signal, report) =>
    directory.countHolders(role.id, cid, candidates, {
      signal,
      onProgress: (read, total) => report({ message: l10n.t('{0} of {1}', read.toLocaleString(locale), total.toLocaleString(locale)), share: read / total }),
    }),
  );
  view.refresh(node);
  await view.reveal(node, { expand: true });
}

export const countHolders: TenantCommand = {
  id: 'falconAdmin.role.countHolders',
  async run(deps, given) {
    const clicked = rolesGiven(deps, given);
    const asked = clicked.length > 0 ? undefined : await askForRole(deps);
    for (const role of asked ? [asked] : clicked) await count(deps, role);
  },
};
