/** A road that runs nothing: it writes down what was proposed and answers as a test wants. */
import { buildChangeSet } from '../../../src/core/changes/buildChangeSet.ts';
import { countOutcomes } from '../../../src/core/changes/outcome.ts';
import type { RowOutcome } from '../../../src/core/changes/outcome.ts';
import type { Proposal } from '../../../src/core/changes/proposal.ts';
import type { Finding } from '../../../src/core/guards/guard.ts';
import type { RunReport } from '../../../src/state/changes/changeRunner.ts';
import type { ChangeRoad } from '../../../src/state/changes/changeRoad.ts';

export class ScriptedRoad implements ChangeRoad {
  readonly proposed: Proposal[] = [];
  /** What `check` finds. */
  findings: readonly Finding[] = [];
  /** How the rows of the next runs end: by place, the last one for all that follow. `refused`: nothing is run. */
  outcome: 'refused' | readonly RowOutcome[] = [{ state: 'done' }];
  #runs = 0;

  async propose(proposal: Proposal): Promise<RunReport | undefined> {
    this.proposed.push(proposal);
    if (this.outcome === 'refused') return undefined;
    const ends = this.outcome;
    const set = buildChangeSet({ ...proposal, id: `run-${++this.#runs}`, tenantName: 'Acme Global', createdAt: Date.now() });
    const outcomes = set.changes.map((_change, row): RowOutcome => ends[row] ?? ends.at(-1) ?? { state: 'done' });
    return { set, startedAt: set.createdAt, how: 'finished', outcomes, counts: countOutcomes(outcomes), stoppedBy: undefined };
  }

  async check(): Promise<readonly Finding[]> {
    return this.findings;
  }
}
