/** What a hover tells of a node, as markdown. Whatever a server said is escaped; links run our own commands alone. */
import { scopeLabels } from '../api/falcon/operation.ts';
import type { Scope } from '../api/falcon/operation.ts';
import type { BudgetSnapshot } from '../api/rateBudget.ts';
import { inheritancePath, isInherited } from '../core/grant.ts';
import type { Grant } from '../core/grant.ts';
import { displayName, hasFactor } from '../core/user.ts';
import type { User } from '../core/user.ts';
import type { CommandId } from '../host/commandIds.ts';
import type { Connection } from '../state/connection.ts';
import type { NodeOf, TenantNode } from '../state/nodes.ts';
import { cylanceTooltip } from './cylanceTooltip.ts';
import type { ZoneNamed } from './cylanceTooltip.ts';
import { grantName, grantText } from './grantText.ts';
import { commandLink, paragraphs, plain, table } from './markdown.ts';
import { agoText, stateText } from './userText.ts';
import { facts, figure, momentText } from './wording.ts';
import type { Wording } from './wording.ts';

/** The only commands that a hover may run. */
export const tooltipCommands: readonly CommandId[] = [
  'falconAdmin.copy.cid',
  'falconAdmin.copy.email',
  'falconAdmin.copy.roleId',
  'falconAdmin.copy.uuid',
  'falconAdmin.grants.manage',
  'falconAdmin.record.openJson',
  'falconAdmin.user.edit',
  'falconAdmin.user.view',
];

export interface TooltipSource {
  /** Everything known of a user's grants, in all CIDs that have been read. */
  knownGrants(node: NodeOf<'user' | 'holder'>): readonly Grant[];
  /** The name of a CID, where it is known. */
  cidName(node: TenantNode, cid: string): string;
  /** What the account of a connection may still ask in this minute, once it has been asked anything. */
  budget(connection: Connection): BudgetSnapshot | undefined;
  readonly zoneName: ZoneNamed;
}

const bold = (text: string): string => `**${plain(text)}**`;
const value = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : plain(text));
const moment = (at: string | undefined, wording: Wording): string | undefined => (at === undefined ? undefined : plain(momentText(at, wording)));

function loginText(user: User, wording: Wording): string {
  if (user.last_login_at === undefined) return plain(wording.l10n.t('never'));
  const ago = agoText(user.last_login_at, wording);
  return plain(ago === undefined ? user.last_login_at : `${ago} (${momentText(user.last_login_at, wording)})`);
}

/** The status in the server's word, and what else there is to know about the account. */
function statusText(user: User, wording: Wording): string {
  const state = stateText(user, wording);
  return facts(user.status, state !== user.status && state);
}

function grantsText(node: NodeOf<'user' | 'holder'>, source: TooltipSource, wording: Wording): string | undefined {
  const byCid = Map.groupBy(source.knownGrants(node), (grant) => grant.cid ?? '');
  const lines = [...byCid].flatMap(([cid, grants]) => [
    bold(cid ? source.cidName(node, cid) : node.cidName),
    grants.map((grant) => `- ${plain(grantName(grant))}: ${plain(grantText(grant, wording))}`).join('\n'),
  ]);
  return lines.length === 0 ? undefined : lines.join('\n\n');
}

function userTooltip(node: NodeOf<'user' | 'holder'>, source: TooltipSource, wording: Wording): string {
  const { l10n } = wording;
  const { user } = node;
  const link = (title: string, command: CommandId): string => commandLink(title, command, node.id);
  return paragraphs(
    bold(displayName(user)),
    table([
      [l10n.t('E-mail'), value(user.uid)],
      [l10n.t('CID'), value(user.cid ? source.cidName(node, user.cid) : node.cidName)],
      [l10n.t('Status'), value(statusText(user, wording))],
      [l10n.t('Type'), value(user.user_type)],
      [l10n.t('Created'), moment(user.created_at, wording)],
      [l10n.t('Last login'), loginText(user, wording)],
      [l10n.t('Factors'), plain(hasFactor(user) ? (user.factors ?? []).join(', ') : l10n.t('none'))],
    ]),
    grantsText(node, source, wording),
    facts(link(l10n.t('Edit user'), 'falconAdmin.user.edit'), link(l10n.t('Manage grants'), 'falconAdmin.grants.manage')),
    facts(
      user.uid !== undefined && link(l10n.t('Copy e-mail'), 'falconAdmin.copy.email'),
      link(l10n.t('Copy UUID'), 'falconAdmin.copy.uuid'),
      link(l10n.t('Copy CID'), 'falconAdmin.copy.cid'),
      link(l10n.t('Open as JSON'), 'falconAdmin.record.openJson'),
    ),
  );
}

function budgetText(budget: BudgetSnapshot | undefined, wording: Wording): string | undefined {
  if (budget?.limit === undefined) return undefined;
  return plain(wording.l10n.t('{0} of {1} requests left in this minute', figure(budget.available, wording), figure(budget.limit, wording)));
}

function connectionTooltip({ connection }: NodeOf<'connection'>, source: TooltipSource, wording: Wording): string {
  const { l10n } = wording;
  const missing = connection.missingScopes.map((scope) => plain(scopeLabels[scope])).join(', ');
  return paragraphs(
    bold(connection.name),
    table([
      [l10n.t('Address'), value(connection.baseUrl)],
      [l10n.t('Client ID'), value(connection.clientId)],
      [l10n.t('CID'), value(connection.memberCid ?? connection.cid)],
      [l10n.t('Changes'), plain(connection.canChange ? l10n.t('allowed') : l10n.t('not allowed: read-only'))],
      [l10n.t('Missing scopes'), missing],
      [l10n.t('Rate limit'), budgetText(source.budget(connection), wording)],
    ]),
  );
}

function grantTooltip({ grant, user, ...node }: NodeOf<'grant'>, wording: Wording): string {
  const { l10n } = wording;
  const through = isInherited(grant) ? inheritancePath(grant) || l10n.t('a group') : undefined;
  return paragraphs(
    bold(grantName(grant)),
    table([
      [l10n.t('User'), value(displayName(user))],
      [l10n.t('CID'), value(node.cidName)],
      [l10n.t('User group'), value(grant.user_group_name || grant.user_group_id)],
      [l10n.t('CID group'), value(grant.cid_group_name || grant.cid_group_id)],
      [l10n.t('Until'), moment(grant.expires_at, wording)],
    ]),
    through !== undefined && plain(l10n.t('Given through {0}: it is taken away by changing the group.', through)),
    facts(commandLink(l10n.t('Copy role ID'), 'falconAdmin.copy.roleId', node.id), commandLink(l10n.t('Open as JSON'), 'falconAdmin.record.openJson', node.id)),
  );
}

function roleTooltip({ role, holders, id }: NodeOf<'role'>, wording: Wording): string {
  const { l10n } = wording;
  return paragraphs(
    bold(role.display_name),
    plain(role.description),
    table([
      [l10n.t('Role ID'), value(role.id)],
      [l10n.t('Type'), value(role.type)],
      [l10n.t('Read'), holders?.coverage.asOf === undefined ? undefined : plain(momentText(holders.coverage.asOf, wording))],
    ]),
    facts(commandLink(l10n.t('Copy role ID'), 'falconAdmin.copy.roleId', id), commandLink(l10n.t('Open as JSON'), 'falconAdmin.record.openJson', id)),
  );
}

function noticeTooltip({ notice }: NodeOf<'notice'>, { l10n }: Wording): string | undefined {
  const grantScope = (scope: Scope): string =>
    l10n.t('Give the API client the scope “{0}” in the Falcon console, then use “Replace Secret…” here to have it tried out again.', scopeLabels[scope]);
  switch (notice.topic) {
    case 'description':
      return plain(notice.text);
    case 'childrenHidden':
      return paragraphs(plain(l10n.t('The users of child CIDs are left out as well.')), plain(grantScope('mssp:read')));
    case 'parentUnknown':
      return plain(grantScope('sensor-installers:read'));
    case 'zonesHidden':
      return plain(l10n.t('Give the application the privilege “Zones: Read” in the Cylance console, then refresh the zones.'));
    default:
      return undefined;
  }
}

/** @returns undefined where the row itself says it all */
export function tooltip(node: TenantNode, source: TooltipSource, wording: Wording): string | undefined {
  const { l10n } = wording;
  if ('tenant' in node) return cylanceTooltip(node, source.zoneName, wording);
  switch (node.kind) {
    case 'user':
    case 'holder':
      return userTooltip(node, source, wording);
    case 'connection':
      return connectionTooltip(node, source, wording);
    case 'grant':
      return grantTooltip(node, wording);
    case 'role':
      return roleTooltip(node, wording);
    case 'cid':
      return paragraphs(
        bold(node.cidName),
        table([
          [l10n.t('CID'), value(node.cid)],
          [l10n.t('Status'), value(node.child?.status)],
          [l10n.t('Domains'), value(node.child?.domains?.join(', '))],
        ]),
        facts(commandLink(l10n.t('Copy CID'), 'falconAdmin.copy.cid', node.id), commandLink(l10n.t('Open as JSON'), 'falconAdmin.record.openJson', node.id)),
      );
    case 'failed':
      return paragraphs(plain(node.error.advice), node.error.traceId !== undefined && plain(l10n.t('Trace id: {0}', node.error.traceId)));
    case 'notice':
      return noticeTooltip(node, wording);
    case 'users':
      return node.view.filter === undefined ? undefined : plain(node.view.filter);
    case 'roles':
    case 'otherCids':
    case 'grantCid':
    case 'loadMore':
      return undefined;
  }
}
