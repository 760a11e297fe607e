import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Directories } from '../../../src/state/directories.ts';
import { demoHouse } from './demoHouse.ts';

test('code that could not be loaded once is loaded when it is asked for again', async (t) => {
  const { store, sessions, connect } = await demoHouse(t);
  const { id } = await connect();
  let loads = 0;
  const directories = new Directories(store, sessions, async () => {
    if (++loads === 1) throw new Error('the disk is away');
    return import('../../../src/state/tenantDirectory.ts');
  });
  await assert.rejects(directories.of(id), /the disk is away/);
  assert.equal(directories.known(id), undefined);
  const directory = await directories.of(id);
  assert.equal(await directories.of(id), directory);
  assert.deepEqual([directories.known(id), loads], [directory, 2]);
});
