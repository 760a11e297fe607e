/** The way of every change, as those who ask for one see it: checked, shown, confirmed, run, written down, reported. */
import type { Proposal } from '../../core/changes/proposal.ts';
import type { Finding } from '../../core/guards/guard.ts';
import type { RunReport } from './changeRunner.ts';
import type { RunProgress } from './runState.ts';

export interface ProposeOptions {
  /** Aborted: no further row begins. */
  readonly signal?: AbortSignal | undefined;
  /** For those who show the rows themselves; the editor's own progress and the report of failures are shown all the same. */
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

export interface ChangeRoad {
  /**
   * Checks a proposal, asks the person, runs it and reports how it ended.
   * @returns undefined when nothing was run: the person said no, or a guard refused and has said so
   * @throws TenantError when what has to be known could not be read, or nothing could be begun
   */
  propose(proposal: Proposal, options?: ProposeOptions): Promise<RunReport | undefined>;
  /**
   * Only looks: what the guards say about a proposal, with what is known after reading what they need. Rows are places
   * in the list that was given.
   */
  check(proposal: Proposal, signal?: AbortSignal): Promise<readonly Finding[]>;
}
