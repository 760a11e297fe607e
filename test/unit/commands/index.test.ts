import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from '../../../src/commands/index.ts';
import { commandIds } from '../../../src/host/commandIds.ts';

test('every command that is registered does something, and only one thing', () => {
  assert.deepEqual(commands.map(({ id }) => id).sort(), [...commandIds].sort());
});
