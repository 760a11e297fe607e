/** The panels of Cylance users over a real demo tenant, whose answers a test can change on their way. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { CylanceUser } from '../../../src/core/cylance/cylanceUser.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { CylancePanelDeps } from '../../../src/panels/cylanceUser/deps.ts';
import { CylanceUserPanels } from '../../../src/panels/cylanceUser/cylanceUserPanels.ts';
import type { CylanceRecord, CylanceUserRequests, CylanceUserState } from '../../../src/protocol/cylanceUser.ts';
import { commandHouse } from '../commands/commandHouse.ts';
import { plainWording } from '../views/plainWording.ts';
import { playedFrames } from './playedFrames.ts';

/**
 * What is answered in place of the server.
 * @param target the path that is asked for, with its query
 * @param ask asks the server after all
 */
export type InPlace = (target: string, ask: () => Promise<unknown>, signal: AbortSignal | undefined) => Promise<unknown>;

/** The state of a panel that has read its user. */
export interface ReadState extends CylanceUserState {
  readonly record: CylanceRecord;
}

export async function cylanceUserHouse(t: TestContext, options: DemoTenantOptions = {}) {
  const house = await commandHouse(t, { cids: 1, users: 20, ...options });
  const { cylance, deps } = house;
  const connection = await house.connectCylance();
  const directory = await cylance.directories.of(connection.id);
  // As the tree has them.
  const { users } = await directory.allUsers();
  const user = users.find(({ zones, first_name: first }) => zones.length > 1 && first) ?? assert.fail('nobody is in several zones');
  const commands: (readonly [string, ...unknown[]])[] = [];
  const frames = playedFrames();
  const panelDeps: CylancePanelDeps = {
    ...{ cylance, openFrame: frames.openFrame, documents: deps.documents, copy: deps.copy },
    wording: { ...plainWording, now: () => Date.now() },
    runCommand: async (id, ...given) => void commands.push([id, ...given]),
  };
  const panels = new CylanceUserPanels(panelDeps);
  t.after(() => panels.dispose());
  const page = () => frames.last<CylanceUserRequests, CylanceUserState>();
  /** What the page that was opened last shows once nothing is read any more. */
  const settled = (): Promise<CylanceUserState> => page().when(({ isReading }) => !isReading);
  /** The same of a page that shows a record then. */
  const read = async (): Promise<ReadState> => {
    const { record, ...state } = await settled();
    assert.ok(record, 'the record was read');
    return { ...state, record };
  };
  /** From now on the panel gets these answers. */
  const answer = async (inPlace: InPlace) => {
    const client = await cylance.sessions.client(connection.id);
    const get = client.get.bind(client);
    return t.mock.method(client, 'get', (...parts: Parameters<typeof get>) => inPlace(parts[1], () => get(...parts), parts[2]?.signal));
  };
  /** How often the server was asked for the user alone. */
  const reads = (of: Pick<CylanceUser, 'id'> = user): number => house.demo.requests.filter(({ path }) => path === `/users/v2/${of.id}`).length;
  return { ...house, connection, directory, users, user, panels, frames, commands, page, settled, read, answer, reads };
}

export const isUserPath = (target: string): boolean => /^\/users\/v2\/[^?]/.test(target);
export const isZonesPath = (target: string): boolean => target.startsWith('/zones/v2');

/** A request that is never answered, until it is given up. */
export const unanswered = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new DOMException('Given up.', 'AbortError'))));
