/** Tells why a set must not run, and offers what can be done about it. */
import type { Change } from '../../../core/changes/change.ts';
import type { ChangeSet } from '../../../core/changes/change.ts';
import { counted } from '../../../core/changes/describe.ts';
import type { Finding } from '../../../core/guards/guard.ts';
import type { L10n } from '../../../host/l10n.ts';
import type { Prompts } from '../../../host/prompts.ts';
import { firstOf, titleOf } from './questionText.ts';

export type WayOut = 'allowChanges' | { readonly without: readonly Change[] };

const mostReasons = 8;

/** The changes that no refusal is about; undefined when a refusal is about the set as a whole, or nothing would be left. */
function remainder({ changes }: ChangeSet, refused: readonly Finding[]): readonly Change[] | undefined {
  if (refused.some(({ rows }) => rows.length === 0)) return undefined;
  const rows = new Set(refused.flatMap((finding) => finding.rows));
  const persons = new Set(changes.flatMap((change, row) => (rows.has(row) && change.kind === 'createUser' ? [change.key] : [])));
  // Nobody who is not made can be given a role.
  const left = changes.filter((change, row) => !rows.has(row) && !(change.kind === 'grant' && 'key' in change.to && persons.has(change.to.key)));
  return left.length > 0 && left.length < changes.length ? left : undefined;
}

export async function askRefused(
  { prompts, l10n }: { readonly prompts: Prompts; readonly l10n: L10n },
  set: ChangeSet,
  refused: readonly Finding[],
): Promise<WayOut | undefined> {
  const left = remainder(set, refused);
  const isLocked = refused.every(({ rule }) => rule === 'readOnlyTenant');
  const actions: { readonly label: string; readonly value: WayOut }[] = [
    ...(isLocked ? [{ label: l10n.t('Allow Changes…'), value: 'allowChanges' as const }] : []),
    ...(left ? [{ label: l10n.t('Leave Out {0}', counted(set.changes.length - left.length, 'Change')), value: { without: left } }] : []),
  ];
  return prompts.decide({
    isError: true,
    message: l10n.t('{0}: nothing was changed.', titleOf(set)),
    detail: firstOf(refused.map(({ sentence }) => sentence), mostReasons, l10n).join('\n'),
    actions,
  });
}
