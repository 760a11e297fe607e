/** Shows a person what a set does and asks whether it is meant. */
import { countRemovals } from '../../../core/changes/describe.ts';
import { effectsOf } from '../../../core/changes/effects.ts';
import type { EffectFacts } from '../../../core/changes/effects.ts';
import type { ChangeSet } from '../../../core/changes/change.ts';
import type { Finding } from '../../../core/guards/guard.ts';
import type { L10n } from '../../../host/l10n.ts';
import type { Prompts } from '../../../host/prompts.ts';
import type { TextsPort } from '../../../host/textViews.ts';
import { countsOf, detailOf, firstOf, mostListed, questionOf, titleOf, verbOf, warningsOf } from './questionText.ts';

export interface ConfirmParts {
  readonly prompts: Prompts;
  readonly texts: TextsPort;
  readonly l10n: L10n;
  readonly locale: string;
}

export interface Confirming {
  readonly set: ChangeSet;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  readonly effects: EffectFacts;
}

/** @returns whether the person wants it, and the tenant's name where that had to be typed; undefined for no */
export async function confirmRun(parts: ConfirmParts, confirming: Confirming): Promise<{ readonly typedTenantName: string | undefined } | undefined> {
  const isMeant = confirming.set.changes.length <= mostListed ? await askModally(parts, confirming) : await askBesidePreview(parts, confirming);
  if (!isMeant) return undefined;
  const asking = confirming.findings.find(({ asksForTenantName }) => asksForTenantName);
  if (!asking) return { typedTenantName: undefined };
  const typedTenantName = await askName(parts, confirming.set, asking);
  return typedTenantName === undefined ? undefined : { typedTenantName };
}

/** What is to be heeded stands above the access after the changes, in full: a list has one line for it. */
async function preview({ texts, l10n }: ConfirmParts, { set, findings, notes, effects }: Confirming): Promise<void> {
  const { before, after } = effectsOf(set, effects);
  const cautions = [...warningsOf(findings, l10n), ...notes].map((sentence) => `! ${sentence}\n`);
  const text = cautions.length > 0 ? `${cautions.join('')}\n${after}` : after;
  await texts.compare({ name: 'access.txt', text: before }, { name: 'access.txt', text }, l10n.t('{0} (preview)', titleOf(set)));
}

async function askModally(parts: ConfirmParts, confirming: Confirming): Promise<boolean> {
  const { prompts, l10n, locale } = parts;
  const { set, findings, notes, effects } = confirming;
  const answer = await prompts.decide<'run' | 'preview'>({
    message: questionOf(set),
    detail: detailOf({ set, findings, notes, cidName: effects.cidName }, l10n, locale),
    actions: [
      { label: verbOf(set, l10n), value: 'run' },
      { label: l10n.t('Preview'), value: 'preview' },
    ],
  });
  return answer === 'preview' ? askBesidePreview(parts, confirming) : answer === 'run';
}

/** A dialog would hide what is to be looked at, so the question is a list that stays open above the comparison. */
async function askBesidePreview(parts: ConfirmParts, confirming: Confirming): Promise<boolean> {
  const { prompts, l10n, locale } = parts;
  const { set, findings, notes } = confirming;
  await preview(parts, confirming);
  const cautions = [...warningsOf(findings, l10n), ...firstOf(notes, 3, l10n)];
  // Enter alone must not take anything away.
  const takesAway = countRemovals(set.changes) > 0;
  const answer = await prompts.pick<boolean>({
    title: titleOf(set),
    placeholder: l10n.t('Look at the comparison below, then choose'),
    stays: true,
    ...(cautions.length > 0 && { problem: cautions.join(' ') }),
    items: [
      { label: verbOf(set, l10n), detail: countsOf(set, l10n, locale), icon: 'check', picked: !takesAway, value: true },
      { label: l10n.t('Discard'), detail: l10n.t('Nothing is changed.'), icon: 'close', picked: takesAway, value: false },
    ],
  });
  return answer ?? false;
}

function askName({ prompts, l10n }: ConfirmParts, { tenantName }: ChangeSet, { sentence }: Finding): Promise<string | undefined> {
  return prompts.input({
    title: l10n.t('Type “{0}” to go on', tenantName),
    placeholder: tenantName,
    prompt: sentence,
    validate: (text) => (text.trim() === tenantName ? undefined : l10n.t('This is not the name of the tenant.')),
  });
}
