/** What the exports of access share: whose access, read first, and how complete it is. */
import { accessRow, sortedAccess } from '../../core/accessTable.ts';
import type { AccessRow } from '../../core/accessTable.ts';
import type { Coverage } from '../../state/grants/coverage.ts';
import type { AccessScope } from './accessScope.ts';
import { gapText, wholeCoverage } from './coverageText.ts';
import type { CommandDeps } from './deps.ts';
import { heldIn } from './heldIn.ts';
import { readGrants } from './readGrants.ts';

export interface Exported {
  readonly rows: readonly AccessRow[];
  readonly coverage: Coverage;
  /** The first read that failed. */
  readonly why: string | undefined;
}

/** @returns undefined when the person left, or cancelled the reading */
export async function readExported(deps: CommandDeps, scopes: readonly AccessScope[]): Promise<Exported | undefined> {
  const { mention, l10n } = deps;
  let why: string | undefined;
  for (const of of scopes) {
    const end = await readGrants(deps, { ...of, canDoWithout: true });
    if (!end) return undefined;
    if (end.how === 'cancelled') {
      mention(l10n.t('Nothing was exported. What has been read of {0} is kept.', of.name));
      return undefined;
    }
    why ??= end.why;
  }
  const answers = [];
  for (const of of scopes) answers.push(await heldIn(deps, of));
  const rows = answers.flatMap(({ items, names }) => items.map((held) => accessRow(held, names)));
  return { rows: sortedAccess(rows), coverage: wholeCoverage(answers.map(({ coverage }) => coverage)), why };
}

/** The one place that all of it is from, or the one tenant. */
export function placeOf(scopes: readonly AccessScope[]): string | undefined {
  const [first] = scopes;
  if (scopes.length === 1) return first?.name;
  return new Set(scopes.map(({ connection }) => connection.id)).size === 1 ? first?.connection.name : undefined;
}

/** What was written where; what is missing in it is said in a message that stays. */
export async function tellWritten(deps: CommandDeps, { coverage, why }: Exported, written: string): Promise<void> {
  const gap = gapText(deps, coverage);
  if (gap === undefined && why === undefined) return deps.mention(written);
  await deps.prompts.notify({ severity: 'warning', message: [written, gap, why].filter(Boolean).join(' ') });
}
