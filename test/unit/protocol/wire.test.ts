import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readHostMessage, readPageMessage, wireVersion } from '../../../src/protocol/wire.ts';

const version = wireVersion;

describe('what a page says', () => {
  test('is understood in its three forms', () => {
    assert.deepEqual(readPageMessage({ version, kind: 'ready' }), { version, kind: 'ready' });
    const request = { version, kind: 'request', id: 1, name: 'save', body: { a: 1 } };
    const cancel = { version, kind: 'cancel', id: 1 };
    for (const message of [request, cancel]) assert.deepEqual(readPageMessage(message), message);
  });

  test('carries nothing that is not part of a message', () => {
    assert.deepEqual(readPageMessage({ version, kind: 'cancel', id: 1, name: 'save', extra: true }), { version, kind: 'cancel', id: 1 });
  });

  const strange: readonly unknown[] = [
    undefined,
    null,
    'ready',
    [],
    { kind: 'ready' },
    { version: version + 1, kind: 'ready' },
    { version, kind: 'request', id: -1, name: 'save' },
    { version, kind: 'request', id: 1.5, name: 'save' },
    { version, kind: 'request', id: 1, name: 7 },
    { version, kind: 'cancel', id: '1' },
    { version, kind: 'reply', id: 1, ok: true },
  ];
  for (const value of strange) test(`is no message: ${JSON.stringify(value)}`, () => assert.equal(readPageMessage(value), undefined));
});

describe('what a host says', () => {
  test('is understood in its forms', () => {
    const state = { version, kind: 'state', revision: 3, body: { view: 'edit' } };
    const answer = { version, kind: 'reply', id: 1, ok: true, body: 7 };
    const failure = { version, kind: 'reply', id: 1, ok: false, error: { kind: 'invalid', message: 'No.', field: 'email' } };
    for (const message of [state, answer, failure]) assert.deepEqual(readHostMessage(message), message);
  });

  const strange: readonly unknown[] = [
    undefined,
    { version, kind: 'state', body: {} },
    { version, kind: 'reply', ok: true },
    { version, kind: 'reply', id: 1, ok: false },
    { version, kind: 'reply', id: 1, ok: false, error: { kind: 'strange', message: 'No.' } },
    { version, kind: 'reply', id: 1, ok: false, error: { kind: 'invalid' } },
    { version, kind: 'ready' },
  ];
  for (const value of strange) test(`is no message: ${JSON.stringify(value)}`, () => assert.equal(readHostMessage(value), undefined));
});

test('nothing whatever makes the guards throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      readPageMessage(value);
      readHostMessage(value);
    }),
  );
});
