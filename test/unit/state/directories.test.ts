import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectionId } from '../../../src/core/ids.ts';
import { falconAdministrator } from '../../../src/core/role.ts';
import { Directories } from '../../../src/state/directories.ts';
import type { GrantsStorage } from '../../../src/state/grants/grantsStorage.ts';
import type { TenantDirectory } from '../../../src/state/tenantDirectory.ts';
import { demoHouse } from './demoHouse.ts';

test('code that could not be loaded once is loaded when it is asked for again', async (t) => {
  const { store, sessions, connect } = await demoHouse(t);
  const { id } = await connect();
  let loads = 0;
  const load = async (): Promise<{ TenantDirectory: typeof TenantDirectory }> => {
    if (++loads === 1) throw new Error('the disk is away');
    return import('../../../src/state/tenantDirectory.ts');
  };
  const directories = new Directories(store, sessions, { load });
  await assert.rejects(directories.of(id), /the disk is away/);
  assert.equal(directories.known(id), undefined);
  const directory = await directories.of(id);
  assert.equal(await directories.of(id), directory);
  assert.deepEqual([directories.known(id), loads], [directory, 2]);
});

class Folder implements GrantsStorage {
  readonly copies = new Map<ConnectionId, unknown>();

  async read(id: ConnectionId): Promise<unknown> {
    return this.copies.get(id);
  }

  async write(id: ConnectionId, value: unknown): Promise<void> {
    this.copies.set(id, JSON.parse(JSON.stringify(value)));
  }

  async remove(id: ConnectionId): Promise<void> {
    this.copies.delete(id);
  }
}

const administrators = async (directories: Directories, id: ConnectionId): Promise<number> =>
  (await directories.of(id)).index.holders(falconAdministrator).items.length;

test('what was read of grants is kept when the window ends, and is there in the next one without a request', async (t) => {
  const { store, sessions, connect, demo } = await demoHouse(t, { users: 40, cids: 3 });
  const { id } = await connect();
  const storage = new Folder();
  const first = new Directories(store, sessions, { storage });
  await (await first.of(id)).index.fill({});
  const count = await administrators(first, id);
  assert.ok(count > 0);
  await first.dispose();
  const before = demo.requests.length;
  assert.equal(await administrators(new Directories(store, sessions, { storage }), id), count);
  assert.equal(demo.requests.length, before);
});

test('a copy goes with its connection, and is of no use to another API client', async (t) => {
  const { store, sessions, connect } = await demoHouse(t, { users: 40, cids: 3 });
  const connection = await connect();
  const { id } = connection;
  const storage = new Folder();
  const directories = new Directories(store, sessions, { storage });
  const { index } = await directories.of(id);
  await index.fill({});
  await store.change(id, { clientId: 'f'.repeat(32) });
  await index.dispose();
  assert.equal(storage.copies.size, 1, 'what had been read is kept, as that of the client that read it');
  assert.equal(await administrators(directories, id), 0);
  await store.change(id, { clientId: connection.clientId });
  assert.ok((await administrators(directories, id)) > 0);
  await store.remove(id);
  await directories.dispose();
  assert.equal(storage.copies.size, 0);
});

test('nothing of the demo tenant is kept', async (t) => {
  const { store, sessions, connect } = await demoHouse(t, { users: 40, cids: 3 });
  const { id } = await connect({ demo: true });
  const storage = new Folder();
  const directories = new Directories(store, sessions, { storage });
  await (await directories.of(id)).index.fill({});
  await directories.dispose();
  assert.equal(storage.copies.size, 0);
});
