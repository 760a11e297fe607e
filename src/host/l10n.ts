/** The part of `vscode.l10n` that is used, so that code with texts can run without the editor. */
export interface L10n {
  /** The translation of an English sentence, with `{0}`, `{1}` … replaced. */
  t(message: string, ...values: readonly (string | number)[]): string;
}
