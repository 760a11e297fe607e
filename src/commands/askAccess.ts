import type { ReportColumn } from '../core/accessReport.ts';
import type { L10n } from '../host/l10n.ts';
import { readCids } from '../state/changes/guardFacts.ts';
import type { Connection } from '../state/connection.ts';
import { coverageLines } from './parts/coverageText.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { questions } from './parts/questions.ts';
import type { Asked, Question } from './parts/questions.ts';
import { readGrants } from './parts/readGrants.ts';
import { connectionTargets } from './parts/targets.ts';

const heads = (l10n: L10n): Readonly<Record<ReportColumn, string>> => ({
  user: l10n.t('User'),
  uid: l10n.t('E-mail'),
  place: l10n.t('CID'),
  role: l10n.t('Role'),
  how: l10n.t('How'),
  until: l10n.t('Until'),
  why: l10n.t('Why'),
});

async function show(deps: CommandDeps, connection: Connection, asked: Asked, why: string | undefined): Promise<void> {
  const { directories, progress, texts, l10n } = deps;
  const directory = await directories.of(connection.id);
  const { cidName } = await progress(l10n.t('Reading the CIDs of {0}', connection.name), (signal) => readCids(directory, connection.name, signal));
  const { items, coverage } = asked.answer(directory.index);
  const { reportText } = await import('../core/accessReport.ts');
  const titles = heads(l10n);
  const failure = why && l10n.t('Some reads failed: {0}', why);
  const text = reportText({
    coverage: [...coverageLines(deps, coverage), failure, asked.note?.(coverage)].filter((line) => line !== undefined),
    title: asked.title,
    columns: asked.columns.map((of) => ({ of, head: titles[of] })),
    rows: items,
    names: { tenantName: connection.name, cidName },
    none: asked.none,
    ...(asked.isSorted && { isSorted: true }),
  });
  await texts.show({ name: `${asked.title}.txt`, text });
}

async function answer(deps: CommandDeps, connection: Connection, asked: Asked): Promise<void> {
  const { mention, l10n } = deps;
  const end = await readGrants(deps, { connection, scope: asked.scope, name: asked.name, canDoWithout: true });
  if (!end) return;
  if (end.how === 'cancelled') mention(l10n.t('Cancelled: the answer shows what had been read until then.'));
  await show(deps, connection, asked, end.why);
}

export const askAccess: TenantCommand = {
  id: 'falconAdmin.grants.ask',
  async run(deps, given) {
    const { prompts, l10n } = deps;
    const title = l10n.t('Ask Who Has Access');
    const [connection] = await connectionTargets(deps, given, { title });
    const question =
      connection &&
      (await prompts.pick<Question>({
        title: l10n.t('{0} in {1}', title, connection.name),
        placeholder: l10n.t('What do you want to know?'),
        items: questions(l10n).map((one) => ({ label: one.label, detail: one.detail, icon: one.icon, value: one })),
      }));
    const asked = connection && question && (await question.ask(deps, connection));
    if (connection && asked) await answer(deps, connection, asked);
  },
};
