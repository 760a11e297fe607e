import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { connect as connectCommand } from '../../../src/commands/connect.ts';
import { TenantError } from '../../../src/core/errors.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { CylanceSessions } from '../../../src/state/cylance/cylanceSessions.ts';
import type { CylanceCandidate } from '../../../src/state/cylance/cylanceSessions.ts';
import { startServer } from '../../helpers/servers/scriptedServer.ts';
import type { Script, ScriptedServer } from '../../helpers/servers/scriptedServer.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';
import type { Answer, Seen } from './scriptedPrompts.ts';

const connect = 'falconAdmin.connection.connect';
const made = asConnectionId('made1');
const stranger = 'b0f1e2d3-0000-4000-8000-00000000000f';

/** Answers up to the secret, which is left to the test. */
function upToSecret({ person, demo: { cylance } }: CommandHouse, over: { readonly url?: string; readonly tenantId?: string; readonly id?: string } = {}): void {
  const { url = cylance.url, tenantId = cylance.tenantId, id = cylance.applicationId } = over;
  person.will({ choose: 'Cylance' }, { type: 'Acme Endpoints' }, { choose: 'Other URL' }, { type: url }, { type: tenantId }, { type: id });
}

const secretOf = ({ demo }: CommandHouse): Answer => ({ type: demo.cylance.applicationSecret });

const values = (seen: readonly Seen[]): (string | undefined)[] => seen.map(({ value }) => value);

async function otherServer(t: TestContext, script: Script): Promise<ScriptedServer> {
  const server = await startServer(script);
  t.after(() => server.close());
  return server;
}

test('the kinds of tenants are offered first, then a Cylance tenant connects, is stored and unfolded', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, cylance, secrets, run, revealed } = house;
  upToSecret(house);
  person.will(secretOf(house));
  await run(connect);
  person.isDone();
  assert.deepEqual(person.seen[0]?.labels, ['CrowdStrike Falcon', 'Cylance (CylancePROTECT, Aurora)']);
  const { url: baseUrl, tenantId, applicationId, applicationSecret } = demo.cylance;
  const entry = { id: made, kind: 'cylance', name: 'Acme Endpoints', baseUrl, tenantId, applicationId, applicationSecret, demo: false };
  assert.deepEqual(cylance.store.entry(made), entry);
  assert.deepEqual([...secrets.values.keys()], ['falconAdmin.cylance.made1']);
  assert.deepEqual(revealed.map(({ kind, id }) => [kind, id]), [['cylance', 'made1']]);
  assert.deepEqual([person.problems, person.notices], [[], []]);
});

test('each region is offered before another URL, and its own URL is asked', async (t) => {
  const { person, deps, cylance } = await commandHouse(t);
  const asked: string[] = [];
  const candidate = ({ baseUrl }: CylanceCandidate) => {
    asked.push(baseUrl);
    return Promise.reject(new TenantError({ kind: 'network', reason: 'dns', message: 'The region has no address.' }));
  };
  const sessions = { candidate } as unknown as CylanceSessions;
  person.will({ choose: 'Cylance' }, { type: 'Acme' }, { choose: 'Europe Central' }, { type: stranger }, { type: stranger }, { type: 'a secret' });
  // The failure leads back to the region, with all that follows it as it was.
  person.will({ choose: 'South America' }, 'enter', 'enter', 'enter', 'escape');
  await connectCommand.run({ ...deps, cylance: { ...deps.cylance, sessions } }, []);
  person.isDone();
  assert.deepEqual(asked, ['https://protectapi-euc1.cylance.com', 'https://protectapi-sae1.cylance.com']);
  assert.deepEqual(person.seen[2]?.labels?.slice(-2), ['US Government', 'Other URL…']);
  assert.equal(person.seen[6]?.problem, 'The region has no address.');
  assert.deepEqual(values(person.seen.slice(7, 10)), [stranger, stranger, 'a secret']);
  assert.deepEqual(cylance.store.all, []);
});

test('a wrong secret is told in its box, without repeating it, and the right one then connects', async (t) => {
  const house = await commandHouse(t);
  const { person, cylance, run } = house;
  upToSecret(house);
  person.will({ type: 'entirely-wrong' }, secretOf(house));
  await run(connect);
  person.isDone();
  assert.match(person.problems[0] ?? '', /does not accept the tenant ID, application ID and secret/);
  assert.doesNotMatch(JSON.stringify([person.problems, person.notices]), /entirely-wrong/);
  assert.ok(cylance.store.get(made));
});

test('a wrong tenant ID is told in the box of the secret, and can be put right with everything else kept', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, cylance, run } = house;
  const { tenantId, applicationId, applicationSecret } = demo.cylance;
  upToSecret(house, { tenantId: stranger });
  person.will(secretOf(house), 'back', 'back', { type: tenantId }, 'enter', 'enter');
  await run(connect);
  person.isDone();
  assert.match(person.problems[0] ?? '', /Copy all three again/);
  assert.deepEqual(values(person.seen.slice(-4)), [applicationId, stranger, applicationId, applicationSecret]);
  assert.equal(cylance.store.get(made)?.tenantId, tenantId);
});

test('a clock that is wrong is named where the server refuses the token', async (t) => {
  const house = await commandHouse(t);
  const { person, run } = house;
  const { url } = await otherServer(t, (_request, response) => {
    response.writeHead(401, { date: new Date(Date.now() - 3_600_000).toUTCString() }).end();
  });
  upToSecret(house, { url });
  person.will({ type: 'a secret' }, 'escape');
  await run(connect);
  person.isDone();
  assert.match(person.problems[0] ?? '', /clock, which is 60 minutes fast/);
});

for (const { what, script, says } of [
  {
    what: 'a web page',
    script: (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
    says: /web page/,
  },
  { what: 'data of another form', script: (_request, response) => void response.end('{"meta":{}}'), says: /data of another form/ },
] satisfies readonly { what: string; script: Script; says: RegExp }[]) {
  test(`a server that answers with ${what} leads back to the URL`, async (t) => {
    const house = await commandHouse(t);
    const { person, demo, cylance, run } = house;
    const { url } = await otherServer(t, script);
    upToSecret(house, { url });
    person.will(secretOf(house), { type: demo.url }, 'enter', 'enter', 'enter');
    await run(connect);
    person.isDone();
    const [again] = person.seen.slice(7);
    assert.equal(again?.value, url);
    assert.match(again?.problem ?? '', says);
    assert.equal(cylance.store.get(made)?.baseUrl, demo.url);
  });
}

test('a server that cannot be reached leads back to the URL, with everything that was typed', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, cylance, run } = house;
  const { tenantId, applicationId, applicationSecret } = demo.cylance;
  // Nothing listens on the discard port.
  upToSecret(house, { url: 'http://127.0.0.1:9' });
  person.will(secretOf(house), { type: demo.url }, 'enter', 'enter', 'enter');
  await run(connect);
  person.isDone();
  assert.match(person.seen[7]?.problem ?? '', /127\.0\.0\.1/);
  assert.deepEqual(values(person.seen.slice(7)), ['http://127.0.0.1:9', tenantId, applicationId, applicationSecret]);
  assert.equal(cylance.store.get(made)?.baseUrl, demo.url);
});

test('what cannot be right is told before anything is sent', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, run, connect: connectFalcon } = house;
  await connectFalcon({ name: 'Taken' });
  person.will({ choose: 'Cylance' }, { type: '  ' }, { type: 'taken' }, { type: 'Free' }, { choose: 'Other URL' });
  person.will({ type: 'http://acme.test' }, { type: 'https://me:secret@acme.test' }, { type: demo.url });
  person.will({ type: '' }, { type: 'Acme Tenant' }, { type: stranger.slice(1) }, { type: stranger });
  person.will({ type: '' }, { type: `${stranger}0` }, { type: stranger }, { type: '' }, 'escape');
  await run(connect);
  person.isDone();
  assert.equal(person.problems.length, 10);
  assert.match(person.problems[1] ?? '', /Another connection has this name/);
  assert.match(person.problems[2] ?? '', /Only https/);
  assert.match(person.problems[4] ?? '', /tenant ID has 32 hexadecimal digits.*Settings > Integrations/);
  assert.match(person.problems[7] ?? '', /application ID has 32 hexadecimal digits.*Settings > Integrations/);
  assert.equal(demo.requests.length, 0);
});

test('ids in upper case, in braces and without hyphens are kept as the console shows them', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, cylance, run } = house;
  const { tenantId, applicationId } = demo.cylance;
  upToSecret(house, { tenantId: ` {${tenantId.toUpperCase()}} `, id: applicationId.replaceAll('-', '') });
  person.will(secretOf(house));
  await run(connect);
  person.isDone();
  const connected = cylance.store.get(made);
  assert.deepEqual([connected?.tenantId, connected?.applicationId], [tenantId, applicationId]);
});

test('going back loses nothing, not even what was not entered yet', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, cylance, run } = house;
  const { tenantId, applicationId } = demo.cylance;
  upToSecret(house);
  person.will({ back: 'half a sec' }, 'back', 'back', 'back', 'back', 'back', 'enter', 'enter', { choose: 'Other URL' }, 'enter', 'enter', 'enter', 'escape');
  await run(connect);
  person.isDone();
  const kept = ['Acme Endpoints', undefined, demo.url, tenantId, applicationId, 'half a sec'];
  assert.deepEqual(values(person.seen.slice(-6)), kept);
  assert.deepEqual(cylance.store.all, []);
});

test('the same tenant is not connected twice by the same application, however its ids are written', async (t) => {
  const house = await commandHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list', 'zone:list'] }] } });
  const { person, demo, cylance, run, connectCylance } = house;
  await connectCylance({ name: 'First' });
  const [other] = demo.cylance.extraApplications;
  assert.ok(other);
  upToSecret(house, { id: demo.cylance.applicationId.toUpperCase() });
  person.will({ type: other.applicationId }, { type: other.applicationSecret });
  await run(connect);
  person.isDone();
  assert.deepEqual(person.problems, ['“First” is connected with this application already.']);
  assert.equal(cylance.store.get(made)?.applicationId, other.applicationId);
});

test('a proof that was cancelled because the secret was changed leads nowhere', async (t) => {
  const house = await commandHouse(t);
  const { person, deps, cylance } = house;
  const late = new TenantError({ kind: 'network', reason: 'dns', message: 'Too late.' });
  let tries = 0;
  const deaf = {
    candidate: (candidate: CylanceCandidate) => (tries++ === 0 ? Promise.reject(late) : cylance.sessions.candidate(candidate)),
  } as unknown as CylanceSessions;
  upToSecret(house);
  person.will({ outdated: 'wrong' }, { outdated: 'half' }, secretOf(house));
  await connectCommand.run({ ...deps, cylance: { ...deps.cylance, sessions: deaf } }, []);
  person.isDone();
  assert.ok(cylance.store.get(made));
});

for (const keep of [true, false]) {
  test(`an application that cannot list users is ${keep ? 'kept when that is wanted' : 'not kept otherwise'}`, async (t) => {
    const house = await commandHouse(t, { cylance: { extraApplications: [{ scopes: ['zone:list'] }] } });
    const { person, demo, cylance, run } = house;
    const [blind] = demo.cylance.extraApplications;
    assert.ok(blind);
    upToSecret(house, { id: blind.applicationId });
    person.will({ type: blind.applicationSecret }, { confirm: keep });
    // The last step is there again, with the way back to all others.
    if (!keep) person.will('back', 'escape');
    await run(connect);
    person.isDone();
    assert.match(person.seen.find(({ question }) => question === 'confirm')?.detail ?? '', /Users: Read \(user:list\)/);
    assert.equal(cylance.store.all.length, keep ? 1 : 0);
    assert.deepEqual(person.notices, []);
    if (!keep) assert.deepEqual(values(person.seen.slice(-2)), [blind.applicationSecret, blind.applicationId]);
  });
}

test('an application that cannot list zones connects, which is told in passing', async (t) => {
  const house = await commandHouse(t, { cylance: { extraApplications: [{ scopes: ['user:list'] }] } });
  const { person, demo, cylance, run } = house;
  const [half] = demo.cylance.extraApplications;
  assert.ok(half);
  upToSecret(house, { id: half.applicationId });
  person.will({ type: half.applicationSecret });
  await run(connect);
  person.isDone();
  assert.ok(cylance.store.get(made));
  assert.deepEqual(
    person.notices.map(({ message }) => message),
    ['Zones of Acme Endpoints are shown by their IDs: the application lacks the privilege Zones: Read (zone:list).'],
  );
});

test('neither a message nor the log holds a secret or a token', async (t) => {
  const house = await commandHouse(t);
  const { person, demo, deps, sessions: falcon, cylance } = house;
  const logged: string[] = [];
  const write = (text: string): void => void logged.push(text);
  const log = { debug: write, warn: write };
  const sessions = new CylanceSessions({ store: cylance.store, transport: falcon.transport, userAgent: 'test', log, rateShare: () => 0.9 });
  t.after(() => sessions.dispose());
  upToSecret(house);
  person.will({ type: 'entirely-wrong' }, secretOf(house));
  await connectCommand.run({ ...deps, cylance: { ...deps.cylance, sessions } }, []);
  assert.ok(logged.length > 0, 'the proof is logged');
  const said = JSON.stringify([logged, person.problems, person.notices, person.seen.filter(({ question }) => question !== 'input')]);
  assert.doesNotMatch(said, new RegExp(`entirely-wrong|${demo.cylance.applicationSecret}|eyJ`));
});
