/** The copy commands: one value a line, or JSON. */
import type { CommandId } from '../host/commandIds.ts';
import type { L10n } from '../host/l10n.ts';
import { cylanceDisplayName } from '../core/cylance/cylanceUser.ts';
import { displayName } from '../core/user.ts';
import type { User } from '../core/user.ts';
import { isNode } from '../state/nodes.ts';
import type { TenantNode } from '../state/nodes.ts';
import type { TenantCommand } from './parts/deps.ts';
import { recordOf } from './parts/records.ts';
import { recordTargets } from './parts/recordTargets.ts';
import type { Askable } from './parts/recordTargets.ts';

interface Copying {
  readonly id: CommandId;
  readonly title: (l10n: L10n) => string;
  readonly kinds: readonly Askable[];
  readonly cylanceKinds?: readonly Askable[];
  /** Undefined for nodes that have no such value. */
  readonly value: (node: TenantNode) => string | undefined;
}

function nameOf(node: TenantNode): string | undefined {
  switch (node.kind) {
    case 'connection':
      return node.connection.name;
    case 'cid':
    case 'grantCid':
      return node.cidName;
    case 'user':
    case 'holder':
      return displayName(node.user);
    case 'grant':
      return node.grant.role_name || node.grant.role_id;
    case 'role':
      return node.role.display_name;
    case 'cylance':
      return node.tenant.name;
    case 'cylanceUser':
      return cylanceDisplayName(node.user);
    case 'zone':
    case 'zoneAccess':
      return node.zoneName;
    case 'cylanceRole':
      return node.role.name;
    case 'cylanceUsers':
    case 'cylanceRoles':
    case 'zones':
    case 'users':
    case 'roles':
    case 'otherCids':
    case 'loadMore':
    case 'failed':
    case 'notice':
      return undefined;
  }
}

function cidOf(node: TenantNode): string | undefined {
  if (isNode(node, 'connection')) return node.connection.memberCid ?? node.connection.cid;
  // A user is copied with its home, wherever it is shown: below a role as well.
  if (isNode(node, 'user', 'holder')) return node.user.cid ?? node.cid;
  return isNode(node, 'cid', 'grantCid', 'grant') ? node.cid : undefined;
}

const userOf = (node: TenantNode): User | undefined => (isNode(node, 'user', 'holder') ? node.user : undefined);

/** Everything in a Cylance tenant has a UUID, the tenant too. */
function uuidOf(node: TenantNode): string | undefined {
  switch (node.kind) {
    case 'cylance':
      return node.tenant.tenantId;
    case 'cylanceUser':
      return node.user.id;
    case 'zone':
      return node.zoneId;
    case 'zoneAccess':
      return node.access.id;
    default:
      return userOf(node)?.uuid;
  }
}

function roleIdOf(node: TenantNode): string | undefined {
  if (isNode(node, 'grant', 'holder')) return node.grant.role_id;
  if (isNode(node, 'role')) return node.role.id;
  return isNode(node, 'cylanceRole') ? node.role.guid : undefined;
}

const emailOf = (node: TenantNode): string | undefined => (isNode(node, 'cylanceUser') ? node.user.email : userOf(node)?.uid);

const copying: readonly Copying[] = [
  { id: 'falconAdmin.copy.uuid', title: (l10n) => l10n.t('Copy UUID'), kinds: ['user'], cylanceKinds: ['user', 'zone'], value: uuidOf },
  { id: 'falconAdmin.copy.email', title: (l10n) => l10n.t('Copy E-mail'), kinds: ['user'], cylanceKinds: ['user'], value: emailOf },
  { id: 'falconAdmin.copy.cid', title: (l10n) => l10n.t('Copy CID'), kinds: ['cid'], value: cidOf },
  {
    id: 'falconAdmin.copy.roleId',
    title: (l10n) => l10n.t('Copy Role ID'),
    kinds: ['role'],
    cylanceKinds: ['role'],
    value: roleIdOf,
  },
  {
    id: 'falconAdmin.copy.name',
    title: (l10n) => l10n.t('Copy Name'),
    kinds: ['user', 'cid', 'role'],
    cylanceKinds: ['user', 'zone', 'role'],
    value: nameOf,
  },
];

const copied = (count: number, l10n: L10n): string => (count === 1 ? l10n.t('Copied.') : l10n.t('Copied {0} lines.', count));

const isAny = (_: TenantNode): _ is TenantNode => true;

const copyValue = ({ id, title, kinds, cylanceKinds, value }: Copying): TenantCommand => ({
  id,
  async run(deps, given) {
    const nodes = await recordTargets(deps, given, { fits: isAny, kinds, cylanceKinds, title: title(deps.l10n) });
    const values = [...new Set(nodes.map(value))].filter((text) => text !== undefined);
    if (values.length === 0) {
      if (nodes.length > 0) deps.mention(deps.l10n.t('Nothing to copy: the server does not tell.'));
      return;
    }
    await deps.copy(values.join('\n'));
    deps.mention(copied(values.length, deps.l10n));
  },
});

const copyJson: TenantCommand = {
  id: 'falconAdmin.copy.json',
  async run(deps, given) {
    const nodes = await recordTargets(deps, given, {
      ...{ fits: isAny, kinds: ['user', 'cid', 'role'], cylanceKinds: ['user', 'zone', 'role'] },
      title: deps.l10n.t('Copy as JSON'),
    });
    const records = nodes.map(recordOf).filter((record) => record !== undefined);
    if (records.length === 0) return;
    await deps.copy(JSON.stringify(records.length === 1 ? records[0] : records, undefined, 2));
    deps.mention(records.length === 1 ? deps.l10n.t('Copied.') : deps.l10n.t('Copied {0} records.', records.length));
  },
};

export const copyCommands: readonly TenantCommand[] = [...copying.map(copyValue), copyJson];
