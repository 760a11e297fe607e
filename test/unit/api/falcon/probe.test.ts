import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveCredentials } from '../../../../src/api/falcon/probe.ts';
import type { Proof } from '../../../../src/api/falcon/probe.ts';
import type { HttpAnswer } from '../../../../src/api/transport.ts';
import { failure } from '../fakes/failure.ts';
import { answer, fails, found, pathOf, queryOf, refused, rig } from '../fakes/fakeTransport.ts';
import type { Rig } from '../fakes/fakeTransport.ts';

type Area = 'users' | 'children' | 'ccid' | 'create';

const areaOf = (path: string): Area =>
  path.includes('/queries/users') ? 'users' : path.includes('/mssp/') ? 'children' : path.includes('ccid') ? 'ccid' : 'create';

const usual: Readonly<Record<Area, HttpAnswer>> = {
  users: found(['u'], 40),
  children: found(['c'], 3),
  ccid: found(['0123456789ABCDEF0123456789ABCDEF-3F']),
  create: refused(400, 'uid is required'),
};

const serverWith = (differences: Partial<Record<Area, HttpAnswer>>): Rig =>
  rig({ script: (request) => ({ ...usual, ...differences })[areaOf(pathOf(request))] });

async function prove(differences: Partial<Record<Area, HttpAnswer>>): Promise<Proof> {
  const { clock, client } = serverWith(differences);
  return clock.finish(proveCredentials(client));
}

const denied = refused(403, 'access denied, authorization failed');

test('a client with all scopes is told its CID and that it has children', async () => {
  assert.deepEqual(await prove({}), {
    granted: ['usermgmt:read', 'usermgmt:write', 'mssp:read', 'sensor-installers:read'],
    missing: [],
    cid: '0123456789abcdef0123456789abcdef',
    hasChildren: true,
  });
});

for (const [area, scope] of Object.entries({ users: 'usermgmt:read', children: 'mssp:read', ccid: 'sensor-installers:read', create: 'usermgmt:write' })) {
  test(`without ${scope} the proof says that it is missing, and the others are there`, async () => {
    const proof = await prove({ [area]: denied });
    assert.deepEqual(proof.missing, [scope]);
    assert.equal(proof.granted.length, 3);
  });
}

test('the right to write is asked for with a check that creates nothing and names no user', async () => {
  const { clock, client, calls } = serverWith({});
  await clock.finish(proveCredentials(client));
  const asked = calls().filter((request) => request.method === 'POST');
  assert.equal(asked.length, 1);
  assert.ok(asked[0]);
  assert.equal(queryOf(asked[0]).get('validate_only'), 'true');
  assert.equal(asked[0].body, '{"uid":""}');
});

for (const status of [400, 409, 500]) {
  test(`a write that is refused with ${status} was allowed`, async () => {
    assert.deepEqual((await prove({ create: refused(status, 'no user') })).missing, []);
  });
}

test('a session that is no parent has no children', async () => {
  for (const children of [found([], 0), found(null), refused(400, 'not a parent'), refused(404, '')]) {
    const proof = await prove({ children });
    assert.equal(proof.hasChildren, false);
    assert.deepEqual(proof.missing, []);
  }
});

test('a CID that cannot be read is none', async () => {
  assert.equal((await prove({ ccid: found(['nonsense']) })).cid, undefined);
  assert.equal((await prove({ ccid: found([]) })).cid, undefined);
});

test('credentials that are not accepted, and a server that cannot be read, are failures', async () => {
  const wrong = serverWith({ users: refused(401, 'invalid bearer token') });
  assert.equal((await failure(wrong.clock.finish(proveCredentials(wrong.client)))).reason, 'wrongCloud');
  const strange = serverWith({ create: answer(200, '<html>') });
  assert.equal((await failure(strange.clock.finish(proveCredentials(strange.client)))).reason, 'html');
  const broken = rig({ script: (request) => fails(request, 'ENOTFOUND') });
  assert.equal((await failure(broken.clock.finish(proveCredentials(broken.client)))).reason, 'dns');
});

test('a server that refuses everything leaves nothing to keep, and the allow list is named', async () => {
  const { clock, client } = serverWith({ users: denied, children: denied, ccid: denied, create: denied });
  const error = await failure(clock.finish(proveCredentials(client)));
  assert.equal(error.reason, 'addressNotAllowed');
  assert.match(error.nextStep ?? '', /User Management: Read.*allow list/);
});
