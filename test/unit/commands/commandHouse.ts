/** Commands over a real demo tenant, with a person's answers written down beforehand. */
import type { TestContext } from 'node:test';
import type { CommandDeps, TenantCommand, TreePort } from '../../../src/commands/parts/deps.ts';
import { commands } from '../../../src/commands/index.ts';
import { DemoSession } from '../../../src/commands/parts/demoSession.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { CommandId } from '../../../src/host/commandIds.ts';
import type { RecordAddress } from '../../../src/host/recordAddress.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { Activity } from '../../../src/state/activity.ts';
import { ApiRequests } from '../../../src/state/apiRequests.ts';
import { Journal } from '../../../src/state/changes/journal.ts';
import type { TenantNode } from '../../../src/state/nodes.ts';
import { demoHouse } from '../state/demoHouse.ts';
import type { House } from '../state/demoHouse.ts';
import { MemoryFiles } from '../state/changes/memoryFiles.ts';
import { keptInMemory } from '../state/requests/sentRequests.ts';
import { plainL10n } from '../views/plainWording.ts';
import { RecordingFiles, RecordingPanels, RecordingQueryFiles, RecordingStorage, RecordingTexts } from './recordingPorts.ts';
import { RecordingRequests } from './recordingRequests.ts';
import { ScriptedPrompts } from './scriptedPrompts.ts';
import { ScriptedRoad } from './scriptedRoad.ts';

export interface CommandHouse extends House {
  readonly deps: CommandDeps;
  readonly person: ScriptedPrompts;
  readonly copied: string[];
  readonly revealed: TenantNode[];
  readonly refreshed: (TenantNode | undefined)[];
  readonly shown: RecordAddress[];
  readonly closed: string[];
  readonly mentioned: string[];
  /** The way of changes; it runs nothing and says that everything was done, unless a test tells it otherwise. */
  readonly road: ScriptedRoad;
  /** What was proposed to the road. */
  readonly proposed: ScriptedRoad['proposed'];
  readonly texts: RecordingTexts;
  readonly files: RecordingFiles;
  /** What was saved through a dialog. */
  readonly saved: RecordingFiles['saved'];
  readonly panels: RecordingPanels;
  /** Documents of API requests. */
  readonly requests: RecordingRequests;
  readonly apiRequests: ApiRequests;
  readonly queryFiles: RecordingQueryFiles;
  readonly storedGrants: RecordingStorage;
  readonly activity: Activity;
  /** What stands behind the activity; every other process is gone. */
  readonly journal: Journal;
  readonly journalFiles: MemoryFiles;
  /** What is kept of requests that were sent by hand. */
  readonly requestFiles: MemoryFiles;
  /** Makes nodes known to the view and answers with their ids, as menus pass them. */
  readonly show: (...nodes: readonly TenantNode[]) => string[];
  readonly run: (command: CommandId | TenantCommand, given?: readonly unknown[]) => Promise<unknown>;
}

export async function commandHouse(t: Pick<TestContext, 'after'>, options: DemoTenantOptions = {}): Promise<CommandHouse> {
  const house = await demoHouse(t, options);
  const known = new Map<string, TenantNode>();
  const person = new ScriptedPrompts();
  const demo = new DemoSession();
  t.after(() => demo.close());
  const [copied, mentioned, closed]: [string[], string[], string[]] = [[], [], []];
  const revealed: TenantNode[] = [];
  const refreshed: (TenantNode | undefined)[] = [];
  const shown: RecordAddress[] = [];
  const view: TreePort = {
    node: (id) => {
      const node = known.get(id);
      return node && house.tree.current(node);
    },
    refresh: (node) => void refreshed.push(node),
    reread: async (node) => void refreshed.push(node),
    reveal: async (node) => void revealed.push(node),
    run: (work) => work(new AbortController().signal),
    cancel: () => undefined,
  };
  const [road, texts, files, panels] = [new ScriptedRoad(), new RecordingTexts(), new RecordingFiles(), new RecordingPanels()];
  const journalFiles = new MemoryFiles();
  let journalAt = 0;
  // Records are in the order of their times, so no two of them have the same.
  const now = (): number => (journalAt = Math.max(journalAt + 1, Date.now()));
  const journal = new Journal({ files: journalFiles, now, isAlive: () => false });
  const activity = new Activity(async () => journal);
  const queryFiles = new RecordingQueryFiles();
  const requests = new RecordingRequests();
  const { kept, files: requestFiles } = keptInMemory();
  const apiRequests = new ApiRequests({ client: (id) => house.sessions.client(id), kept });
  const ports = { road, texts, files, queryFiles, panels, activity, requests, apiRequests };
  const storedGrants = new RecordingStorage();
  let made = 0;
  const deps: CommandDeps = {
    ...house,
    ...ports,
    view,
    demo,
    prompts: person.prompts,
    l10n: plainL10n,
    locale: 'en',
    dormantAfterDays: () => 90,
    temporary: { refresh: async () => void refreshed.push(undefined) },
    storedGrants,
    documents: { show: async (address) => void shown.push(address), refresh: () => undefined, close: async (connection) => void closed.push(connection) },
    progress: (_title, work) => work(new AbortController().signal, () => undefined),
    copy: async (text) => void copied.push(text),
    mention: (text) => void mentioned.push(text),
    showLog: () => undefined,
    newId: () => asConnectionId(`made${++made}`),
    remembered: { filter: undefined },
  };
  const show = (...nodes: readonly TenantNode[]): string[] => {
    for (const node of nodes) known.set(node.id, node);
    return nodes.map(({ id }) => id);
  };
  const run: CommandHouse['run'] = async (command, given = []) => {
    const found = typeof command === 'string' ? commands.find(({ id }) => id === command) : command;
    return found?.run(deps, given);
  };
  const recorded = { copied, revealed, refreshed, shown, closed, mentioned, proposed: road.proposed, saved: files.saved };
  return { ...house, ...ports, ...recorded, storedGrants, journal, journalFiles, requestFiles, deps, person, show, run };
}
