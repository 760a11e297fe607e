/** One answer as a file: a table that is written here, or the picture that the page has drawn. */
import type { MatchedAnswer } from '../../core/aggregates/request.ts';
import { tableOf } from '../../core/aggregates/resultTable.ts';
import { tableCsv, tableJson } from '../../core/aggregates/tableText.ts';
import { TenantError } from '../../core/errors.ts';
import { fileName } from '../../core/fileName.ts';
import type { ExportForm } from '../../protocol/aggregate.ts';
import type { AggregateDeps } from './deps.ts';

export interface Exported {
  readonly answer: MatchedAnswer | undefined;
  readonly form: ExportForm;
  /** Of a picture: svg as text, png as base64. */
  readonly data: string | undefined;
  readonly cidName: (cid: string) => string | undefined;
}

const nothing = ({ wording: { l10n } }: Pick<AggregateDeps, 'wording'>): TenantError =>
  new TenantError({ kind: 'notFound', message: l10n.t('There is nothing to export.'), nextStep: l10n.t('Run the queries first.') });

/** Undefined where there is nothing to write. */
function contentOf({ answer, form, data, cidName }: Exported): string | Uint8Array | undefined {
  if (form === 'svg') return data;
  if (form === 'png') return data === undefined ? undefined : Buffer.from(data, 'base64');
  if (!answer?.result) return undefined;
  const table = tableOf(answer.sent, answer.result, cidName);
  return form === 'csv' ? tableCsv(table) : tableJson(table);
}

/** @returns the name of the file, or undefined when the person chose no place */
export async function exportAnswer(deps: Pick<AggregateDeps, 'files' | 'wording'>, exported: Exported): Promise<string | undefined> {
  const { files, wording } = deps;
  const { answer, form } = exported;
  const content = contentOf(exported);
  if (content === undefined) throw nothing(deps);
  const name = fileName([answer?.name || 'aggregate'], new Date(wording.now()), form);
  return files.save(wording.l10n.t('Export: {0}', answer?.name ?? ''), { [form.toUpperCase()]: [form] }, name, content);
}
