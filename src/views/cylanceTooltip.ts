/** What a hover tells of a node of a Cylance tenant, as markdown. */
import { consoleRoleOf, cylanceDisplayName } from '../core/cylance/cylanceUser.ts';
import type { ZoneAccess } from '../core/cylance/cylanceUser.ts';
import { cylanceRegionOfUrl } from '../core/cylance/regions.ts';
import { zoneRoleName } from '../core/cylance/roles.ts';
import { byZoneName } from '../core/cylance/zone.ts';
import type { CommandId } from '../host/commandIds.ts';
import type { CylanceTenantNode, NodeOf } from '../state/nodes.ts';
import { cylanceLoginText, cylanceStanding } from './cylanceText.ts';
import { commandLink, paragraphs, plain, table } from './markdown.ts';
import { facts, figure, momentText } from './wording.ts';
import type { Wording } from './wording.ts';

/** What a zone is called, where that is known. */
export type ZoneNamed = (node: CylanceTenantNode, zone: string) => string;

const mostZones = 10;

const bold = (text: string): string => `**${plain(text)}**`;
const value = (text: string | undefined): string | undefined => (text ? plain(text) : undefined);
const moment = (at: string | undefined, wording: Wording): string | undefined => value(at && momentText(at, wording));

function zonesText(node: NodeOf<'cylanceUser'>, zoneName: ZoneNamed, wording: Wording): string {
  const { zones } = node.user;
  const named = zones.map((access) => ({ access, id: access.id, name: zoneName(node, access.id) })).sort(byZoneName);
  const line = ({ access, name }: { readonly access: ZoneAccess; readonly name: string }): string =>
    `- ${plain(name)}: ${plain(zoneRoleName(access.role_type, access.role_name))}`;
  const lines = named.slice(0, mostZones).map(line);
  const more = zones.length - lines.length;
  return [...lines, ...(more > 0 ? [`- ${plain(wording.l10n.t('and {0} more', figure(more, wording)))}`] : [])].join('\n');
}

function userTooltip(node: NodeOf<'cylanceUser'>, zoneName: ZoneNamed, wording: Wording): string {
  const { l10n } = wording;
  const { user } = node;
  const link = (title: string, command: CommandId): string => commandLink(title, command, node.id);
  return paragraphs(
    bold(cylanceDisplayName(user)),
    table([
      [l10n.t('E-mail'), value(user.email)],
      [l10n.t('UUID'), plain(user.id)],
      [l10n.t('Role'), value(consoleRoleOf(user).name)],
      [l10n.t('In zones created later'), value(zoneRoleName(user.default_zone_role_type, user.default_zone_role_name))],
      [l10n.t('State'), plain(cylanceStanding(user, wording) ?? l10n.t('active'))],
      [l10n.t('Created'), moment(user.date_created, wording)],
      [l10n.t('Changed'), moment(user.date_modified, wording)],
      [l10n.t('Last login'), plain(cylanceLoginText(user, wording))],
    ]),
    zonesText(node, zoneName, wording),
    facts(
      link(l10n.t('View user'), 'falconAdmin.user.view'),
      user.email !== undefined && link(l10n.t('Copy e-mail'), 'falconAdmin.copy.email'),
      link(l10n.t('Copy UUID'), 'falconAdmin.copy.uuid'),
      link(l10n.t('Open as JSON'), 'falconAdmin.record.openJson'),
    ),
  );
}

/** @returns undefined where the row itself says it all */
export function cylanceTooltip(node: CylanceTenantNode, zoneName: ZoneNamed, wording: Wording): string | undefined {
  const { l10n } = wording;
  switch (node.kind) {
    case 'cylance': {
      const { name, baseUrl, tenantId, applicationId } = node.tenant;
      return paragraphs(
        bold(name),
        table([
          [l10n.t('Region'), value(cylanceRegionOfUrl(baseUrl)?.label)],
          [l10n.t('Address'), plain(baseUrl)],
          [l10n.t('Tenant ID'), plain(tenantId)],
          [l10n.t('Application ID'), plain(applicationId)],
        ]),
        plain(l10n.t('Read-only: users of Cylance are changed in its own console.')),
      );
    }
    case 'cylanceUser':
      return userTooltip(node, zoneName, wording);
    case 'zone':
      return paragraphs(
        bold(node.zoneName),
        table([
          [l10n.t('UUID'), plain(node.zoneId)],
          [l10n.t('Criticality'), value(node.zone?.criticality)],
          [l10n.t('Created'), moment(node.zone?.date_created, wording)],
        ]),
        commandLink(l10n.t('Copy UUID'), 'falconAdmin.copy.uuid', node.id),
      );
    case 'cylanceRole':
      return node.role.guid === undefined ? undefined : table([[l10n.t('UUID'), plain(node.role.guid)]]);
    case 'cylanceUsers':
      return node.view.filter === undefined ? undefined : plain(node.view.filter);
    case 'cylanceRoles':
    case 'zones':
    case 'zoneAccess':
      return undefined;
  }
}
