import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveCylance } from '../../../../src/api/cylance/probe.ts';
import { TenantError } from '../../../../src/core/errors.ts';
import type { HttpAnswer } from '../../../../src/api/transport.ts';
import { cylanceRig, page } from '../fakes/cylanceRig.ts';
import { json } from '../fakes/fakeTransport.ts';

const nobody = page([], 0, 200);

/** What is missing, where each of the two lists answers so. */
async function missing(users: HttpAnswer, zones: HttpAnswer): Promise<readonly (string | undefined)[]> {
  const { client, clock } = cylanceRig({ script: ({ url }) => (url.includes('/zones/') ? zones : users) });
  return (await clock.finish(proveCylance(client))).map(({ scope }) => scope);
}

test('scopes that the server refuses are told', async () => {
  assert.deepEqual(await missing(nobody, nobody), []);
  assert.deepEqual(await missing(nobody, json(403, {})), ['zone:list']);
  assert.deepEqual(await missing(json(403, {}), json(403, {})), ['user:list', 'zone:list']);
});

test('zones that cannot be read are no reason not to connect', async () => {
  for (const status of [400, 404, 500, 501, 503]) assert.deepEqual(await missing(nobody, json(status, '<html></html>')), [], String(status));
});

test('users that cannot be read are', async () => {
  await assert.rejects(missing(json(404, {}), nobody), TenantError);
});
