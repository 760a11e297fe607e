import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asUserUuid } from '../../../src/core/ids.ts';
import { PerUser } from '../../../src/state/perUser.ts';
import { acme, retail } from '../core/changes/samples.ts';

const [ada, bob] = [asUserUuid('ada'), asUserUuid('bob')];

async function filled(): Promise<PerUser<string>> {
  const kept = new PerUser<string>();
  for (const user of [ada, bob]) for (const cid of [acme, retail, undefined]) await kept.get(user, cid, () => Promise.resolve(`${user} ${cid?.[0] ?? 'own'}`));
  return kept;
}

test('what has been read is kept by user and CID', async () => {
  const kept = await filled();
  assert.equal(await kept.get(ada, acme, () => assert.fail('it has been read')), 'ada a');
  assert.equal(kept.knownIn(ada, undefined), 'ada own');
  assert.deepEqual(kept.known(bob), ['bob a', 'bob b', 'bob own']);
  assert.deepEqual(kept.known(asUserUuid('eve')), []);
});

test('what is being read, or could not be, is not known', async () => {
  const kept = new PerUser<string>();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reading = kept.get(ada, acme, () => promise);
  const failing = kept.get(bob, acme, () => Promise.reject(new Error('no')));
  assert.deepEqual(kept.known(ada), []);
  await assert.rejects(failing, /no/);
  assert.deepEqual(kept.known(bob), []);
  resolve('read');
  reject(new Error('too late'));
  assert.equal(await reading, 'read');
  assert.deepEqual(kept.known(ada), ['read']);
});

test('forgetting a CID, or all others, leaves everything else', async () => {
  const kept = await filled();
  kept.forget(ada, acme);
  assert.deepEqual(kept.known(ada), ['ada b', 'ada own']);
  kept.forgetOthers(ada, { cid: undefined });
  assert.deepEqual(kept.known(ada), ['ada own']);
  kept.forgetOthers(ada);
  assert.deepEqual(kept.known(ada), []);
  assert.deepEqual(kept.known(bob), ['bob a', 'bob b', 'bob own']);
  assert.equal(await kept.get(ada, acme, () => Promise.resolve('anew')), 'anew');
  kept.clear();
  assert.deepEqual(kept.known(bob), []);
});
