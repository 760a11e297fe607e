import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { CylanceAnswer, CylanceUserBody, PageBody } from './cylanceCaller.ts';
import { assertMessage, CylanceCaller } from './cylanceCaller.ts';

const fixed = (last: number): string => `00000000-0000-0000-0000-00000000000${String(last)}`;

describe('new and deleted users of the Cylance tenant', () => {
  test('a new user stands first, has never logged in and shifts the pages', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    const before = await demo.allUsers(token);
    const body = JSON.stringify({ email: 'New.Person@demo.test', user_role: fixed(3), first_name: 'New' });
    const answer = await demo.send('POST', '/users/v2', { token, body });
    assert.equal(answer.status, 201, answer.text);
    const created = JSON.parse(answer.text) as CylanceUserBody;
    assert.deepEqual([created.email, created.first_name, created.last_name, created.role_type], ['new.person@demo.test', 'New', null, fixed(3)]);
    assert.deepEqual([created.has_logged_in, created.date_last_login, created.date_email_confirmed], [false, null, null]);
    const { page_items: second } = await demo.read<PageBody<CylanceUserBody>>('/users/v2?page=2', token);
    assert.equal(second[0]?.id, before[9]?.id);
    assert.equal((await demo.send('DELETE', `/users/v2/${created.email}`, { token })).status, 400);
    const deleted = await demo.send('DELETE', `/users/v2/${created.id}`, { token });
    assert.deepEqual([deleted.status, deleted.text], [200, '']);
    assert.equal((await demo.get(`/users/v2/${created.id}`, token)).status, 404);
    assert.equal((await demo.allUsers(token)).length, 120);
  });

  test('an address that is taken answers 409 with a bare string', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    const [user] = await demo.allUsers(token);
    const body = JSON.stringify({ email: user?.email.toUpperCase(), user_role: fixed(2) });
    const answer = await demo.send('POST', '/users/v2', { token, body });
    assert.equal(answer.status, 409);
    assert.equal(typeof JSON.parse(answer.text), 'string');
  });

  test('a new user that breaks a rule is refused with 400', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    const [zone] = (await demo.read<PageBody<{ readonly id: string }>>('/zones/v2', token)).page_items;
    const zones = [{ id: zone?.id, role_type: fixed(1) }];
    const good = { email: 'new@demo.test', user_role: fixed(1), zones };
    const bad: readonly object[] = [
      {},
      { ...good, email: 'new' },
      { ...good, user_role: fixed(4) },
      { ...good, user_role: fixed(3) },
      { ...good, zones: [] },
      { ...good, zones: [{ id: zone?.id, role_type: fixed(0) }] },
      { ...good, zones: [{ id: fixed(9), role_type: fixed(1) }] },
      { ...good, first_name: 'x'.repeat(65) },
    ];
    for (const each of bad) assertMessage(await demo.send('POST', '/users/v2', { token, body: JSON.stringify(each) }), 400, /./);
    assertMessage(await demo.send('POST', '/users/v2', { token, body: '' }), 400, /./);
    const made = await demo.send('POST', '/users/v2', { token, body: JSON.stringify(good) });
    assert.equal(made.status, 201, made.text);
  });
});

describe('changing a user of the Cylance tenant', () => {
  /** A tenant with one user of the application's own, and what changes it. */
  async function withUser(t: TestContext) {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token({ scp: 'user:list,user:read,user:create,user:update,user:delete,zone:list' });
    const zone = (await demo.read<PageBody<{ id: string }>>('/zones/v2', token)).page_items[0]?.id ?? '';
    const body = { email: 'new.person@demo.test', user_role: fixed(1), zones: [{ id: zone, role_type: fixed(2) }] };
    const created = await demo.send('POST', '/users/v2', { token, body: JSON.stringify(body) });
    const { id } = JSON.parse(created.text) as { id: string };
    const put = (changed: object, target = id): Promise<CylanceAnswer> =>
      demo.send('PUT', `/users/v2/${target}`, { token, body: JSON.stringify({ ...body, ...changed }) });
    return { demo, token, zone, id, put };
  }

  test('is by id and as a whole, and answered with nothing', async (t) => {
    const { demo, token, zone, id, put } = await withUser(t);
    const answer = await put({ email: 'Other.Name@demo.test', first_name: 'Other', zones: [{ id: zone, role_type: fixed(0) }] }, id.toUpperCase());
    assert.deepEqual([answer.status, answer.text], [200, '']);
    const user = await demo.read<CylanceUserBody>('/users/v2/other.name@demo.test', token);
    assert.deepEqual([user.id, user.first_name, user.last_name, user.zones[0]?.role_type], [id, 'Other', null, fixed(0)]);
    assert.equal((await demo.get('/users/v2/new.person@demo.test', token)).status, 404);
    assert.equal((await put({ user_role: fixed(2), zones: [] })).status, 200);
  });

  test('is refused for what no user may be', async (t) => {
    const { demo, token, zone, put } = await withUser(t);
    const zones = [{ id: zone, role_type: fixed(1) }];
    for (const changed of [{ email: 'x' }, { user_role: fixed(4) }, { zones: [] }, { user_role: fixed(2), zones }, { user_role: fixed(3), zones }]) {
      assertMessage(await put(changed), 400, /./);
    }
    const [other] = await demo.allUsers(token);
    const somebody = other?.email === 'new.person@demo.test' ? (await demo.allUsers(token))[1] : other;
    assert.equal((await put({ email: somebody?.email })).status, 409);
    assertMessage(await put({}, 'new.person@demo.test'), 400, /./);
    assertMessage(await put({}, '11111111-2222-4333-8444-555555555555'), 404, /./);
    assert.equal((await demo.send('PUT', `/users/v2/${somebody?.id ?? ''}`, { token: await demo.token({ scp: 'user:read' }), body: '{}' })).status, 403);
  });

  test('an administrator’s zones are ignored in a new one', async (t) => {
    const { demo, token } = await withUser(t);
    const body = JSON.stringify({ email: 'root@demo.test', user_role: fixed(2), zones: [{ id: 'x' }] });
    const created = await demo.send('POST', '/users/v2', { token, body });
    assert.deepEqual([created.status, (JSON.parse(created.text) as CylanceUserBody).zones], [201, []]);
  });

  test('invitations are for those who never logged in, resets for those whose address is confirmed', async (t) => {
    const { demo, token } = await withUser(t);
    const users = await demo.allUsers(token);
    const post = async (email: string | undefined, action: string): Promise<number> =>
      (await demo.send('POST', `/users/v2/${encodeURIComponent(email ?? '')}/${action}`, { token })).status;
    for (const loggedIn of [true, false]) {
      const user = users.find(({ has_logged_in: has }) => has === loggedIn);
      assert.equal(await post(user?.email, 'invite'), loggedIn ? 400 : 200);
    }
    for (const confirmed of [true, false]) {
      const user = users.find(({ date_email_confirmed: at }) => (at !== null) === confirmed);
      assert.equal(await post(user?.email, 'resetpassword'), confirmed ? 200 : 400);
    }
    assert.deepEqual([await post('nobody@demo.test', 'invite'), await post('x', 'resetpassword')], [404, 400]);
  });
});

describe('refusals of the Cylance tenant', () => {
  test('the limit of a minute is one for tokens and reads, and says when to come again', async (t) => {
    let now = 1_760_000_000_000;
    const demo = await CylanceCaller.start(t, { ratePerMinute: 3, now: () => now });
    const token = await demo.token();
    for (let call = 0; call < 2; call += 1) assert.equal((await demo.get('/users/v2', token)).status, 200);
    now += 20_000;
    for (const answer of [await demo.get('/zones/v2', token), await demo.ask()]) {
      assertMessage(answer, 429, /./);
      assert.equal(answer.headers.get('retry-after'), '40');
    }
    now += 40_000;
    assert.equal((await demo.get('/zones/v2', token)).status, 200);
  });

  test('the limit of the Falcon tenant is another', async (t) => {
    const demo = await CylanceCaller.start(t, { ratePerMinute: 1 });
    assert.ok(await demo.token());
    assert.equal((await demo.ask()).status, 429);
    const { url, clientId, clientSecret } = demo.tenant;
    const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
    assert.equal((await fetch(`${url}/oauth2/token`, { method: 'POST', body: form })).status, 201);
  });

  test('a 429 may say nothing of when to come again', async (t) => {
    const demo = await CylanceCaller.start(t, { ratePerMinute: 1, cylance: { retryAfter: false } });
    const answers = [await demo.ask(), await demo.ask()];
    assert.deepEqual(answers.map(({ status }) => status), [200, 429]);
    assert.equal(answers[1]?.headers.get('retry-after'), null);
  });

  const shapes: readonly (readonly [shape: 'message' | 'status' | 'text' | 'html' | 'empty', type: string | null, body: RegExp])[] = [
    ['message', 'application/json; charset=utf-8', /^\{"message":"[^"]+"\}$/],
    ['status', 'application/json; charset=utf-8', /^\{"status":"[^"]+","message":"[^"]+"\}$/],
    ['text', 'application/json; charset=utf-8', /^"[^"]+"$/],
    ['html', 'text/html', /^<html>/],
    ['empty', null, /^$/],
  ];
  for (const [errorShape, type, body] of shapes) {
    test(`every refusal has the shape "${errorShape}" where the server is told so`, async (t) => {
      const demo = await CylanceCaller.start(t, { cylance: { errorShape } });
      const token = await demo.token({ scp: 'user:list,user:read' });
      const expected: readonly (readonly [number, CylanceAnswer])[] = [
        [400, await demo.get('/users/v2?page_size=0', token)],
        [401, await demo.ask({ tid: 'other' })],
        [401, await demo.send('GET', '/users/v2')],
        [403, await demo.get('/zones/v2', token)],
        [404, await demo.get('/users/v2/nobody@demo.test', token)],
      ];
      for (const [status, answer] of expected) {
        assert.equal(answer.status, status);
        assert.equal(answer.headers.get('content-type'), type);
        assert.match(answer.text, body);
      }
    });
  }

  test('faults meet reads, and tokens where asked for', async (t) => {
    const busy = await CylanceCaller.start(t, { faults: { 429: 1 } });
    const limited = await busy.get('/users/v2', await busy.token());
    assertMessage(limited, 429, /./);
    assert.equal(limited.headers.get('retry-after'), '1');
    const broken = await CylanceCaller.start(t, { faults: { 500: 1 } });
    const failed = await broken.get('/users/v2', await broken.token());
    assert.deepEqual([failed.status, failed.text], [500, '']);
    const page = await CylanceCaller.start(t, { faults: { html: 1 } });
    assert.equal((await page.get('/users/v2', await page.token())).headers.get('content-type'), 'text/html');
    const reset = await CylanceCaller.start(t, { faults: { reset: 1 } });
    const token = await reset.token();
    await assert.rejects(reset.get('/users/v2?page_size=200', token));
    assert.equal((await (await CylanceCaller.start(t, { faults: { 500: 1 }, faultsOnTokens: true })).ask()).status, 500);
  });

  test('other paths of this API answer 404, other methods 405', async (t) => {
    const demo = await CylanceCaller.start(t);
    const token = await demo.token();
    for (const path of ['/auth/v2/tokens', '/auth/v2', '/users/v2/a@b.test/more', '/zones/v2/a/b']) assertMessage(await demo.get(path, token), 404, /./);
    const allowed = {
      '/auth/v2/token': 'POST',
      '/users/v2': 'GET, POST',
      '/users/v2/a@b.test': 'GET, PUT, DELETE',
      '/users/v2/a@b.test/invite': 'POST',
      '/zones/v2': 'GET',
    };
    for (const [path, methods] of Object.entries(allowed)) {
      const answer = await demo.send('PATCH', path, { token });
      assertMessage(answer, 405, /./);
      assert.equal(answer.headers.get('allow'), methods);
    }
  });

  test('requests are in the log of the demo tenant', async (t) => {
    const demo = await CylanceCaller.start(t);
    await demo.get('/users/v2?page=2', await demo.token());
    const logged = demo.tenant.requests.map(({ operation, path, query, status }) => [operation, path, query, status]);
    assert.deepEqual(logged, [
      ['cylanceToken', '/auth/v2/token', '', 200],
      ['cylanceListUsers', '/users/v2', 'page=2', 200],
    ]);
  });
});
