/** When a role that is given ends. */
import { endMoment, endSpans } from '../../core/changes/roleEnd.ts';
import type { EndSpan, RoleEnd } from '../../core/changes/roleEnd.ts';
import { localMoment, typedEndProblem, typedMoment } from '../../core/changes/typedEnd.ts';
import type { L10n } from '../../host/l10n.ts';
import type { CommandDeps } from './deps.ts';

type Choice = { readonly end: RoleEnd | undefined } | 'type';

/** An end that was chosen; `end` is undefined for a role that is held until it is taken back. */
export interface ChosenEnd {
  readonly end: RoleEnd | undefined;
}

const dayMs = 86_400_000;

const spanLabels = (l10n: L10n): Readonly<Record<EndSpan, string>> => ({
  hour: l10n.t('In About 1 Hour'),
  eightHours: l10n.t('In 8 Hours'),
  day: l10n.t('In 1 Day'),
  week: l10n.t('In About 7 Days'),
});

async function typeEnd({ prompts, l10n }: CommandDeps, title: string): Promise<ChosenEnd | undefined> {
  const typed = await prompts.input({
    title,
    prompt: l10n.t('Day and time on this machine, one hour to seven days ahead, such as {0}', localMoment(Date.now() + dayMs)),
    value: localMoment(Date.now() + dayMs),
    validate: (text) => typedEndProblem(text, Date.now()),
  });
  const at = typed === undefined ? undefined : typedMoment(typed);
  return at === undefined ? undefined : { end: { at } };
}

/** @returns undefined when the question was left */
export async function askEnd(deps: CommandDeps, title: string): Promise<ChosenEnd | undefined> {
  const { prompts, l10n } = deps;
  const labels = spanLabels(l10n);
  const choice = await prompts.pick<Choice>({
    title,
    placeholder: l10n.t('Until when?'),
    items: [
      { label: l10n.t('Never'), description: l10n.t('Held until it is taken back'), icon: 'infinity', value: { end: undefined } },
      ...endSpans.map((after) => ({ label: labels[after], icon: 'watch', value: { end: { after } } })),
      { label: l10n.t('At a Moment…'), icon: 'edit', value: 'type' as const },
    ],
  });
  return choice === 'type' ? typeEnd(deps, title) : choice;
}

/** RFC 3339, from now on. */
export const momentOf = ({ end }: ChosenEnd): string | undefined => endMoment(end, Date.now());
