import { fileName } from '../core/fileName.ts';
import { scopeTargets } from './parts/accessScope.ts';
import type { TenantCommand } from './parts/deps.ts';
import { placeOf, readExported, tellWritten } from './parts/exported.ts';

export const exportMatrix: TenantCommand = {
  id: 'falconAdmin.grants.exportMatrix',
  async run(deps, given) {
    const { files, mention, l10n, locale } = deps;
    const scopes = await scopeTargets(deps, given, l10n.t('Export Access Matrix'));
    if (scopes.length === 0) return;
    const exported = await readExported(deps, scopes);
    if (!exported) return;
    const { rows, coverage } = exported;
    if (rows.length === 0 && coverage.isWhole) return mention(l10n.t('Nobody holds any role there, so nothing was exported.'));
    const { accessMatrix, matrixAsCsv } = await import('../core/accessMatrix.ts');
    const matrix = accessMatrix(rows);
    const place = placeOf(scopes);
    const title = place === undefined ? l10n.t('Export Access Matrix') : l10n.t('Export Access Matrix of {0}', place);
    const name = await files.save(title, { CSV: ['csv'] }, fileName(['access matrix', place], new Date(), 'csv'), matrixAsCsv(matrix));
    if (name === undefined) return;
    const counts = [matrix.rows.length.toLocaleString(locale), matrix.roleCount.toLocaleString(locale)];
    await tellWritten(deps, exported, l10n.t('{0} rows with {1} roles written to {2}.', ...counts, name));
  },
};
