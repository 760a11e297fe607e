/** Commands over a real demo tenant, with a person's answers written down beforehand. */
import type { TestContext } from 'node:test';
import type { CommandDeps, TreePort } from '../../../src/commands/parts/deps.ts';
import { commands } from '../../../src/commands/index.ts';
import { DemoSession } from '../../../src/commands/parts/demoSession.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { CommandId } from '../../../src/host/commandIds.ts';
import type { RecordAddress } from '../../../src/host/recordAddress.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { TenantNode } from '../../../src/state/nodes.ts';
import { demoHouse } from '../state/demoHouse.ts';
import type { House } from '../state/demoHouse.ts';
import { plainL10n } from '../views/plainWording.ts';
import { ScriptedPrompts } from './scriptedPrompts.ts';

export interface CommandHouse extends House {
  readonly deps: CommandDeps;
  readonly person: ScriptedPrompts;
  readonly copied: string[];
  readonly revealed: TenantNode[];
  readonly refreshed: (TenantNode | undefined)[];
  readonly shown: RecordAddress[];
  readonly closed: string[];
  readonly mentioned: string[];
  /** Makes nodes known to the view and answers with their ids, as menus pass them. */
  readonly show: (...nodes: readonly TenantNode[]) => string[];
  readonly run: (id: CommandId, given?: readonly unknown[]) => Promise<unknown>;
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
    reveal: async (node) => void revealed.push(node),
    run: (work) => work(new AbortController().signal),
    cancel: () => undefined,
  };
  let made = 0;
  const deps: CommandDeps = {
    ...house,
    view,
    demo,
    prompts: person.prompts,
    l10n: plainL10n,
    locale: 'en',
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
  const run = async (id: CommandId, given: readonly unknown[] = []): Promise<unknown> => commands.find((command) => command.id === id)?.run(deps, given);
  return { ...house, deps, person, copied, revealed, refreshed, shown, closed, mentioned, show, run };
}
