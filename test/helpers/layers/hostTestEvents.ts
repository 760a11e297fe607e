/** What the suite in the extension host says about itself, one line of JSON each. */
export type HostTestEvent =
  | { readonly kind: 'pass'; readonly title: string; readonly durationMs: number }
  | { readonly kind: 'fail'; readonly title: string; readonly error: string }
  /** All test files were loaded and run. Without it the suite was cut short. */
  | { readonly kind: 'end' };
