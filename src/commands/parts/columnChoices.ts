/** The columns of a file of users, as a person chooses among them. */
import { userColumns, usualColumns } from '../../core/userTable.ts';
import type { UserColumn } from '../../core/userTable.ts';
import type { L10n } from '../../host/l10n.ts';
import type { PickItem } from '../../host/prompts.ts';

export function columnChoices(l10n: L10n): PickItem<UserColumn>[] {
  const labels: Readonly<Record<UserColumn, string>> = {
    first_name: l10n.t('First Name'),
    last_name: l10n.t('Last Name'),
    uid: l10n.t('E-mail'),
    home_cid_name: l10n.t('CID Name'),
    cid: l10n.t('CID'),
    status: l10n.t('Status'),
    last_login_at: l10n.t('Last Login'),
    factors: l10n.t('2FA'),
    uuid: l10n.t('UUID'),
    created_at: l10n.t('Created'),
    updated_at: l10n.t('Updated'),
    user_type: l10n.t('User Type'),
    state: l10n.t('State'),
    days_since_last_login: l10n.t('Days Since Last Login'),
  };
  const details: Partial<Record<UserColumn, string>> = { state: l10n.t('active, never logged in, dormant or inactive') };
  return userColumns.map((column) => {
    const detail = details[column];
    return { label: labels[column], description: column, ...(detail && { detail }), picked: usualColumns.includes(column), value: column };
  });
}
