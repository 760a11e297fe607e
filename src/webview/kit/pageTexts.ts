/** How pages put things into words. */

/** Translates the page's sentences as the editor does its own. */
export interface PageTexts {
  /** BCP 47. */
  readonly locale: string;
  /** The translation of an English sentence, with `{0}`, `{1}` … replaced. */
  t(message: string, ...values: readonly (string | number)[]): string;
}
