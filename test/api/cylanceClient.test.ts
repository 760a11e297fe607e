import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/api/clock.ts';
import type { CylanceCredentials } from '../../src/api/cylance/authToken.ts';
import type { CylanceClient } from '../../src/api/cylance/cylanceClient.ts';
import { openCylanceClient } from '../../src/api/cylance/openCylanceClient.ts';
import { findCylanceUser, readAllCylanceUsers, readCylanceUser, readCylanceUserPage } from '../../src/api/cylance/users.ts';
import { readCylanceZones } from '../../src/api/cylance/zones.ts';
import { RateBudget } from '../../src/api/rateBudget.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';
import { asCylanceUserId } from '../../src/core/cylance/ids.ts';
import { TenantError } from '../../src/core/errors.ts';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import type { DemoTenant, DemoTenantOptions } from '../../src/demo/demoTenant.ts';
import type { CylanceUserBody, PageBody } from './cylanceCaller.ts';
import { CylanceCaller } from './cylanceCaller.ts';

interface Met {
  readonly demo: CylanceCaller;
  readonly client: CylanceClient;
  /** What the client wrote into its log. */
  readonly lines: readonly string[];
}

async function meet(t: TestContext, options: DemoTenantOptions = {}, credentials: Partial<CylanceCredentials> = {}): Promise<Met> {
  const demo = await CylanceCaller.start(t, options);
  const { url: baseUrl, tenantId, applicationId, applicationSecret } = demo.tenant.cylance;
  const transport = new UndiciTransport();
  t.after(() => transport.close());
  const lines: string[] = [];
  const log = { debug: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) };
  const all = { tenantId, applicationId, applicationSecret, ...credentials };
  const client = openCylanceClient({ baseUrl, credentials: all, transport, budget: new RateBudget(systemClock), userAgent: 'test', log });
  return { demo, client, lines };
}

/** A session of an application that holds these scopes alone. */
async function withScopes(t: TestContext, ...scopes: readonly ('user:list' | 'user:read' | 'zone:list')[]): Promise<Met> {
  const demo = await CylanceCaller.start(t, { cylance: { extraApplications: [{ scopes }] } });
  const [application] = demo.tenant.cylance.extraApplications;
  assert.ok(application);
  const { url: baseUrl, tenantId } = demo.tenant.cylance;
  const transport = new UndiciTransport();
  t.after(() => transport.close());
  const log = { debug: () => undefined, warn: () => undefined };
  const { applicationId, applicationSecret } = application;
  const credentials = { tenantId, applicationId, applicationSecret };
  const client = openCylanceClient({ baseUrl, credentials, transport, budget: new RateBudget(systemClock), userAgent: 'test', log });
  return { demo, client, lines: [] };
}

async function failure(work: Promise<unknown>): Promise<TenantError> {
  const error: unknown = await work.then(
    () => assert.fail('no error'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof TenantError, String(error));
  return error;
}

const askedFor = ({ requests }: DemoTenant, operation: string): number => requests.filter((request) => request.operation === operation).length;

describe('reading a Cylance tenant over the network', () => {
  test('650 users come once each, in the server’s order, as a plain walk through the pages has them', async (t) => {
    const { demo, client } = await meet(t, { cylance: { users: 650 } });
    const { users, missing } = await readAllCylanceUsers(client);
    const walked = await demo.allUsers(await demo.token());
    assert.equal(missing, 0);
    assert.deepEqual(new Set(users.map(({ id }) => id)), new Set(walked.map(({ id }) => asCylanceUserId(id))));
    assert.equal(users.length, 650);
    const created = users.map(({ date_created: date = '' }) => date);
    assert.deepEqual(created, [...created].sort().reverse());
  });

  for (const dates of ['plain', 'zoned', 'zero'] as const) {
    test(`dates that the server writes in the form “${dates}” are the same moments in UTC`, async (t) => {
      const { demo, client } = await meet(t, { cylance: { dates } });
      const token = await demo.token();
      const { page_items: written } = await demo.read<PageBody<CylanceUserBody>>('/users/v2?page_size=200', token);
      const { items } = await readCylanceUserPage(client, 1);
      const byId = new Map(items.map((user) => [user.id as string, user]));
      assert.ok(written.some(({ date_last_login: at }) => at !== null && !at.startsWith('0001')));
      for (const { id, date_last_login: login, date_created: created } of written) {
        const read = byId.get(id.toLowerCase());
        const moment = (text: string | null): number | undefined =>
          text === null || text.startsWith('0001') ? undefined : Date.parse(text.endsWith('Z') ? text : `${text}Z`);
        const readMoment = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
        assert.equal(readMoment(read?.date_last_login), moment(login));
        assert.equal(readMoment(read?.date_created), moment(created));
        assert.match(read?.date_created ?? '', /Z$/);
      }
    });
  }

  test('a page past the end that is not found ends the list as an empty one does', async (t) => {
    for (const pastTheEnd of ['empty', 'missing'] as const) {
      const { client } = await meet(t, { cylance: { users: 400, pastTheEnd } });
      assert.equal((await readAllCylanceUsers(client)).users.length, 400);
    }
  });

  test('a tenant without users has none', async (t) => {
    const { client } = await meet(t, { cylance: { users: 0 } });
    assert.deepEqual(await readAllCylanceUsers(client), { users: [], missing: 0 });
  });

  test('zones are read by name; users that name zones which are gone keep their ids', async (t) => {
    const { client } = await meet(t);
    const read = await readCylanceZones(client);
    assert.ok('zones' in read && read.zones.length > 1);
    const known = new Set(read.zones.map(({ id }) => id));
    const { users } = await readAllCylanceUsers(client);
    const gone = users.flatMap(({ zones }) => zones).filter(({ id }) => !known.has(id));
    assert.ok(gone.length > 0, 'the demo tenant has such a user');
  });

  test('one user is found by id and by address, nobody by an unknown address', async (t) => {
    const { client } = await meet(t);
    const [first] = (await readCylanceUserPage(client, 1)).items;
    assert.ok(first?.email);
    assert.deepEqual(await readCylanceUser(client, first.id), first);
    assert.deepEqual(await findCylanceUser(client, first.email), first);
    assert.equal(await findCylanceUser(client, 'nobody@demo.test'), undefined);
  });
});

describe('sessions of Cylance applications', () => {
  test('all reads of a session share one token', async (t) => {
    const { demo, client } = await meet(t, { cylance: { users: 650 } });
    await Promise.all([readAllCylanceUsers(client), readCylanceZones(client)]);
    assert.equal(askedFor(demo.tenant, 'cylanceToken'), 1);
  });

  test('a token that the server knows no more is exchanged for another one, once for all reads', async (t) => {
    const { demo, client } = await meet(t);
    await readCylanceUserPage(client, 1);
    const { url, applicationId, applicationSecret } = demo.tenant.cylance;
    await demo.tenant.close();
    const restarted = await startDemoTenant({ port: Number(new URL(url).port), cylance: { credentials: { applicationId, applicationSecret } } });
    t.after(() => restarted.close());
    await Promise.all([readCylanceUserPage(client, 1), readCylanceUserPage(client, 2), readCylanceZones(client)]);
    assert.equal(askedFor(restarted, 'cylanceToken'), 1);
  });

  test('a clock that is half an hour away is named as a likely cause', async (t) => {
    const { client } = await meet(t, { now: () => Date.now() + 31 * 60_000 });
    const error = await failure(readCylanceUserPage(client, 1));
    assert.equal(error.kind, 'auth');
    assert.match(error.advice, /clock/i);
  });

  const wrong: readonly (readonly [string, Partial<CylanceCredentials>])[] = [
    ['secret', { applicationSecret: '11111111-2222-4333-8444-555555555555' }],
    ['application id', { applicationId: '11111111-2222-4333-8444-555555555555' }],
    ['tenant id', { tenantId: '11111111-2222-4333-8444-555555555555' }],
  ];
  for (const [what, credentials] of wrong) {
    test(`a wrong ${what} is told as credentials that are not accepted, without repeating any`, async (t) => {
      const { demo, client, lines } = await meet(t, {}, credentials);
      const error = await failure(readCylanceUserPage(client, 1));
      assert.equal(error.kind, 'auth');
      const told = [error.message, error.advice, ...lines].join('\n');
      for (const secret of [demo.tenant.cylance.applicationSecret, ...Object.values(credentials)]) assert.ok(!told.includes(secret));
      assert.equal(askedFor(demo.tenant, 'cylanceListUsers'), 0);
    });
  }

  test('what an application may not do is told by the privilege that it lacks', async (t) => {
    const { client } = await withScopes(t, 'user:list');
    const zones = await readCylanceZones(client);
    assert.ok('forbidden' in zones);
    assert.equal((await readCylanceUserPage(client, 1)).items.length, 120);
    assert.equal((await failure(findCylanceUser(client, 'nobody@demo.test'))).kind, 'forbidden');
    const { client: blind } = await withScopes(t, 'zone:list');
    const error = await failure(readCylanceUserPage(blind, 1));
    assert.deepEqual([error.kind, error.reason, error.scope], ['forbidden', 'missingScope', 'user:list']);
  });
});

describe('errors of the Cylance API', () => {
  for (const errorShape of ['message', 'status', 'text', 'html', 'empty'] as const) {
    test(`refusals of the shape “${errorShape}” are told in words, and nobody is found by a 404`, async (t) => {
      const { client } = await meet(t, { cylance: { errorShape } }, { applicationSecret: 'wrong' });
      assert.notEqual((await failure(readCylanceUserPage(client, 1))).message, '');
      const { client: known } = await meet(t, { cylance: { errorShape } });
      if (errorShape === 'html') assert.equal((await failure(findCylanceUser(known, 'nobody@demo.test'))).reason, 'html');
      else assert.equal(await findCylanceUser(known, 'nobody@demo.test'), undefined);
    });
  }

  test('answers that are broken, cut short or late now and then leave the list whole', async (t) => {
    const { client } = await meet(t, { seed: 3, cylance: { users: 1_500 }, faults: { reset: 0.1, truncate: 0.1 } });
    const { users, missing } = await readAllCylanceUsers(client);
    assert.deepEqual([new Set(users.map(({ id }) => id)).size, missing], [1_500, 0]);
  });

  for (const retryAfter of [true, false]) {
    test(`a rate limit ${retryAfter ? 'with' : 'without'} a word on its end is waited for, and the wait can be given up`, async (t) => {
      const { demo, client } = await meet(t, { ratePerMinute: 2, cylance: { retryAfter } });
      await readCylanceUserPage(client, 1);
      const giveUp = new AbortController();
      const reading = readCylanceUserPage(client, 1, { signal: giveUp.signal });
      // The third request of the minute is refused; nothing is sent after it.
      const refused = (): boolean => demo.tenant.requests.some(({ status }) => status === 429);
      while (!refused()) await new Promise((resolve) => setImmediate(resolve));
      const sent = demo.tenant.requests.length;
      giveUp.abort();
      assert.equal((await failure(reading)).kind, 'cancelled');
      assert.equal(demo.tenant.requests.length, sent);
    });
  }
});
