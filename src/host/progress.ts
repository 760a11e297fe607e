import * as vscode from 'vscode';
import { withAbortSignal } from './abort.ts';
import { plainText } from './plainText.ts';

export type ViewId = 'falconAdmin.tenants' | 'falconAdmin.temporary' | 'falconAdmin.activity';

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
      : { location: vscode.ProgressLocation.Notification, title: plainText(place.notification), cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    let reached = 0;
    const report: ReportStage = ({ message, share }) => {
      const increment = share === undefined ? 0 : Math.max(0, share - reached) * 100;
      reached = Math.max(reached, share ?? 0);
      progress.report({ ...(message === undefined ? {} : { message: plainText(message) }), increment });
    };
    return withAbortSignal(token, (signal) => work(signal, report), outer);
  });
}

/** Work shorter than this would only make a notification flash. */
const shortMs = 400;

/** As `withProgress` in a notification, which shows only once the work has taken a while. */
export async function withProgressWhenLong<T>(
  title: string,
  work: (signal: AbortSignal, report: ReportStage) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stages: Parameters<ReportStage>[0][] = [];
  let tell: ReportStage = (stage) => void stages.push(stage);
  const running = work(controller.signal, (stage) => tell(stage));
  let timer: NodeJS.Timeout | undefined;
  const isLong = new Promise<'long'>((resolve) => (timer = setTimeout(() => resolve('long'), shortMs)));
  const ended = running.then(
    () => 'ended' as const,
    () => 'ended' as const,
  );
  if ((await Promise.race([isLong, ended])) === 'ended') {
    clearTimeout(timer);
    return running;
  }
  return withProgress({ notification: title }, (signal, report) => {
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
    for (const stage of stages.slice(-1)) report(stage);
    tell = report;
    return running;
  });
}
