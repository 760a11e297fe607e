/** Finds out, while an address is typed, whether somebody has it already. */
import type { FoundUser } from '../../protocol/createUser.ts';

export type LookUpState =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'free' }
  | { readonly kind: 'taken'; readonly by: FoundUser };

/** How long the person pauses before anything is asked. */
const pauseMs = 400;

export class AddressLookUp {
  readonly #ask: (email: string, signal: AbortSignal) => Promise<FoundUser | undefined>;
  readonly #onChange: (state: LookUpState) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  constructor(ask: (email: string, signal: AbortSignal) => Promise<FoundUser | undefined>, onChange: (state: LookUpState) => void) {
    this.#ask = ask;
    this.#onChange = onChange;
  }

  /** @param email undefined when what is typed is no address: there is nothing to ask then */
  type(email: string | undefined): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = undefined;
    this.#onChange({ kind: 'none' });
    if (email !== undefined) this.#timer = setTimeout(() => void this.#run(email), pauseMs);
  }

  async #run(email: string): Promise<void> {
    const controller = new AbortController();
    this.#asking = controller;
    this.#onChange({ kind: 'asking' });
    let state: LookUpState;
    try {
      const by = await this.#ask(email, controller.signal);
      state = by ? { kind: 'taken', by } : { kind: 'free' };
    } catch {
      // A convenience: creating looks again, and says so when it cannot.
      state = { kind: 'none' };
    }
    if (this.#asking === controller) this.#onChange(state);
  }
}
