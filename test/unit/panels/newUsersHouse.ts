/** A panel of new users over a demo tenant: the page, the dialogs and the road of changes are played by the test. */
import type { TestContext } from 'node:test';
import { buildChangeSet } from '../../../src/core/changes/buildChangeSet.ts';
import type { Change } from '../../../src/core/changes/change.ts';
import { countOutcomes } from '../../../src/core/changes/outcome.ts';
import type { RowOutcome } from '../../../src/core/changes/outcome.ts';
import type { Proposal } from '../../../src/core/changes/proposal.ts';
import { rowStatuses } from '../../../src/core/newUsers/rowState.ts';
import { newUserFields } from '../../../src/core/newUsers/rows.ts';
import type { NewUserField } from '../../../src/core/newUsers/rows.ts';
import type { NewUsersPanelDeps } from '../../../src/panels/newUsers/deps.ts';
import { NewUsersPanels } from '../../../src/panels/newUsers/newUsersPanels.ts';
import type { NewUsersRequests, NewUsersState, SentRow } from '../../../src/protocol/newUsers.ts';
import type { ProposeOptions } from '../../../src/state/changes/changeRoad.ts';
import type { RunReport } from '../../../src/state/changes/changeRunner.ts';
import type { Connection } from '../../../src/state/connection.ts';
import { RecordingFiles } from '../commands/recordingPorts.ts';
import { demoHouse } from '../state/demoHouse.ts';
import type { House } from '../state/demoHouse.ts';
import { plainWording } from '../views/plainWording.ts';
import { playedFrames } from './playedFrames.ts';
import type { PlayedFrame, PlayedFrames } from './playedFrames.ts';

type NewUsersFrame = PlayedFrame<NewUsersRequests, NewUsersState>;

/** One open panel, as its page sees it. */
export class PlayedPage {
  readonly frame: NewUsersFrame;

  constructor(frame: NewUsersFrame) {
    this.frame = frame;
  }

  get state(): NewUsersState {
    return this.frame.spec.state();
  }

  /** The state as it is now or will be: the first of which something is true. */
  when(isMet: (state: NewUsersState) => boolean): Promise<NewUsersState> {
    return this.frame.when(isMet);
  }

  ask<N extends keyof NewUsersRequests>(name: N, body: NewUsersRequests[N]['body']): Promise<NewUsersRequests[N]['answer']> {
    return this.frame.ask(name, body);
  }

  get table(): number {
    return this.state.file?.table ?? 0;
  }

  async rows(since = 0): Promise<readonly PlainRow[]> {
    return (await this.ask('rows', { table: this.table, since })).rows.map(plain);
  }

  async edit(place: number, field: NewUserField, text: string): Promise<readonly PlainRow[]> {
    return (await this.ask('edit', { table: this.table, place, field, text })).rows.map(plain);
  }
}

export interface PlainRow {
  readonly place: number;
  readonly line: number;
  readonly status: string;
  readonly email: string;
  readonly said: readonly string[];
  readonly locked: readonly string[];
}

const plain = ([place, line, status, , cells, said, locked]: SentRow): PlainRow => ({
  ...{ place, line, status: rowStatuses[status] ?? '', email: cells[0] ?? '' },
  said: said.map(({ kind, field, sentence }) => `${kind} ${field ?? 'row'}: ${sentence}`),
  locked: locked.map((at) => newUserFields[at] ?? ''),
});

/** Ends each change as the test says, and tells so row by row. */
export class PlayedRoad {
  readonly proposed: Proposal[] = [];
  ends: (change: Change) => RowOutcome | undefined = () => undefined;
  /** What the person answers. */
  says: 'yes' | 'no' = 'yes';
  /** Called before a row ends. */
  onRow: () => void = () => undefined;

  async propose(proposal: Proposal, { onProgress, signal }: ProposeOptions = {}): Promise<RunReport | undefined> {
    this.proposed.push(proposal);
    if (this.says === 'no') return undefined;
    const set = buildChangeSet({ ...proposal, id: 'run', tenantName: 'Acme', createdAt: 0 });
    const outcomes: (RowOutcome | undefined)[] = set.changes.map(() => undefined);
    for (const [row, change] of set.changes.entries()) {
      this.onRow();
      const outcome = this.#end(change, signal);
      outcomes[row] = outcome;
      onProgress?.({ counts: countOutcomes(outcomes), running: 0, ended: { row, change, outcome, userUuid: undefined } });
    }
    const ended = outcomes.flatMap((outcome) => outcome ?? []);
    return { set, startedAt: 0, how: 'finished', outcomes: ended, counts: countOutcomes(ended), stoppedBy: undefined };
  }

  #end(change: Change, signal: AbortSignal | undefined): RowOutcome {
    if (signal?.aborted) return { state: 'skipped', message: 'Cancelled before it was sent.' };
    const end = this.ends(change);
    if (end || change.kind !== 'createUser') return end ?? { state: 'done' };
    const { uid, cid, names } = change;
    return { state: 'done', created: { uuid: `uuid of ${uid}` as never, uid, cid, first_name: names.first, last_name: names.last } };
  }
}

/** The pages of all panels of new users that were opened. */
export const pagesOf = ({ all }: PlayedFrames): readonly PlayedPage[] => all.map((frame) => new PlayedPage(frame as NewUsersFrame));

export interface NewUsersHouse extends House {
  readonly connection: Connection;
  readonly panels: NewUsersPanels;
  readonly pages: () => readonly PlayedPage[];
  readonly road: PlayedRoad;
  readonly files: RecordingFiles;
  readonly commands: readonly (readonly [string, unknown])[];
}

export async function newUsersHouse(t: Pick<TestContext, 'after'>, over: Partial<NewUsersPanelDeps> = {}): Promise<NewUsersHouse> {
  const house = await demoHouse(t);
  const connection = await house.connect();
  const [road, files] = [new PlayedRoad(), new RecordingFiles()];
  const frames = playedFrames();
  const commands: (readonly [string, unknown])[] = [];
  const panels = new NewUsersPanels({
    ...{ store: house.store, directories: house.directories, road, files, openFrame: frames.openFrame },
    wording: { ...plainWording, now: () => Date.now() },
    runCommand: async (id, argument) => void commands.push([id, argument]),
    ...over,
  });
  t.after(() => panels.dispose());
  const pages = (): readonly PlayedPage[] => pagesOf(frames);
  return { ...house, connection, panels, pages, road, files, commands };
}
