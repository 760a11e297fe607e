/** How each kind of node looks in the tree, without the editor: one switch that no kind can be missing from. */
import type { CommandId } from '../host/commandIds.ts';
import type { ContextValue } from '../host/contextValues.ts';
import { scopeLabels } from '../api/falcon/operation.ts';
import type { Scope } from '../api/falcon/operation.ts';
import type { TenantError } from '../core/errors.ts';
import { isCustomRole } from '../core/role.ts';
import { cloudOfUrl } from '../core/clouds.ts';
import { isInherited, isTemporary } from '../core/grant.ts';
import type { Grant } from '../core/grant.ts';
import { displayName } from '../core/user.ts';
import type { UserState } from '../core/user.ts';
import type { NodeOf, Notice, TenantNode } from '../state/nodes.ts';
import { grantName, grantText } from './grantText.ts';
import { stateOf, userText } from './userText.ts';
import { facts, figure, holderCountText, momentText, roleCountText, userCountText } from './wording.ts';
import type { Wording } from './wording.ts';

export interface Icon {
  readonly id: string;
  /** A colour of the theme. */
  readonly color?: string;
}

export interface NodeFace {
  readonly label: string;
  readonly description: string | undefined;
  readonly icon: Icon;
  readonly contextValue: ContextValue | undefined;
  readonly canOpen: boolean;
  /** What the icon says, for those who hear the tree. */
  readonly spoken: string | undefined;
  /** Only where choosing the row shows something; it gets the node. */
  readonly command: CommandId | undefined;
}

type Looks = Partial<NodeFace> & Pick<NodeFace, 'label' | 'icon'>;

const face = (looks: Looks): NodeFace => ({ description: undefined, contextValue: undefined, canOpen: false, spoken: undefined, command: undefined, ...looks });

const stateIcons: Readonly<Record<UserState, Icon>> = {
  active: { id: 'account' },
  neverLoggedIn: { id: 'person-add' },
  dormant: { id: 'history', color: 'list.warningForeground' },
  inactive: { id: 'circle-slash', color: 'disabledForeground' },
};

function connectionFace({ connection }: NodeOf<'connection'>, { l10n }: Wording): NodeFace {
  const { name, baseUrl, canChange, demo } = connection;
  const access = canChange ? l10n.t('changes allowed') : l10n.t('read-only');
  const place = demo ? l10n.t('demo') : (cloudOfUrl(baseUrl)?.id ?? new URL(baseUrl).host);
  const mode = canChange ? 'canChange' : 'readOnly';
  return face({
    label: name,
    description: demo && !canChange ? place : facts(place, access),
    icon: canChange ? { id: 'unlock', color: 'list.warningForeground' } : { id: 'lock' },
    contextValue: demo ? `connection;${mode};demo` : `connection;${mode}`,
    canOpen: true,
    spoken: demo && !canChange ? l10n.t('tenant, {0}', access) : l10n.t('tenant'),
  });
}

function usersText({ view, total }: NodeOf<'users'>, wording: Wording): string {
  const members = view.members === 'assigned' && wording.l10n.t('everyone with a role here');
  return facts(total !== undefined && figure(total, wording), members, view.filter);
}

function grantFace({ grant }: NodeOf<'grant'>, wording: Wording): NodeFace {
  const { l10n } = wording;
  const origin = isInherited(grant) ? 'inherited' : 'direct';
  const ends = isTemporary(grant);
  return face({
    label: grantName(grant),
    description: grantText(grant, wording),
    icon: ends ? { id: 'watch' } : { id: origin === 'direct' ? 'key' : 'type-hierarchy-sub' },
    contextValue: ends ? `grant;${origin};temporary` : `grant;${origin}`,
    spoken: ends ? l10n.t('temporary role') : origin === 'direct' ? l10n.t('role') : l10n.t('inherited role'),
  });
}

function roleFace({ role, holders }: NodeOf<'role'>, wording: Wording): NodeFace {
  const { l10n } = wording;
  const custom = isCustomRole(role);
  return face({
    label: role.display_name,
    description: facts(custom && l10n.t('custom'), holders && holderCountText(new Set(holders.holders.map(({ user }) => user.uuid)).size, wording)),
    icon: { id: custom ? 'wrench' : 'shield' },
    contextValue: custom ? 'role;custom' : 'role;default',
    canOpen: true,
    spoken: custom ? l10n.t('custom role') : l10n.t('role'),
  });
}

/** What went wrong in the few words that a row has room for; the hover has whole sentences. */
function failureText({ kind, reason, scope, retryAt, message }: TenantError, { l10n, locale }: Wording): string {
  if (kind === 'cancelled') return l10n.t('Cancelled');
  if (reason === 'missingScope' && scope !== undefined) return l10n.t('{0} is missing', scopeLabels[scope as Scope] ?? scope);
  if (kind === 'rateLimited' && retryAt !== undefined) return l10n.t('Rate limited until {0}', new Date(retryAt).toLocaleTimeString(locale));
  return message;
}

function failedFace({ error }: NodeOf<'failed'>, wording: Wording): NodeFace {
  const { l10n } = wording;
  const cancelled = error.kind === 'cancelled';
  return face({
    label: failureText(error, wording),
    icon: cancelled ? { id: 'circle-slash' } : { id: 'error', color: 'list.errorForeground' },
    contextValue: 'failed',
    spoken: cancelled ? l10n.t('press Enter to try again') : l10n.t('{0} Press Enter to try again.', error.nextStep ?? ''),
    command: 'falconAdmin.tree.retry',
  });
}

function noticeText(notice: Notice, l10n: Wording['l10n']): string {
  switch (notice.topic) {
    case 'noUsers':
      return notice.filtered ? l10n.t('No user matches the filter') : l10n.t('No users');
    case 'noRoles':
      return l10n.t('No roles');
    case 'noGrants':
      return l10n.t('No roles here');
    case 'noOtherCids':
      return l10n.t('No roles in other CIDs');
    case 'description':
      return notice.text;
    case 'notCounted':
      return l10n.t('Holders are not counted yet');
    case 'noHolders':
      return l10n.t('Nobody holds this role here');
    case 'childrenHidden':
      return l10n.t('Child CIDs are not shown: the API client lacks {0}', scopeLabels['mssp:read']);
    case 'parentUnknown':
      return l10n.t('The parent CID is not shown: the server does not tell which it is');
    case 'countedAt':
      return '';
  }
}

function noticeFace({ notice }: NodeOf<'notice'>, wording: Wording): NodeFace {
  const { l10n } = wording;
  if (notice.topic === 'notCounted') {
    return face({ label: noticeText(notice, l10n), icon: { id: 'question' }, contextValue: 'notice;notCounted' });
  }
  if (notice.topic === 'countedAt') {
    return face({ label: l10n.t('Counted {0}', momentText(notice.at, wording)), icon: { id: 'info' } });
  }
  return face({ label: noticeText(notice, l10n), icon: { id: notice.topic === 'description' ? 'note' : 'info' } });
}

/** A role may be held directly and through groups at once. */
const countRoles = (grants: readonly Grant[]): number => new Set(grants.map((grant) => grant.role_id)).size;

export function nodeFace(node: TenantNode, wording: Wording): NodeFace {
  const { l10n } = wording;
  switch (node.kind) {
    case 'connection':
      return connectionFace(node, wording);
    case 'cid': {
      const child = node.child !== undefined;
      const users = node.userCount !== undefined && userCountText(node.userCount, wording);
      const kind = child ? l10n.t('child') : l10n.t('parent');
      return face({
        label: node.cidName,
        description: facts(kind, users),
        icon: { id: child ? 'briefcase' : 'type-hierarchy' },
        contextValue: child ? 'cid;child' : 'cid;parent',
        canOpen: true,
        spoken: child ? l10n.t('child CID') : l10n.t('parent CID'),
      });
    }
    case 'users': {
      const filtered = node.view.filter !== undefined || node.view.members === 'assigned';
      return face({
        label: l10n.t('Users'),
        description: usersText(node, wording),
        icon: { id: filtered ? 'filter' : 'organization' },
        contextValue: filtered ? 'users;filtered' : 'users',
        canOpen: true,
        spoken: filtered ? l10n.t('filtered') : undefined,
      });
    }
    case 'roles':
      return face({
        label: l10n.t('Roles'),
        description: node.total === undefined ? undefined : figure(node.total, wording),
        icon: { id: 'checklist' },
        contextValue: 'roles',
        canOpen: true,
      });
    case 'user':
      return face({
        label: displayName(node.user),
        description: userText(node.user, node.grants && countRoles(node.grants), wording),
        icon: stateIcons[stateOf(node.user, wording)],
        contextValue: 'user',
        canOpen: true,
        spoken: l10n.t('user'),
      });
    case 'otherCids':
      return face({ label: l10n.t('Other CIDs'), icon: { id: 'globe' }, contextValue: 'otherCids', canOpen: true });
    case 'grantCid':
      return face({
        label: node.cidName,
        description: node.grants && roleCountText(countRoles(node.grants), wording),
        icon: { id: 'briefcase' },
        contextValue: 'grantCid',
        canOpen: true,
        spoken: l10n.t('CID'),
      });
    case 'grant':
      return grantFace(node, wording);
    case 'role':
      return roleFace(node, wording);
    case 'holder':
      return face({
        label: displayName(node.user),
        description: facts(grantText(node.grant, wording), node.cidName),
        icon: stateIcons[stateOf(node.user, wording)],
        contextValue: 'holder',
        spoken: l10n.t('holder'),
      });
    case 'loadMore':
      return face({
        label: l10n.t('Load {0} more (of {1})', figure(node.next, wording), figure(node.total, wording)),
        icon: { id: 'ellipsis' },
        contextValue: 'loadMore',
        command: 'falconAdmin.tree.loadMore',
      });
    case 'failed':
      return failedFace(node, wording);
    case 'notice':
      return noticeFace(node, wording);
  }
}
