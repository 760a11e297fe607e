/** Users of Cylance tenants, written to a file. */
import { cylanceColumns, cylanceUsersAsCsv, cylanceUsersAsJson, usualCylanceColumns } from '../../core/cylance/cylanceTable.ts';
import type { CylanceColumn } from '../../core/cylance/cylanceTable.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import { fileName } from '../../core/fileName.ts';
import type { L10n } from '../../host/l10n.ts';
import type { PickItem } from '../../host/prompts.ts';
import { isCylanceFiltered } from '../../state/cylance/cylanceView.ts';
import type { NodeOf } from '../../state/nodes.ts';
import { isNode } from '../../state/nodes.ts';
import type { CommandDeps, Report } from './deps.ts';
import { askFormat, fileKinds } from './exportFormat.ts';

type Source = NodeOf<'cylance' | 'cylanceUsers' | 'cylanceUser'>;

function columnChoices(l10n: L10n): PickItem<CylanceColumn>[] {
  const labels: Readonly<Record<CylanceColumn, string>> = {
    first_name: l10n.t('First Name'),
    last_name: l10n.t('Last Name'),
    email: l10n.t('E-mail'),
    role: l10n.t('Role'),
    default_zone_role: l10n.t('Role in Zones Created Later'),
    state: l10n.t('State'),
    date_last_login: l10n.t('Last Login'),
    zones: l10n.t('Zones'),
    has_logged_in: l10n.t('Has Logged In'),
    id: l10n.t('ID'),
    date_created: l10n.t('Created'),
    date_modified: l10n.t('Updated'),
    date_email_confirmed: l10n.t('E-mail Confirmed'),
    days_since_last_login: l10n.t('Days Since Last Login'),
  };
  return cylanceColumns.map((column) => ({ label: labels[column], description: column, picked: usualCylanceColumns.includes(column), value: column }));
}

interface Exported {
  readonly users: readonly CylanceUser[];
  readonly zoneName: (id: string) => string;
}

/** The row of a tenant stands for all users, its list for those that are shown, in their order. */
async function readUsers({ cylance, l10n, locale }: CommandDeps, sources: readonly Source[], signal: AbortSignal, report: Report): Promise<Exported> {
  const users = new Map<string, CylanceUser>();
  const names: ((id: string) => string)[] = [];
  for (const source of sources) {
    const directory = await cylance.directories.of(source.tenant.id);
    await directory.readZoneNames(signal);
    names.push((id) => directory.zoneName(id));
    const onProgress = (read: number, total: number): void =>
      report({ message: l10n.t('{0} of {1}', read.toLocaleString(locale), total.toLocaleString(locale)), share: total === 0 ? 1 : read / total });
    const read = isNode(source, 'cylanceUser')
      ? [source.user]
      : isNode(source, 'cylanceUsers')
        ? await directory.arrangedUsers({ signal, onProgress })
        : (await directory.allUsers({ signal, onProgress })).users;
    for (const user of read) users.set(`${source.tenant.id}/${user.id}`, user);
  }
  return { users: [...users.values()], zoneName: (id) => names.map((name) => name(id)).find((name) => name !== id) ?? id };
}

export async function exportCylanceUsers(deps: CommandDeps, sources: readonly Source[]): Promise<void> {
  const { progress, files, mention, dormantAfterDays, l10n, locale } = deps;
  const tenants = [...new Set(sources.map(({ tenant }) => tenant.name))];
  const place = tenants.length === 1 ? tenants[0] : undefined;
  const isFiltered = sources.some((source) => isNode(source, 'cylanceUsers') && isCylanceFiltered(source.view));
  const named = place === undefined ? l10n.t('Export Users') : l10n.t('Export Users of {0}', place);
  const title = place !== undefined && isFiltered ? l10n.t('Export Filtered Users of {0}', place) : named;
  const details = { csv: l10n.t('For spreadsheets'), json: l10n.t('For scripts, with zones by id and name') };
  const wanted = await askFormat(deps, { title, details, columns: async () => columnChoices(l10n) });
  if (!wanted) return;
  const { format, columns } = wanted;
  const { users, zoneName } = await progress(title, (signal, report) => readUsers(deps, sources, signal, report));
  if (users.length === 0) return mention(l10n.t('There are no users to export.'));
  const now = Date.now();
  const write = format === 'csv' ? cylanceUsersAsCsv : cylanceUsersAsJson;
  const text = write(users, columns, { now, dormantAfterDays: dormantAfterDays(), zoneName });
  const name = await files.save(title, fileKinds[format], fileName(['users', place], new Date(now), format), text);
  if (name !== undefined) mention(l10n.t('{0} users written to {1}.', users.length.toLocaleString(locale), name));
}
