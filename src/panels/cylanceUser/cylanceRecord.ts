/** A Cylance user as the page shows it. */
import { consoleRoleOf, cylanceUserState } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import { zoneRoleName } from '../../core/cylance/roles.ts';
import { byZoneName } from '../../core/cylance/zone.ts';
import type { CylanceRecord } from '../../protocol/cylanceUser.ts';
import type { Fact } from '../../protocol/user.ts';
import { momentAgoText, momentText } from '../wording.ts';
import type { PanelWording } from '../wording.ts';

export interface RecordFacts {
  /** What a zone is called; its id where that is not known. */
  readonly zoneName: (id: string) => string;
  readonly zonesNote: string | undefined;
}

function loginText({ date_last_login: at, has_logged_in: hasLoggedIn }: CylanceUser, wording: PanelWording): string {
  if (at !== undefined) return momentAgoText(at, wording);
  return hasLoggedIn ? wording.l10n.t('yes, at a time that is not told') : wording.l10n.t('never');
}

function stateText(user: CylanceUser, wording: PanelWording): string {
  const { l10n } = wording;
  const words = { active: l10n.t('active'), dormant: l10n.t('dormant'), neverLoggedIn: l10n.t('never logged in'), inactive: l10n.t('inactive') };
  return words[cylanceUserState(user, wording.now(), wording.dormantAfterDays())];
}

export function cylanceRecord(user: CylanceUser, { zoneName, zonesNote }: RecordFacts, wording: PanelWording): CylanceRecord {
  const { l10n } = wording;
  const facts = (...rows: readonly (readonly [string, string | undefined])[]): Fact[] =>
    rows.map(([label, value]) => ({ label, value: value || l10n.t('not told') }));
  const moment = (at: string | undefined): string | undefined => at && momentText(at, wording);
  const zones = user.zones.map(({ id, role_type: type, role_name: name }) => ({ id, name: zoneName(id), role: zoneRoleName(type, name) }));
  return {
    id: user.id,
    identity: facts([l10n.t('First name'), user.first_name], [l10n.t('Last name'), user.last_name], [l10n.t('E-mail'), user.email]),
    account: [
      ...facts([l10n.t('State'), stateText(user, wording)], [l10n.t('Last login'), loginText(user, wording)]),
      ...facts([l10n.t('Created'), moment(user.date_created)], [l10n.t('Changed'), moment(user.date_modified)]),
      ...facts([l10n.t('E-mail confirmed'), moment(user.date_email_confirmed)]),
    ],
    roles: facts(
      [l10n.t('Console role'), consoleRoleOf(user).name],
      [l10n.t('In zones created later'), zoneRoleName(user.default_zone_role_type, user.default_zone_role_name)],
    ),
    zones: zones.sort(byZoneName),
    zonesNote,
  };
}
