/** Everything of Cylance tenants below the editor, in memory: a server whose records a test writes down, and no time that passes by itself. */
import type { CylanceClient } from '../../../../src/api/cylance/cylanceClient.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/api/transport.ts';
import type { ConnectionId } from '../../../../src/core/ids.ts';
import type { CylanceConnection, CylanceEntry } from '../../../../src/state/cylance/cylanceConnection.ts';
import { CylanceDirectories } from '../../../../src/state/cylance/cylanceDirectories.ts';
import { CylanceDirectory } from '../../../../src/state/cylance/cylanceDirectory.ts';
import { CylanceStore } from '../../../../src/state/cylance/cylanceStore.ts';
import { CylanceTree } from '../../../../src/state/cylance/cylanceTree.ts';
import { cylanceRig, guidNumber, pagesOf, turnUntil } from '../../api/fakes/cylanceRig.ts';
import type { CylanceRig, FakeItem } from '../../api/fakes/cylanceRig.ts';
import { json, pathOf } from '../../api/fakes/fakeTransport.ts';
import { aCylanceEntry } from '../entries.ts';
import { MemorySecrets } from '../memorySecrets.ts';

export interface FakeUser extends FakeItem {
  readonly email?: string;
}

type Answer = HttpAnswer | Promise<HttpAnswer>;

/** A server of one tenant; a test changes it as it likes. */
export class FakeCylance {
  users: readonly FakeUser[] = [];
  zones: readonly FakeItem[] = [];
  /** Answers in place of the tenant; undefined leaves it to the tenant. */
  instead: ((path: string, request: HttpRequest) => Answer | undefined) | undefined;

  answer(request: HttpRequest): Answer {
    const path = decodeURIComponent(pathOf(request));
    return this.instead?.(path, request) ?? this.#usual(path, request);
  }

  #usual(path: string, request: HttpRequest): Answer {
    if (path === '/users/v2') return pagesOf(this.users)(request, 0);
    if (path === '/zones/v2') return pagesOf(this.zones)(request, 0);
    const asked = path.slice('/users/v2/'.length);
    const user = this.users.find(({ id, email }) => id === asked || email === asked);
    return user ? json(200, user) : json(404, { message: 'no such user' });
  }
}

export interface ServerWorld {
  readonly server: FakeCylance;
  readonly rig: CylanceRig;
  /** Lets time pass until the work is done. */
  readonly done: <T>(work: Promise<T>) => Promise<T>;
  /** Lets what needs no time go on until a condition holds. */
  readonly until: (condition: () => boolean) => Promise<void>;
  /** The paths that were asked for, with the number of the page where there is one, since this was last called. */
  readonly asked: () => string[];
}

export function serverWorld(given: Partial<Pick<FakeCylance, 'users' | 'zones' | 'instead'>> = {}): ServerWorld {
  const server = Object.assign(new FakeCylance(), given);
  const rig = cylanceRig({ script: (request) => server.answer(request) });
  let told = 0;
  const asked = (): string[] => {
    const calls = rig.calls().slice(told);
    told += calls.length;
    return calls.map(({ url }) => {
      const { pathname, searchParams } = new URL(url);
      const number = searchParams.get('page');
      return decodeURIComponent(pathname) + (number === null ? '' : `#${number}`);
    });
  };
  const until = async (condition: () => boolean): Promise<void> => {
    await turnUntil(rig.clock, condition, 1_000);
    if (!condition()) throw new Error('waited in vain');
  };
  return { server, rig, asked, until, done: (work) => rig.clock.finish(work) };
}

/** Late enough for all the users of these tests to have been created. */
export const today = Date.UTC(2026, 0, 1);

export interface DirectoryWorld extends ServerWorld {
  readonly directory: CylanceDirectory;
}

export function directoryWorld(given: Parameters<typeof serverWorld>[0] = {}): DirectoryWorld {
  const world = serverWorld(given);
  return { ...world, directory: new CylanceDirectory(async () => world.rig.client, { now: () => today }) };
}

export interface TreeWorld extends ServerWorld {
  readonly secrets: MemorySecrets;
  readonly store: CylanceStore;
  readonly directories: CylanceDirectories;
  readonly tree: CylanceTree;
  readonly tenant: CylanceConnection;
  /** The client of each connection; a test may put another in its place. */
  readonly sessions: { client: (id: ConnectionId) => Promise<CylanceClient> };
}

/** A tree with one connected tenant. */
export async function treeWorld(given: Parameters<typeof serverWorld>[0] = {}, over: Partial<CylanceEntry> = {}): Promise<TreeWorld> {
  const world = serverWorld(given);
  const secrets = new MemorySecrets();
  const store = new CylanceStore(secrets);
  const sessions: TreeWorld['sessions'] = { client: async () => world.rig.client };
  const directories = new CylanceDirectories(store, { client: (id) => sessions.client(id) }, { now: () => today });
  const tree = new CylanceTree(store, directories);
  const entry = aCylanceEntry(over);
  await store.load();
  await store.put(entry);
  const tenant = store.get(entry.id);
  if (!tenant) throw new Error('not connected');
  return { ...world, secrets, store, sessions, directories, tree, tenant };
}

/** The n-th zone; its name is told apart from its id. */
export const zoneNumber = (n: number, name = `Site ${n}`): FakeItem & { readonly name: string } => ({ id: guidNumber(0xa000 + n), name });

/** A role of the system's own, as the server writes it. */
export const systemRole = (last: number): string => `00000000-0000-0000-0000-${String(last).padStart(12, '0')}`;

/** The access of a user to the n-th zone. */
export const inZone = (n: number, role = 2): object => ({ id: zoneNumber(n).id, role_type: systemRole(role), role_name: 'told by the server' });
