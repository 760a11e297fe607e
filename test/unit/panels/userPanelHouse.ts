/** The panels of users over a real demo tenant, with the road of changes as it is and a person's answers written down beforehand. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { systemClock } from '../../../src/api/clock.ts';
import { readUsers } from '../../../src/api/falcon/users.ts';
import { TenantRoad } from '../../../src/commands/parts/road/tenantRoad.ts';
import type { User } from '../../../src/core/user.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { ChosenCid, UserPanelDeps } from '../../../src/panels/user/deps.ts';
import { UserPanels } from '../../../src/panels/user/userPanels.ts';
import { commandHouse } from '../commands/commandHouse.ts';
import { plainWording } from '../views/plainWording.ts';
import { playedFrames } from './playedFrames.ts';

export async function userPanelHouse(t: TestContext, options: DemoTenantOptions = {}) {
  const house = await commandHouse(t, { cids: 3, users: 90, ...options });
  const connection = await house.connect({ canChange: true });
  const directory = await house.directories.of(connection.id);
  const { cid } = await directory.shape();
  assert.ok(cid);
  const list = directory.users(cid);
  await list.load();
  const { store, directories, sessions, activity, deps, person, texts, mentioned } = house;
  const commands: (readonly [string, unknown])[] = [];
  const runCommand = async (id: string, argument: unknown): Promise<void> => void commands.push([id, argument]);
  let sets = 0;
  const road = new TenantRoad({
    ...{ store, directories, activity, texts, clock: systemClock, prompts: person.prompts, l10n: deps.l10n, locale: 'en' },
    mention: (text) => void mentioned.push(text),
    client: (id) => sessions.client(id),
    closing: new AbortController().signal,
    onFailure: (error) => {
      throw error;
    },
    settings: () => ({ myEmail: undefined, removalCap: 25 }),
    progress: (_title, work) => work(new AbortController().signal, () => undefined),
    newId: () => `set-${++sets}`,
    runCommand,
    refreshDocuments: () => undefined,
  });
  const frames = playedFrames();
  const chosenCids: (ChosenCid | undefined)[] = [];
  const panelDeps: UserPanelDeps = {
    ...{ store, directories, road, runCommand, documents: deps.documents, prompts: person.prompts, openFrame: frames.openFrame, copy: deps.copy },
    wording: { ...plainWording, now: () => Date.now() },
    chooseCid: async () => chosenCids.shift(),
  };
  const panels = new UserPanels(panelDeps);
  t.after(() => panels.dispose());
  const current = async (user: Pick<User, 'uuid'>): Promise<User | undefined> => (await readUsers(await sessions.client(connection.id), [user.uuid]))[0];
  const userAt = (at: number): User => list.items[at] ?? assert.fail(`there is no user ${at}`);
  return { ...house, connection, directory, cid, road, panels, frames, commands, chosenCids, current, userAt };
}
