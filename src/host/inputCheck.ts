/** What happens on Enter in an input box: the quick check, then the slow one, of which only the latest counts. */
import { isCancelled, toTenantError } from '../core/errors.ts';
import type { InputRequest } from './prompts.ts';

export interface InputFace {
  value: string;
  busy: boolean;
  /** What is wrong; undefined or empty when nothing is. */
  showProblem(problem: string | undefined): void;
  accept(value: string): void;
}

export class InputCheck {
  readonly #request: InputRequest;
  readonly #face: InputFace;
  #checking: AbortController | undefined;

  constructor(request: InputRequest, face: InputFace) {
    this.#request = request;
    this.#face = face;
  }

  onChange(value: string): void {
    this.stop();
    this.#face.showProblem(this.#request.validate?.(value));
  }

  async onEnter(): Promise<void> {
    if (this.#checking) return;
    const { validate, check } = this.#request;
    const { value } = this.#face;
    const problem = validate?.(value);
    if (problem !== undefined) return this.#face.showProblem(problem);
    if (check === undefined) return this.#face.accept(value);
    await this.#check(value, check);
  }

  /** Gives up a check that is under way. */
  stop(): void {
    this.#checking?.abort();
    this.#checking = undefined;
    this.#face.busy = false;
  }

  async #check(value: string, check: NonNullable<InputRequest['check']>): Promise<void> {
    const checking = new AbortController();
    this.#checking = checking;
    this.#face.busy = true;
    const problem = await check(value, checking.signal).catch((thrown: unknown) => {
      const error = toTenantError(thrown);
      return isCancelled(error) ? null : error.advice;
    });
    if (this.#checking !== checking) return;
    this.stop();
    // A check that was cancelled says neither yes nor no: the box stays as it is.
    if (problem === null) return;
    if (problem === undefined) this.#face.accept(value);
    else this.#face.showProblem(problem);
  }
}
