import * as vscode from 'vscode';
import { withAbortSignal } from './abort.ts';

export type ViewId = 'falconAdmin.tenants';

/** Where work shows that it goes on: in the head of a view, or as a notification with a cancel button. */
export type ProgressPlace = { readonly view: ViewId } | { readonly notification: string };

/** Says the present stage; the whole is 1. */
export type ReportStage = (stage: { readonly message?: string; readonly share?: number }) => void;

/**
 * Runs `work` while the editor shows progress, and ends the progress however the work ends. The signal is aborted by
 * the notification's cancel button and by `outer`.
 */
export async function withProgress<T>(
  place: ProgressPlace,
  work: (signal: AbortSignal, report: ReportStage) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const options: vscode.ProgressOptions =
    'view' in place
      ? { location: { viewId: place.view } }
      : { location: vscode.ProgressLocation.Notification, title: place.notification, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    let reached = 0;
    const report: ReportStage = ({ message, share }) => {
      const increment = share === undefined ? 0 : Math.max(0, share - reached) * 100;
      reached = Math.max(reached, share ?? 0);
      progress.report({ ...(message === undefined ? {} : { message }), increment });
    };
    return withAbortSignal(token, (signal) => work(signal, report), outer);
  });
}
