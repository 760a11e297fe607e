/** Questions that follow each other, with a way back. What is typed is kept as it is typed, so that going back loses nothing. */
import type { L10n } from '../../host/l10n.ts';
import { back } from '../../host/prompts.ts';
import type { Back, InputRequest, Prompts, Step } from '../../host/prompts.ts';

/** What every box of a walk shows. */
export interface Box {
  readonly title: string;
  readonly step: Step;
  /** What was wrong with the answer before. */
  readonly problem?: string;
}

/** @template Name of what is typed, each under its name */
export interface Asking<Name extends string> {
  readonly prompts: Prompts;
  readonly l10n: L10n;
  readonly typed: Record<Name, string>;
  readonly box: Box;
}

export type Answered = Promise<string | Back | undefined>;

/** Asks for a text; what is typed is noted as it is typed, then judged. */
export function askText<Name extends string>(
  { prompts, typed, box }: Asking<Name>,
  name: Name,
  request: Pick<InputRequest, 'placeholder' | 'prompt' | 'password' | 'check'>,
  judge: (value: string) => string | undefined,
): Answered {
  return prompts.input({
    ...box,
    ...request,
    value: typed[name],
    validate: (value) => {
      typed[name] = value;
      return judge(value.trim());
    },
  });
}

/** Asks what a tenant shall be called. */
export function askName<Name extends string>(asking: Asking<Name | 'name'>, isNameTaken: (name: string) => boolean): Answered {
  const { l10n } = asking;
  return askText<Name | 'name'>(
    asking,
    'name',
    {
      placeholder: l10n.t('Acme Global'),
      prompt: l10n.t('A name for the tenant, as it will stand in the tree and in every question'),
    },
    (name) => {
      if (name === '') return l10n.t('Give the tenant a name.');
      return isNameTaken(name) ? l10n.t('Another connection has this name.') : undefined;
    },
  );
}

export interface Walk<S extends string> {
  readonly title: string;
  /** In order; which they are may depend on what was answered. */
  readonly steps: () => readonly S[];
  readonly ask: (at: S, box: Box) => Answered;
  /** There is a way back from the first step. */
  readonly hasBefore?: boolean;
}

/** Goes through steps, forth, back, and to a step whose answer turned out to be wrong. */
export class StepWalk<S extends string> {
  readonly #walk: Walk<S>;
  #failure: { readonly step: S; readonly sentence: string } | undefined;

  constructor(walk: Walk<S>) {
    this.#walk = walk;
  }

  /** For the check of a box: it lets the answer pass, but what follows it is the step that is to blame, with the sentence. */
  blame(step: S, sentence: string): void {
    this.#failure = { step, sentence };
  }

  /**
   * @param from the step to begin with; the first one unless given
   * @returns `back` when the person wants the question before, undefined when the person gave up
   */
  async run(from?: S): Promise<'done' | Back | undefined> {
    const { title, steps, ask, hasBefore = false } = this.#walk;
    for (let at = from ?? steps()[0]; at !== undefined; ) {
      const before = steps();
      const current = before.indexOf(at) + 1;
      const problem = this.#failure?.step === at ? { problem: this.#failure.sentence } : {};
      this.#failure = undefined;
      const answer = await ask(at, { title, step: { current, total: before.length, hasBefore }, ...problem });
      if (answer === undefined) return undefined;
      if (answer === back) {
        const previous = before[current - 2];
        if (previous === undefined) return back;
        at = previous;
        continue;
      }
      const after = steps();
      at = this.#blamed() ?? after[after.indexOf(at) + 1];
    }
    return 'done';
  }

  /** Set by a check while its box was open, which the flow of control cannot tell. */
  #blamed(): S | undefined {
    return this.#failure?.step;
  }
}
