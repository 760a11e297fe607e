/** The road of changes with a person beside it: facts, guards, question, run, word of how it ended. */
import type { Clock } from '../../../api/clock.ts';
import type { FalconClient } from '../../../api/falcon/client.ts';
import { buildChangeSet } from '../../../core/changes/buildChangeSet.ts';
import type { Change, ChangeSet } from '../../../core/changes/change.ts';
import type { Proposal } from '../../../core/changes/proposal.ts';
import { TenantError } from '../../../core/errors.ts';
import { checkChanges } from '../../../core/guards/checkChanges.ts';
import type { Finding } from '../../../core/guards/guard.ts';
import type { Cid, ConnectionId, UserUuid } from '../../../core/ids.ts';
import type { Activity } from '../../../state/activity.ts';
import { ChangeRunner } from '../../../state/changes/changeRunner.ts';
import type { RunReport } from '../../../state/changes/changeRunner.ts';
import type { ChangeRoad, ProposeOptions } from '../../../state/changes/changeRoad.ts';
import { readCids, readFacts } from '../../../state/changes/guardFacts.ts';
import type { ReadFacts } from '../../../state/changes/guardFacts.ts';
import type { RunProgress } from '../../../state/changes/runState.ts';
import type { Connection } from '../../../state/connection.ts';
import type { ConnectionStore } from '../../../state/connectionStore.ts';
import type { Directories } from '../../../state/directories.ts';
import type { TenantDirectory } from '../../../state/tenantDirectory.ts';
import type { Report } from '../deps.ts';
import { askRefused } from './askRefused.ts';
import { confirmRun } from './confirmRun.ts';
import type { ConfirmParts } from './confirmRun.ts';
import { titleOf } from './questionText.ts';
import { tellOutcome } from './tellOutcome.ts';
import type { TellParts } from './tellOutcome.ts';

export interface RoadParts extends ConfirmParts, TellParts {
  readonly store: ConnectionStore;
  readonly directories: Directories;
  readonly client: (id: ConnectionId) => Promise<FalconClient>;
  readonly activity: Activity;
  readonly clock: Clock;
  readonly settings: () => { readonly myEmail: string | undefined; readonly removalCap: number };
  readonly progress: <T>(title: string, work: (signal: AbortSignal, report: Report) => Promise<T>) => Promise<T>;
  readonly newId: () => string;
  /** Aborted when the window closes. */
  readonly closing: AbortSignal;
  /** Told of what went wrong beside a run, which goes on. */
  readonly onFailure: (error: unknown) => void;
  /** Shows open documents of a connection anew. */
  readonly refreshDocuments: (connection: ConnectionId) => void;
}

interface Checked {
  readonly set: ChangeSet;
  readonly facts: ReadFacts;
  readonly findings: readonly Finding[];
}

/** What a run has changed so far. */
interface Touched {
  readonly users: Set<UserUuid>;
  readonly cids: Set<Cid>;
  readonly lists: Set<Cid>;
  /** An operation that was composed by hand: whatever was read before it may be otherwise. */
  all: boolean;
}

export class TenantRoad implements ChangeRoad {
  readonly #parts: RoadParts;
  readonly #runner: ChangeRunner;

  constructor(parts: RoadParts) {
    this.#parts = parts;
    const { activity, clock, client, store, closing } = parts;
    this.#runner = new ChangeRunner({ journal: activity, clock, client, connection: (id) => store.get(id), closing });
  }

  async propose(proposal: Proposal, options: ProposeOptions = {}): Promise<RunReport | undefined> {
    if (proposal.changes.length === 0) return undefined;
    const { l10n, progress } = this.#parts;
    const directory = await this.#parts.directories.of(proposal.connectionId);
    const checked = await progress(l10n.t('Checking the changes'), (signal, report) =>
      this.#check(directory, proposal, signal, (read, total) => report({ message: this.#countText(read, total), share: read / total })),
    );
    if (checked.set.changes.length === 0) {
      this.#parts.mention(l10n.t('Nothing to change: everything is so already.'));
      return undefined;
    }
    const refused = checked.findings.filter(({ severity, asksForTenantName }) => severity === 'refuse' && !asksForTenantName);
    if (refused.length > 0) return this.#refused(proposal, checked.set, refused, options);
    const effects = { grantsOf: (userUuid: UserUuid) => directory.allKnownGrants(userUuid), cidName: checked.facts.cidName };
    const confirmed = await confirmRun(this.#parts, { ...checked, notes: proposal.notes ?? [], effects });
    if (!confirmed) return undefined;
    const report = await this.#run(directory, proposal, { ...checked, facts: { ...checked.facts, ...confirmed } }, options);
    // The message may stay open for long; nobody has to wait for it.
    if (report) tellOutcome(this.#parts, report, checked.facts.cidName).catch(this.#parts.onFailure);
    return report;
  }

  async check(proposal: Proposal, signal?: AbortSignal): Promise<readonly Finding[]> {
    const directory = await this.#parts.directories.of(proposal.connectionId);
    const { findings, set } = await this.#check(directory, proposal, signal);
    const placeOf = (row: number): number => proposal.changes.indexOf(set.changes[row] as Change);
    return findings.map((finding) => ({ ...finding, rows: finding.rows.map(placeOf).filter((row) => row >= 0) }));
  }

  async #check(directory: TenantDirectory, proposal: Proposal, signal?: AbortSignal, onProgress?: (read: number, total: number) => void): Promise<Checked> {
    const { settings, clock, newId } = this.#parts;
    const { name: tenantName, canChange, missingScopes } = this.#connection(proposal.connectionId);
    const { cidName } = await readCids(directory, tenantName, signal);
    const { connectionId, origin, changes, sentence, follows } = proposal;
    const set = buildChangeSet({ id: newId(), connectionId, tenantName, origin, changes, createdAt: clock.now(), sentence, cidName, follows });
    const facts = await readFacts(directory, set.changes, { ...settings(), tenantName, signal, onProgress });
    const findings = checkChanges(set, { ...facts, now: clock.now(), readOnly: !canChange, missingScopes });
    return { set, facts, findings };
  }

  async #refused(proposal: Proposal, set: ChangeSet, refused: readonly Finding[], options: ProposeOptions): Promise<RunReport | undefined> {
    const { runCommand, store } = this.#parts;
    const way = await askRefused(this.#parts, set, refused);
    if (way === undefined) return undefined;
    if (way !== 'allowChanges') return this.propose({ ...proposal, changes: way.without, sentence: undefined }, options);
    await runCommand('falconAdmin.connection.allowChanges', proposal.connectionId);
    return store.get(proposal.connectionId)?.canChange ? this.propose(proposal, options) : undefined;
  }

  async #run(directory: TenantDirectory, proposal: Proposal, { set, facts }: Checked, { signal, onProgress }: ProposeOptions): Promise<RunReport | undefined> {
    const { progress, activity, prompts, l10n } = this.#parts;
    const written: Touched = { users: new Set(), cids: new Set(), lists: new Set(), all: false };
    const result = await progress(titleOf(set), (ownSignal, report) =>
      this.#runner.run(set, {
        facts,
        passwords: proposal.passwords,
        signal: signal ? AbortSignal.any([signal, ownSignal]) : ownSignal,
        onProgress: (state) => {
          this.#take(directory, state, written);
          const { total, done, failed, skipped, unknown } = state.counts;
          const ended = done + failed + skipped + unknown;
          const message = failed + unknown > 0 ? l10n.t('{0}, {1} failed', this.#countText(ended, total), failed + unknown) : this.#countText(ended, total);
          report({ message, share: ended / total });
          activity.moved();
          onProgress?.(state);
        },
      }),
    ).finally(() => this.#tellWritten(proposal.connectionId, written));
    activity.moved();
    if (result.kind === 'ran') return result.report;
    const reasons = result.findings.map(({ sentence }) => sentence).join('\n');
    await prompts.decide({ isError: true, message: l10n.t('{0}: nothing was changed.', titleOf(set)), detail: reasons, actions: [] });
    return undefined;
  }

  /** A change whose outcome is not known may have been carried out, so what was known before it is not believed either. */
  #take(directory: TenantDirectory, { ended }: RunProgress, written: Touched): void {
    const { change, outcome, userUuid } = ended;
    if (change.kind === 'rawOperation') {
      // Where the server was only asked whether it would, nothing is another way now.
      if ((outcome.state !== 'done' && outcome.state !== 'unknown') || change.parameters['validate_only'] === true) return;
      directory.forgetAll();
      written.all = true;
    }
    if (userUuid === undefined) return;
    // Somebody else was faster: the user is gone all the same.
    const isGone = change.kind === 'deleteUser' && outcome.state === 'failed' && outcome.kind === 'notFound';
    if (outcome.state !== 'done' && outcome.state !== 'unknown' && !isGone) return;
    if (outcome.state === 'done' || isGone) directory.wrote(change, userUuid);
    else directory.forgetGrants(userUuid);
    written.users.add(userUuid);
    const home = change.kind === 'deleteUser' ? change.user.cid : outcome.state === 'done' ? outcome.created?.cid : undefined;
    if (home) written.lists.add(home);
    for (const cid of ['cid' in change ? change.cid : undefined, home]) if (cid) written.cids.add(cid);
  }

  #tellWritten(connection: ConnectionId, { users, cids, lists, all }: Touched): void {
    if (users.size === 0 && !all) return;
    try {
      this.#parts.directories.tellWritten({ connection, users: [...users], cids: [...cids], lists: [...lists], ...(all && { all }) });
      this.#parts.refreshDocuments(connection);
    } catch (error) {
      // The report of the run matters more than that somebody could not show it.
      this.#parts.onFailure(error);
    }
  }

  #countText(count: number, total: number): string {
    const { l10n, locale } = this.#parts;
    return l10n.t('{0} of {1}', count.toLocaleString(locale), total.toLocaleString(locale));
  }

  #connection(id: ConnectionId): Connection {
    const connection = this.#parts.store.get(id);
    if (connection) return connection;
    const { l10n } = this.#parts;
    throw new TenantError({ kind: 'notFound', message: l10n.t('This tenant is not connected any more.'), nextStep: l10n.t('Connect it again.') });
  }
}
