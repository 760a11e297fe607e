/** What an earlier window left half-way is said once, after the start. */
import { systemClock } from '../../api/clock.ts';
import type { Log } from '../../host/log.ts';
import type { Activity } from '../../state/activity.ts';
import type { CommandDeps } from './deps.ts';

export interface StartNoticeParts {
  readonly activity: Activity;
  readonly deps: () => Promise<CommandDeps>;
  readonly log: Log;
  /** Aborted when the window closes. */
  readonly closing: AbortSignal;
}

/** Longer than the editor lets a window take to end. */
const lookAgainMs = 20_000;

/** A window that was only just reloaded may still be ending, and its runs then seem to go on: they are looked at once more. */
export async function tellInterruptedAtStart({ activity, deps, log, closing }: StartNoticeParts): Promise<void> {
  const tell = async (): Promise<boolean> => {
    // What it takes to tell is not loaded where there is nothing to tell.
    if ((await activity.interrupted()).length === 0) return false;
    const { tellInterrupted } = await import('./interrupted.ts');
    return tellInterrupted(await deps());
  };
  try {
    if (await tell()) return;
    await systemClock.wait(lookAgainMs, closing);
    await tell();
  } catch (error) {
    if (!closing.aborted) log.error('The activity could not be read.', error);
  }
}
