/** The panels of grants over a real demo tenant, with the road of changes as it is and a person's answers written down beforehand. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { readGrants } from '../../../src/api/falcon/grants.ts';
import type { Grant } from '../../../src/core/grant.ts';
import type { Cid, UserUuid } from '../../../src/core/ids.ts';
import { MatrixModel } from '../../../src/core/matrix/matrixModel.ts';
import type { Spot } from '../../../src/core/matrix/matrixModel.ts';
import type { Subject } from '../../../src/core/matrix/matrix.ts';
import { toggleAll } from '../../../src/core/matrix/marking.ts';
import type { Marks } from '../../../src/core/matrix/marking.ts';
import type { User } from '../../../src/core/user.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { GrantsPanelDeps } from '../../../src/panels/grants/deps.ts';
import { GrantsPanels } from '../../../src/panels/grants/grantsPanels.ts';
import type { ChosenCid } from '../../../src/panels/user/deps.ts';
import type { GrantsRequests, GrantsState } from '../../../src/protocol/grants.ts';
import { plainWording } from '../views/plainWording.ts';
import type { PlayedFrame } from './playedFrames.ts';
import { userPanelHouse } from './userPanelHouse.ts';

export type GrantsFrame = PlayedFrame<GrantsRequests, GrantsState>;

/** One open panel, as its page sees it. */
export class PlayedGrants {
  readonly frame: GrantsFrame;

  constructor(frame: GrantsFrame) {
    this.frame = frame;
  }

  get state(): GrantsState {
    return this.frame.spec.state();
  }

  ask<N extends keyof GrantsRequests>(name: N, body: GrantsRequests[N]['body'], signal?: AbortSignal): Promise<GrantsRequests[N]['answer']> {
    return this.frame.ask(name, body, signal);
  }

  when(isMet: (state: GrantsState) => boolean): Promise<GrantsState> {
    return this.frame.when(isMet);
  }

  /** The matrix once every row in which something may be held has been read. */
  async whole(): Promise<MatrixModel> {
    await this.when(({ coverage, work, age }) => age > 0 && coverage?.isWhole === true && work === undefined);
    return this.model();
  }

  async model(): Promise<MatrixModel> {
    return new MatrixModel(structuredClone(await this.ask('matrix', undefined)));
  }
}

const writes = new Set(['userRolesActionV1', 'createUserV1', 'updateUserV1', 'deleteUserV1', 'userActionV1']);

type Over = (house: Awaited<ReturnType<typeof userPanelHouse>>) => Partial<GrantsPanelDeps>;

export async function grantsPanelHouse(t: TestContext, options: DemoTenantOptions = {}, over: Over = () => ({})) {
  const house = await userPanelHouse(t, options);
  const { store, directories, road, frames, deps, person, connection, directory, demo, sessions } = house;
  const ran: (readonly unknown[])[] = [];
  const chosenCids: (ChosenCid | undefined)[] = [];
  const chosenUsers: (User | undefined)[] = [];
  const panelDeps: GrantsPanelDeps = {
    ...{ store, directories, road, texts: deps.texts, prompts: person.prompts, openFrame: frames.openFrame },
    wording: { ...plainWording, now: () => Date.now() },
    runCommand: async (...call) => void ran.push(call),
    chooseCid: async () => chosenCids.shift(),
    chooseUser: async () => chosenUsers.shift(),
    myEmail: () => undefined,
    ...over(house),
  };
  const panels = new GrantsPanels(panelDeps);
  t.after(() => panels.dispose());
  const last = (): PlayedGrants => new PlayedGrants(frames.last<GrantsRequests, GrantsState>());
  const open = (subject: Subject): PlayedGrants => {
    panels.open(connection.id, subject);
    return last();
  };
  const ofUsers = (...users: readonly Pick<User, 'uuid'>[]): PlayedGrants => open({ by: 'users', users: users.map(({ uuid }) => uuid) });
  const ofCid = (cid: Cid): PlayedGrants => open({ by: 'cid', cid });
  const children = await directory.allChildren();
  const cids = [house.cid, ...children.map((child) => child.child_cid)];
  /** What the server itself says, past everything that this window knows. */
  const held = async (user: UserUuid, cid: Cid): Promise<readonly Grant[]> => readGrants(await sessions.client(connection.id), { userUuid: user, cid });
  /** Requests of one kind, or all that write. */
  const sent = (of?: string): number => demo.requests.filter(({ operation = '' }) => (of === undefined ? writes.has(operation) : operation === of)).length;
  /** A user of whom something is true. */
  const userWho = async (isMeant: (user: User) => boolean | Promise<boolean>): Promise<User> => {
    for (const user of await directory.allUsers({})) if (await isMeant(user)) return user;
    return assert.fail('there is no such user');
  };
  return { ...house, panels, ran, chosenCids, chosenUsers, last, open, ofUsers, ofCid, cids, held, sent, userWho };
}

/** A cell in which nothing is held and a role that every CID has may be granted. */
export function freeSpot(model: MatrixModel, user: UserUuid, cid: Cid): Spot {
  const row = model.placeOf({ user, cid }) ?? assert.fail('there is no such row');
  const role = model.roles.findIndex(({ id, owner }) => owner === undefined && model.held(row, id).length === 0);
  assert.ok(role >= 0, 'there is a role that is not held');
  return { row, role };
}

/** Marks a cell as a click does. */
export function mark(marks: Marks, model: MatrixModel, ...spots: readonly Spot[]): Marks {
  let marked = marks;
  for (const spot of spots) marked = toggleAll(marked, model, [spot]).marks;
  return marked;
}
