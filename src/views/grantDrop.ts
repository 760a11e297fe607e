/** What it means when rows of the tree of tenants are dropped onto another: users onto a role, or a role onto a user, ask for a grant. */
import type { Cid, ConnectionId, RoleId, UserUuid } from '../core/ids.ts';
import type { L10n } from '../host/l10n.ts';
import { isNode } from '../state/nodes.ts';
import type { NodeOf, TenantNode } from '../state/nodes.ts';

/** As the command for granting takes it. */
export interface GrantAsked {
  readonly connection: ConnectionId;
  readonly users: readonly UserUuid[];
  /** The CID that the role was shown under. */
  readonly cid: Cid | undefined;
  readonly role: RoleId;
}

export type Dropped = { readonly grant: GrantAsked } | { readonly refusal: string };

type UserLike = NodeOf<'user' | 'holder'>;

const isUserLike = (node: TenantNode): node is UserLike => isNode(node, 'user', 'holder');

function asked(users: readonly UserLike[], role: NodeOf<'role'>, l10n: L10n): Dropped {
  const { connection, cid } = role;
  const stranger = users.find((user) => user.connection.id !== connection.id);
  if (stranger) {
    const names = [stranger.connection.name, connection.name] as const;
    return { refusal: l10n.t('Users of {0} cannot be given a role of {1}: drop them onto a role of their own tenant.', ...names) };
  }
  return { grant: { connection: connection.id, users: [...new Set(users.map(({ user }) => user.uuid))], cid, role: role.role.id } };
}

/** @param target undefined where something was dropped beside the rows */
export function grantDropped(dragged: readonly TenantNode[], target: TenantNode | undefined, l10n: L10n): Dropped {
  const [first, ...others] = dragged;
  if (isNode(target, 'role') && dragged.length > 0 && dragged.every(isUserLike)) return asked(dragged, target, l10n);
  if (target && isUserLike(target) && isNode(first, 'role')) {
    if (others.length === 0) return asked([target], first, l10n);
    return { refusal: l10n.t('One role at a time can be dropped onto a user.') };
  }
  return { refusal: l10n.t('To grant a role, drop users onto a role, or a role onto a user.') };
}
