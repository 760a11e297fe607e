import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveCredentials } from '../../../../src/api/falcon/probe.ts';
import type { Proof } from '../../../../src/api/falcon/probe.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/api/transport.ts';
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

type Scripted = HttpAnswer | ((request: HttpRequest) => HttpAnswer);
type Differences = Partial<Record<Area, Scripted>>;

const serverWith = (differences: Differences): Rig =>
  rig({
    script: (request) => {
      const scripted: Scripted = { ...usual, ...differences }[areaOf(pathOf(request))];
      return typeof scripted === 'function' ? scripted(request) : scripted;
    },
  });

async function prove(differences: Differences): Promise<Proof> {
  const { clock, client } = serverWith(differences);
  return clock.finish(proveCredentials(client));
}

const denied = refused(403, 'access denied, authorization failed');

test('a client with all scopes lacks none and is told its CID', async () => {
  assert.deepEqual(await prove({}), { missing: [], cid: '0123456789abcdef0123456789abcdef' });
});

for (const [area, scope] of Object.entries({ users: 'usermgmt:read', children: 'mssp:read', ccid: 'sensor-installers:read', create: 'usermgmt:write' })) {
  test(`without ${scope} the proof says that it is missing, and the others are there`, async () => {
    assert.deepEqual((await prove({ [area]: denied })).missing, [scope]);
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

for (const status of [400, 409]) {
  test(`a write that is refused with ${status} was allowed`, async () => {
    const onlyWrites = { users: denied, children: denied, ccid: denied, create: refused(status, 'no user') };
    assert.deepEqual((await prove(onlyWrites)).missing, ['usermgmt:read', 'mssp:read', 'sensor-installers:read']);
  });
}

for (const [what, create] of Object.entries<Scripted>({
  'is broken (500)': refused(500, 'no user'),
  'does not know the call (404)': refused(404, ''),
  'is busy (429)': refused(429, 'slow down'),
  'answers with a web page': answer(200, '<html>'),
  'breaks the connection': (request) => fails(request, 'ECONNRESET'),
  'does not answer in time': (request) => fails(request, 'UND_ERR_HEADERS_TIMEOUT'),
})) {
  test(`where the server ${what} when asked about writing, the scope is not called missing`, async () => {
    const { clock, client, calls } = serverWith({ create });
    assert.deepEqual((await clock.finish(proveCredentials(client))).missing, []);
    assert.equal(calls().filter(({ method }) => method === 'POST').length, 1);
    const nothing = serverWith({ users: denied, children: denied, ccid: denied, create });
    assert.equal((await failure(nothing.clock.finish(proveCredentials(nothing.client)))).reason, 'addressNotAllowed');
  });
}

test('giving up ends the proof, also while the right to write is asked for', async () => {
  const controller = new AbortController();
  const { clock, client } = serverWith({
    create: (request) => {
      controller.abort();
      return fails(request, 'ECONNRESET');
    },
  });
  assert.equal((await failure(clock.finish(proveCredentials(client, { signal: controller.signal })))).kind, 'cancelled');
});

test('a session that is no parent lacks no scope', async () => {
  for (const children of [found([], 0), found(null), refused(400, 'not a parent'), refused(404, '')]) {
    assert.deepEqual((await prove({ children })).missing, []);
  }
});

test('a CID that cannot be read is none', async () => {
  assert.equal((await prove({ ccid: found(['nonsense']) })).cid, undefined);
  assert.equal((await prove({ ccid: found([]) })).cid, undefined);
});

test('credentials that are not accepted, and a server that cannot be read, are failures', async () => {
  const wrong = serverWith({ users: refused(401, 'invalid bearer token') });
  assert.equal((await failure(wrong.clock.finish(proveCredentials(wrong.client)))).reason, 'wrongCloud');
  const strange = serverWith({ users: answer(200, '<html>') });
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
