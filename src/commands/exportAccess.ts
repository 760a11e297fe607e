import type { AccessHeading, AccessRow } from '../core/accessTable.ts';
import { fileName } from '../core/fileName.ts';
import type { FileKinds } from '../host/files.ts';
import { scopeTargets } from './parts/accessScope.ts';
import type { AccessScope } from './parts/accessScope.ts';
import { coverageLines } from './parts/coverageText.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { placeOf, readExported, tellWritten } from './parts/exported.ts';

type Format = 'csv' | 'json' | 'md';

const kinds: Readonly<Record<Format, FileKinds>> = { csv: { CSV: ['csv'] }, json: { JSON: ['json'] }, md: { Markdown: ['md'] } };

function askFormat({ prompts, l10n }: CommandDeps, title: string): Promise<Format | undefined> {
  return prompts.pick<Format>({
    title,
    placeholder: l10n.t('In which form?'),
    items: [
      { label: 'CSV', detail: l10n.t('For spreadsheets: a row for each grant'), icon: 'table', value: 'csv' },
      { label: 'JSON', detail: l10n.t('For programs; says how complete it is'), icon: 'json', value: 'json' },
      { label: 'Markdown', detail: l10n.t('For documents; says how complete it is'), icon: 'markdown', value: 'md' },
    ],
  });
}

async function written(format: Format, rows: readonly AccessRow[], heading: AccessHeading): Promise<string> {
  const { accessAsCsv, accessAsJson, accessAsMarkdown } = await import('../core/accessTable.ts');
  switch (format) {
    case 'csv':
      return accessAsCsv(rows);
    case 'json':
      return accessAsJson(rows, heading);
    case 'md':
      return accessAsMarkdown(rows, heading);
  }
}

function titleOf({ l10n }: CommandDeps, scopes: readonly AccessScope[]): string {
  const [first] = scopes;
  const place = placeOf(scopes);
  if (place === undefined) return l10n.t('Access');
  return scopes.length === 1 && first?.role ? l10n.t('Holders of {0} in {1}', first.role.name, place) : l10n.t('Access of {0}', place);
}

const writtenText = ({ l10n, locale }: CommandDeps, count: number, name: string): string =>
  count === 1 ? l10n.t('1 grant written to {0}.', name) : l10n.t('{0} grants written to {1}.', count.toLocaleString(locale), name);

export const exportAccess: TenantCommand = {
  id: 'falconAdmin.grants.export',
  async run(deps, given) {
    const { files, mention, l10n } = deps;
    const scopes = await scopeTargets(deps, given, l10n.t('Export Access'));
    if (scopes.length === 0) return;
    const title = titleOf(deps, scopes);
    const format = await askFormat(deps, l10n.t('Export: {0}', title));
    const exported = format && (await readExported(deps, scopes));
    if (!exported) return;
    const { rows, coverage, why } = exported;
    if (rows.length === 0 && coverage.isWhole) return mention(l10n.t('Nobody holds any role there, so nothing was exported.'));
    const lines = [...coverageLines(deps, coverage), ...(why === undefined ? [] : [l10n.t('Some reads failed: {0}', why)])];
    const text = await written(format, rows, { title, coverage: lines.join(' '), isWhole: coverage.isWhole && why === undefined, asOf: coverage.asOf });
    const name = await files.save(l10n.t('Export: {0}', title), kinds[format], fileName(['access', placeOf(scopes)], new Date(), format), text);
    if (name !== undefined) await tellWritten(deps, exported, writtenText(deps, rows.length, name));
  },
};
