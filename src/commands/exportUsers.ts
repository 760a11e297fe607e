import { fileName } from '../core/fileName.ts';
import type { UserRow } from '../core/userTable.ts';
import { readCids } from '../state/changes/guardFacts.ts';
import { askTenant } from './parts/anyTenant.ts';
import type { CommandDeps, Report, TenantCommand } from './parts/deps.ts';
import { exportCylanceUsers } from './parts/exportCylance.ts';
import { askFormat, fileKinds } from './parts/exportFormat.ts';
import { nodesGiven, ofKind } from './parts/targets.ts';
import { userSources } from './parts/userSources.ts';
import type { UserSource } from './parts/userSources.ts';

/** One source after the other; a user who is in several is taken once. */
async function readRows(deps: CommandDeps, sources: readonly UserSource[], withNames: boolean, signal: AbortSignal, report: Report): Promise<UserRow[]> {
  const { directories, l10n, locale } = deps;
  const rows = new Map<string, UserRow>();
  for (const [index, { connection, name, read }] of sources.entries()) {
    const onProgress = (count: number, total: number): void => {
      const figures = l10n.t('{0} of {1}', count.toLocaleString(locale), total.toLocaleString(locale));
      const message = sources.length === 1 ? figures : l10n.t('{0}: {1}', name, figures);
      report({ message, share: (index + (total === 0 ? 1 : Math.min(1, count / total))) / sources.length });
    };
    const users = await read({ signal, onProgress });
    const names = withNames && users.length > 0 ? await readCids(await directories.of(connection.id), connection.name, signal) : undefined;
    for (const user of users) rows.set(`${connection.id}/${user.uuid}`, { user, cidName: user.cid && names?.cidName(user.cid) });
  }
  return [...rows.values()];
}

/** The one place that all of them are from, or the one tenant. */
function placeOf(sources: readonly UserSource[]): string | undefined {
  const [first] = sources;
  if (sources.length === 1) return first?.name;
  return new Set(sources.map(({ connection }) => connection.id)).size === 1 ? first?.connection.name : undefined;
}

function titleFor({ l10n }: CommandDeps, sources: readonly UserSource[]): string {
  const place = placeOf(sources);
  if (place === undefined) return l10n.t('Export Users');
  return sources.some(({ isFiltered }) => isFiltered) ? l10n.t('Export Filtered Users of {0}', place) : l10n.t('Export Users of {0}', place);
}

async function exportFalconUsers(deps: CommandDeps, sources: readonly UserSource[]): Promise<void> {
  const { progress, files, mention, dormantAfterDays, l10n, locale } = deps;
  const title = titleFor(deps, sources);
  const wanted = await askFormat(deps, {
    title,
    details: { csv: l10n.t('For spreadsheets, and for “New Users from File…”'), json: l10n.t('The records as the server has them') },
    columns: async () => (await import('./parts/columnChoices.ts')).columnChoices(l10n),
  });
  if (!wanted) return;
  const { format, columns } = wanted;
  const rows = await progress(title, (signal, report) => readRows(deps, sources, columns.includes('home_cid_name'), signal, report));
  if (rows.length === 0) return mention(l10n.t('There are no users to export.'));
  const { usersAsCsv, usersAsJson } = await import('../core/userTable.ts');
  const now = Date.now();
  const write = format === 'csv' ? usersAsCsv : usersAsJson;
  const text = write(rows, columns, { now, dormantAfterDays: dormantAfterDays() });
  const name = await files.save(title, fileKinds[format], fileName(['users', placeOf(sources)], new Date(now), format), text);
  if (name !== undefined) mention(l10n.t('{0} users written to {1}.', rows.length.toLocaleString(locale), name));
}

export const exportUsers: TenantCommand = {
  id: 'falconAdmin.users.export',
  async run(deps, given) {
    const { prompts, l10n } = deps;
    const title = l10n.t('Export Users');
    const nodes = nodesGiven(deps, given);
    const clicked = ofKind(nodes, 'cylance', 'cylanceUsers', 'cylanceUser');
    if (clicked.length > 0 && ofKind(nodes, 'connection', 'cid', 'users', 'user', 'holder').length > 0) {
      const message = l10n.t('Users of Falcon and of Cylance tenants have different columns. Select users of one kind.');
      return void (await prompts.notify({ severity: 'information', message }));
    }
    if (clicked.length > 0) return exportCylanceUsers(deps, clicked);
    const chosen = given.length === 0 ? await askTenant(deps, { title }) : undefined;
    if (given.length === 0 && !chosen) return;
    if (chosen?.kind === 'cylance') return exportCylanceUsers(deps, [await deps.cylance.tree.usersBelow(chosen.tenant)]);
    const sources = await userSources(deps, chosen ? [chosen.connection.id] : given, title);
    if (sources.length > 0) await exportFalconUsers(deps, sources);
  },
};
