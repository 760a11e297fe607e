/** Something that is made, its code loaded with it, when somebody first asks. */
export class Lazy<T> {
  readonly #make: () => Promise<T>;
  #making: Promise<T> | undefined;
  #known: T | undefined;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  /** What was made, for those who do not wait; undefined until then. */
  get known(): T | undefined {
    return this.#known;
  }

  /** Makes it, unless that was done. After a failure whoever asks next gets another try. */
  get(): Promise<T> {
    this.#making ??= this.#made();
    return this.#making;
  }

  async #made(): Promise<T> {
    try {
      this.#known = await this.#make();
      return this.#known;
    } catch (error) {
      this.#making = undefined;
      throw error;
    }
  }
}
