/** From the editor's cancellation to `AbortSignal`, the only kind known below this folder. */

/** The part of `vscode.CancellationToken` that is used. */
export interface CancellationSource {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): unknown };
}

/**
 * Runs `work` with a signal that follows the token, and stops listening when the work ends.
 * The signal is also aborted by `outer`, where one is given.
 */
export async function withAbortSignal<T>(
  token: CancellationSource | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  const signal = outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]);
  if (token?.isCancellationRequested) controller.abort();
  const listening = token?.onCancellationRequested(() => controller.abort());
  try {
    return await work(signal);
  } finally {
    listening?.dispose();
  }
}
