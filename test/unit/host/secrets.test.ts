import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretPort } from '../../../src/host/secrets.ts';

test('the port passes on to the storage, and tells which key changed until it is let go of', async () => {
  const values = new Map<string, string>();
  const listeners = new Set<(change: { readonly key: string }) => void>();
  const port = secretPort({
    get: async (key: string) => values.get(key),
    store: async (key: string, value: string) => void values.set(key, value),
    delete: async (key: string) => void values.delete(key),
    keys: async () => [...values.keys()],
    onDidChange: (listener: (change: { readonly key: string }) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  });
  const changed: string[] = [];
  const listening = port.onDidChange((key) => changed.push(key));
  await port.store('one', 'a');
  await port.store('two', 'b');
  await port.delete('one');
  for (const listener of listeners) listener({ key: 'two' });
  listening.dispose();
  assert.deepEqual(await port.keys(), ['two']);
  assert.equal(await port.get('two'), 'b');
  assert.deepEqual(changed, ['two']);
  assert.equal(listeners.size, 0);
});
