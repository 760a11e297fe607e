import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkNewUser, sendChange } from '../../../../src/api/falcon/writes.ts';
import type { Change } from '../../../../src/core/changes/change.ts';
import { acme, ada, createEve, grant, revoke, role } from '../../core/changes/samples.ts';
import { failure } from '../fakes/failure.ts';
import { json, meta, rig } from '../fakes/fakeTransport.ts';

const password = 'pass"word<&>\'1';
const made = { uuid: 'made', uid: 'eve@acme.test', cid: acme };
const names = { first: 'Ada', last: 'Lovelace' };

const writes: readonly (readonly [string, Change])[] = [
  ['createUserV1', createEve],
  ['updateUserV1', { kind: 'renameUser', user: ada, before: names, after: { ...names, first: 'A' } }],
  ['deleteUserV1', { kind: 'deleteUser', user: ada, grants: [] }],
  ['userActionV1', { kind: 'resetPassword', user: ada }],
  ['userActionV1', { kind: 'resetFactors', user: ada }],
  ['userRolesActionV1', grant(ada, acme, [role('a'), role('b')])],
  ['userRolesActionV1', revoke(ada, acme, [role('a')])],
  ['deleteUserV1', { kind: 'rawOperation', operation: 'deleteUserV1', parameters: { user_uuid: ada.uuid } }],
];

for (const [operation, change] of writes) {
  for (const [place, resources] of [['without anything else', null], ['beside resources', [made]]] as const) {
    test(`${change.kind}: errors in a success, ${place}, leave open what was done, and nothing is sent again`, async () => {
      for (const status of [200, 207]) {
        const { clock, client, calls } = rig({ script: () => json(status, { meta: meta(), errors: [{ code: 400, message: 'not quite' }], resources }) });
        const error = await failure(clock.finish(sendChange(client, change, { uuid: ada.uuid })));
        assert.equal(error.outcomeUnknown, true);
        assert.equal(error.operation, operation);
        assert.equal(error.kind, 'invalid');
        assert.equal(error.traceId, 'trace-1');
        assert.match(error.message, /not quite/);
        assert.equal(calls().length, 1);
      }
    });
  }

  test(`${change.kind}: a success whose errors are none is done`, async () => {
    for (const errors of [undefined, null, []]) {
      const { clock, client } = rig({ script: () => json(200, { meta: meta(), errors, resources: [made] }) });
      assert.equal((await clock.finish(sendChange(client, change, { uuid: ada.uuid }))).traceId, 'trace-1');
    }
  });
}

test('a refusal by its status leaves nothing open', async () => {
  const { clock, client } = rig({ script: () => json(400, { meta: meta(), errors: [{ code: 400, message: 'no' }] }) });
  for (const [, change] of writes) assert.equal((await failure(clock.finish(sendChange(client, change, { uuid: ada.uuid })))).outcomeUnknown, false);
});

test('a check of a new user that makes none takes errors beside resources as it did', async () => {
  const { clock, client } = rig({ script: () => json(200, { meta: meta(), errors: [{ code: 400, message: 'by the way' }], resources: [made] }) });
  await clock.finish(checkNewUser(client, { uid: 'eve@acme.test', names }));
});

test('a password that the server repeats in whatever form is in no error', async () => {
  const inHtml = 'pass&quot;word&lt;&amp;&gt;&#39;1';
  const forms = [password, JSON.stringify(password), inHtml, encodeURIComponent(password), `it begins with ${password.slice(0, 8)}`];
  for (const form of forms) {
    for (const [status, resources] of [[400, null], [200, null], [200, [made]]] as const) {
      const { clock, client, lines } = rig({ script: () => json(status, { meta: meta(), errors: [{ code: 400, message: `bad: ${form}` }], resources }) });
      const error = await failure(clock.finish(sendChange(client, createEve, { password })));
      assert.doesNotMatch(`${error.advice} ${lines.join(' ')}`, /pass|word/, form);
    }
  }
});
