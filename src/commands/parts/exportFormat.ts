/** In which form users are written to a file, and with which columns. */
import type { FileKinds } from '../../host/files.ts';
import type { PickItem } from '../../host/prompts.ts';
import type { CommandDeps } from './deps.ts';

export type Format = 'csv' | 'json';

export const fileKinds: Readonly<Record<Format, FileKinds>> = { csv: { CSV: ['csv'] }, json: { JSON: ['json'] } };

export interface Wanted<Column> {
  readonly format: Format;
  readonly columns: readonly Column[];
}

export interface FormatQuestion<Column> {
  readonly title: string;
  /** What each form is good for. */
  readonly details: Readonly<Record<Format, string>>;
  readonly columns: () => Promise<readonly PickItem<Column>[]>;
}

/** @returns undefined when the person left, or chose no column */
export async function askFormat<Column>(
  { prompts, mention, l10n }: Pick<CommandDeps, 'prompts' | 'mention' | 'l10n'>,
  { title, details, columns: choices }: FormatQuestion<Column>,
): Promise<Wanted<Column> | undefined> {
  const format = await prompts.pick<Format>({
    title,
    placeholder: l10n.t('In which form?'),
    items: [
      { label: 'CSV', detail: details.csv, icon: 'table', value: 'csv' },
      { label: 'JSON', detail: details.json, icon: 'json', value: 'json' },
    ],
  });
  if (format === undefined) return undefined;
  const columns = await prompts.pickMany({ title, placeholder: l10n.t('Which columns?'), items: await choices() });
  if (columns === undefined) return undefined;
  if (columns.length > 0) return { format, columns };
  mention(l10n.t('No column was chosen, so nothing was exported.'));
  return undefined;
}
