import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContextKeys } from '../../../src/host/contextKeys.ts';

test('the editor is told of changes only, and of all of them taken back at the end', async () => {
  const told: string[] = [];
  const keys = new ContextKeys(async (command, key, value) => told.push(`${command} ${key} ${value}`));
  await keys.set('falconAdmin.connected', false);
  await keys.set('falconAdmin.connected', true);
  await keys.set('falconAdmin.connected', true);
  await keys.reset();
  await keys.reset();
  assert.deepEqual(told, ['setContext falconAdmin.connected false', 'setContext falconAdmin.connected true', 'setContext falconAdmin.connected false']);
});
