/** Several things that are looked for one after the other, where there are too many to be listed. */
import type { PickItem } from '../../host/prompts.ts';
import type { CommandDeps } from './deps.ts';

export interface Collecting<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly nothingFound: string;
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly PickItem<T>[]>;
  readonly keyOf: (one: T) => string;
  readonly nameOf: (one: T) => string;
}

/** @returns undefined when the person left; those that were chosen otherwise, one at least */
export async function collect<T>({ prompts, l10n }: Pick<CommandDeps, 'prompts' | 'l10n'>, collecting: Collecting<T>): Promise<readonly T[] | undefined> {
  const { title, placeholder, nothingFound, search, keyOf, nameOf } = collecting;
  const chosen = new Map<string, T>();
  for (;;) {
    const names = [...chosen.values()].map(nameOf);
    // The first row goes on with what there is, so that Enter ends the search that nothing is typed into.
    const goOn: PickItem<T | undefined> = { label: l10n.t('Go On'), description: names.join(', '), icon: 'check', value: undefined };
    const answer = await prompts.search<{ readonly one: T | undefined }>({
      title,
      placeholder: chosen.size === 0 ? placeholder : l10n.t('{0}: one more, or go on', placeholder),
      nothingFound,
      search: async (text, signal) => {
        const found = (await search(text, signal)).filter(({ value }) => !chosen.has(keyOf(value)));
        const rows: readonly PickItem<T | undefined>[] = text === '' && chosen.size > 0 ? [goOn, ...found] : found;
        return rows.map((row) => ({ ...row, value: { one: row.value } }));
      },
    });
    if (answer === undefined) return undefined;
    if (answer.one === undefined) return [...chosen.values()];
    chosen.set(keyOf(answer.one), answer.one);
  }
}
