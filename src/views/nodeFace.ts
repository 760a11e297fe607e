/** How each kind of node looks in the tree, without the editor: one switch that no kind can be missing from. */
import { scopeLabels } from '../api/falcon/operation.ts';
import type { Scope } from '../api/falcon/operation.ts';
import type { TenantError } from '../core/errors.ts';
import { isCustomRole } from '../core/role.ts';
import { cloudOfUrl } from '../core/clouds.ts';
import { isInherited, isTemporary } from '../core/grant.ts';
import type { Grant } from '../core/grant.ts';
import { displayName } from '../core/user.ts';
import type { Coverage } from '../state/grants/coverage.ts';
import type { CylanceTenantNode, NodeOf, Notice, TenantNode } from '../state/nodes.ts';
import { cylanceFace } from './cylanceFace.ts';
import { grantName, grantText } from './grantText.ts';
import type { RowFace } from './rowItem.ts';
import { stateIcons, stateOf, userText } from './userText.ts';
import { facts, figure, freshnessText, holderCountText, roleCountText, userCountText } from './wording.ts';
import type { Wording } from './wording.ts';

function connectionFace({ connection }: NodeOf<'connection'>, { l10n }: Wording): RowFace {
  const { name, baseUrl, canChange, demo } = connection;
  const access = canChange ? l10n.t('changes allowed') : l10n.t('read-only');
  const place = demo ? l10n.t('demo') : (cloudOfUrl(baseUrl)?.id ?? new URL(baseUrl).host);
  const mode = canChange ? 'canChange' : 'readOnly';
  return {
    label: name,
    description: demo && !canChange ? place : facts(place, access),
    icon: canChange ? { id: 'unlock', color: 'list.warningForeground' } : { id: 'lock' },
    contextValue: demo ? `connection;${mode};demo` : `connection;${mode}`,
    opens: 'collapsed',
    spoken: demo && !canChange ? l10n.t('tenant, {0}', access) : l10n.t('tenant'),
  };
}

function usersText({ view, total }: NodeOf<'users'>, wording: Wording): string {
  const members = view.members === 'assigned' && wording.l10n.t('everyone with a role here');
  return facts(total !== undefined && figure(total, wording), members, view.filter);
}

/** What the menus have to know of a grant: only a direct one can be taken back, only one with an end can be extended. */
function kindOf(grant: Grant): 'direct' | 'direct;temporary' | 'inherited' | 'inherited;temporary' {
  const origin = isInherited(grant) ? 'inherited' : 'direct';
  return isTemporary(grant) ? `${origin};temporary` : origin;
}

function grantFace({ grant }: NodeOf<'grant'>, wording: Wording): RowFace {
  const { l10n } = wording;
  const origin = isInherited(grant) ? 'inherited' : 'direct';
  const ends = isTemporary(grant);
  return {
    label: grantName(grant),
    description: grantText(grant, wording),
    icon: ends ? { id: 'watch' } : { id: origin === 'direct' ? 'key' : 'type-hierarchy-sub' },
    contextValue: `grant;${kindOf(grant)}`,
    spoken: ends ? l10n.t('temporary role') : origin === 'direct' ? l10n.t('role') : l10n.t('inherited role'),
  };
}

/** A role may be held directly and through groups at once, so users are counted. */
function holdersText({ holders }: NodeOf<'role'>, wording: Wording): string | undefined {
  if (!holders) return undefined;
  const count = new Set(holders.items.map(({ user }) => user.uuid)).size;
  // Of most roles nobody has been found as long as only a few users have been looked at.
  if (count === 0 && !holders.coverage.isWhole) return undefined;
  return facts(holderCountText(count, wording), !holders.coverage.isWhole && wording.l10n.t('incomplete'));
}

function roleFace(node: NodeOf<'role'>, wording: Wording): RowFace {
  const { l10n } = wording;
  const { role } = node;
  const custom = isCustomRole(role);
  return {
    label: role.display_name,
    description: facts(custom && l10n.t('custom'), holdersText(node, wording)),
    icon: { id: custom ? 'wrench' : 'shield' },
    contextValue: custom ? 'role;custom' : 'role;default',
    opens: 'collapsed',
    spoken: custom ? l10n.t('custom role') : l10n.t('role'),
  };
}

/** What went wrong in the few words that a row has room for; the hover has whole sentences. */
function failureText({ kind, reason, scope, retryAt, message }: TenantError, { l10n, locale }: Wording): string {
  if (kind === 'cancelled') return l10n.t('Cancelled');
  if (reason === 'missingScope' && scope !== undefined) return l10n.t('{0} is missing', scopeLabels[scope as Scope] ?? scope);
  if (kind === 'rateLimited' && retryAt !== undefined) return l10n.t('Rate limited until {0}', new Date(retryAt).toLocaleTimeString(locale));
  return message;
}

function failedFace({ id, error }: NodeOf<'failed'>, wording: Wording): RowFace {
  const { l10n } = wording;
  const cancelled = error.kind === 'cancelled';
  return {
    label: failureText(error, wording),
    icon: cancelled ? { id: 'circle-slash' } : { id: 'error', color: 'list.errorForeground' },
    contextValue: 'failed',
    spoken: cancelled ? l10n.t('press Enter to try again') : l10n.t('{0} Press Enter to try again.', error.nextStep ?? ''),
    command: { id: 'falconAdmin.tree.retry', given: [id] },
  };
}

/** `12 of 31 pairs seen`; as long as nobody has asked who is assigned, how many there are is not known. */
function seenText({ pairsRead, pairsKnown, cidsAsked, cidsKnown }: Coverage, wording: Wording): string {
  const { l10n } = wording;
  if (cidsKnown === undefined || cidsAsked < cidsKnown) return l10n.t('{0} pairs seen, others are not known yet', figure(pairsRead, wording));
  return l10n.t('{0} of {1} pairs seen', figure(pairsRead, wording), figure(pairsKnown, wording));
}

function noticeText(notice: Notice, wording: Wording): string {
  const { l10n } = wording;
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
    case 'partlyCounted':
      return seenText(notice.coverage, wording);
    case 'moreHolders':
      return l10n.t('{0} of {1} holders are shown; “Ask Who Has Access…” lists all', figure(notice.shown, wording), figure(notice.total, wording));
    case 'asOf':
      return freshnessText(notice.at, wording);
    case 'noHolders':
      return l10n.t('Nobody holds this role here');
    case 'childrenHidden':
      return l10n.t('Child CIDs are not shown: the API client lacks {0}', scopeLabels['mssp:read']);
    case 'parentUnknown':
      return l10n.t('The parent CID is not shown: the server does not tell which it is');
    case 'zonesHidden':
      return l10n.t('The application may not list zones: their names are not known');
    case 'noZones':
      return l10n.t('No zones');
    case 'noZoneAccess':
      return l10n.t('No role in any zone');
    case 'nobodyInZone':
      return l10n.t('Nobody has a role in this zone');
    case 'moreUsers':
      return l10n.t('{0} of {1} users are shown; filter the list of users to see others', figure(notice.shown, wording), figure(notice.total, wording));
    case 'usersMissing':
      return notice.count === 1
        ? l10n.t('1 more user is counted by the server than could be found')
        : l10n.t('{0} more users are counted by the server than could be found', figure(notice.count, wording));
  }
}

function noticeFace({ notice }: NodeOf<'notice'>, wording: Wording): RowFace {
  const label = noticeText(notice, wording);
  if (notice.topic === 'notCounted' || notice.topic === 'partlyCounted') return { label, icon: { id: 'question' }, contextValue: 'notice;notCounted' };
  return { label, icon: { id: notice.topic === 'description' ? 'note' : 'info' } };
}

/** A role may be held directly and through groups at once. */
const countRoles = (grants: readonly Grant[]): number => new Set(grants.map((grant) => grant.role_id)).size;

export const nodeFace = (node: TenantNode, wording: Wording): RowFace => ('tenant' in node ? cylanceFace(node, wording) : falconFace(node, wording));

function falconFace(node: Exclude<TenantNode, CylanceTenantNode>, wording: Wording): RowFace {
  const { l10n } = wording;
  switch (node.kind) {
    case 'connection':
      return connectionFace(node, wording);
    case 'cid': {
      const child = node.child !== undefined;
      const users = node.userCount !== undefined && userCountText(node.userCount, wording);
      const kind = child ? l10n.t('child') : l10n.t('parent');
      return {
        label: node.cidName,
        description: facts(kind, users),
        icon: { id: child ? 'briefcase' : 'type-hierarchy' },
        contextValue: child ? 'cid;child' : 'cid;parent',
        opens: 'collapsed',
        spoken: child ? l10n.t('child CID') : l10n.t('parent CID'),
      };
    }
    case 'users': {
      const filtered = node.view.filter !== undefined || node.view.members === 'assigned';
      return {
        label: l10n.t('Users'),
        description: usersText(node, wording),
        icon: { id: filtered ? 'filter' : 'organization' },
        contextValue: filtered ? 'users;filtered' : 'users',
        opens: 'collapsed',
        spoken: filtered ? l10n.t('filtered') : undefined,
      };
    }
    case 'roles':
      return {
        label: l10n.t('Roles'),
        description: node.total === undefined ? undefined : figure(node.total, wording),
        icon: { id: 'checklist' },
        contextValue: 'roles',
        opens: 'collapsed',
      };
    case 'user':
      return {
        label: displayName(node.user),
        description: userText(node.user, node.grants && countRoles(node.grants), wording),
        icon: stateIcons[stateOf(node.user, wording)],
        contextValue: 'user',
        opens: 'collapsed',
        spoken: l10n.t('user'),
      };
    case 'otherCids':
      return { label: l10n.t('Other CIDs'), icon: { id: 'globe' }, contextValue: 'otherCids', opens: 'collapsed' };
    case 'grantCid':
      return {
        label: node.cidName,
        description: node.grants && roleCountText(countRoles(node.grants), wording),
        icon: { id: 'briefcase' },
        contextValue: 'grantCid',
        opens: 'collapsed',
        spoken: l10n.t('CID'),
      };
    case 'grant':
      return grantFace(node, wording);
    case 'role':
      return roleFace(node, wording);
    case 'holder':
      return {
        label: displayName(node.user),
        description: facts(grantText(node.grant, wording), node.cidName),
        icon: stateIcons[stateOf(node.user, wording)],
        contextValue: `holder;${kindOf(node.grant)}`,
        spoken: l10n.t('holder'),
      };
    case 'loadMore':
      return {
        label: l10n.t('Load {0} more (of {1})', figure(node.next, wording), figure(node.total, wording)),
        icon: { id: 'ellipsis' },
        contextValue: 'loadMore',
        command: { id: 'falconAdmin.tree.loadMore', given: [node.id] },
      };
    case 'failed':
      return failedFace(node, wording);
    case 'notice':
      return noticeFace(node, wording);
  }
}
