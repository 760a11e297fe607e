/**
 * CrowdStrike's own SDK against the demo tenant: every operation it has of the collections that this product uses. Raw
 * answers are read, because the SDK's typed readers for users carry the fields of another service.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FalconClient } from 'crowdstrike-falcon';
import type { DomainCreateUserRequest, MsaAggregateQueryRequest } from 'crowdstrike-falcon';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import type { DemoTenant } from '../../src/demo/demoTenant.ts';

interface Body {
  readonly meta: { readonly trace_id: string; readonly query_time: number; readonly pagination?: { readonly total: number } };
  readonly errors?: readonly { readonly code: number; readonly message: string }[];
  readonly resources: readonly Record<string, unknown>[];
}
interface Raw {
  readonly raw: Response;
}

let demo: DemoTenant;
let falcon: FalconClient;

/** The SDK's hosts are fixed, so its requests are sent to the demo tenant's address. */
function sdkFor(clientId: string, clientSecret: string, memberCid?: string): FalconClient {
  const fetchApi: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(`${demo.url}${pathname}${search}`, init);
  };
  return new FalconClient({ cloud: 'us-1', clientId, clientSecret, fetchApi, ...(memberCid ? { memberCid } : {}) });
}

before(async () => {
  demo = await startDemoTenant({ seed: 7 });
  falcon = sdkFor(demo.clientId, demo.clientSecret);
});
after(() => demo.close());

const ran = new Set<string>();

/** Runs one `…Raw` call, checks what every answer has, and gives the body. */
async function run(name: string, call: Promise<Raw>, status = 200): Promise<Body> {
  ran.add(name);
  const { raw } = await call;
  assert.equal(raw.status, status);
  const body = (await raw.json()) as Body;
  assert.equal(raw.headers.get('x-cs-traceid'), body.meta.trace_id);
  assert.equal(typeof body.meta.query_time, 'number');
  assert.deepEqual(body.errors ?? [], []);
  return body;
}

const users = () => falcon.userManagement;
const text = (value: unknown): string => {
  assert.equal(typeof value, 'string');
  return value as string;
};
const ids = (body: Body): string[] => (body.resources as readonly unknown[]).map(text);

const newUser = (uid: string): DomainCreateUserRequest => ({ uid, firstName: 'Sdk', lastName: 'Made', cid: demo.parentCid });

async function createdUser(uid: string): Promise<string> {
  const body = await run('createUserV1Raw', users().createUserV1Raw({ body: newUser(uid) }), 201);
  return text(body.resources[0]?.['uuid']);
}

describe('User Management, current family', () => {
  test('queryUserV1 pages through all users without a gap', async () => {
    const first = await run('queryUserV1Raw', users().queryUserV1Raw({ limit: 100, offset: 0 }));
    const total = first.meta.pagination?.total ?? 0;
    assert.ok(total > 200);
    const seen = new Set<string>();
    for (let offset = 0; offset < total; offset += 100) {
      for (const id of ids(await run('queryUserV1Raw', users().queryUserV1Raw({ limit: 100, offset })))) seen.add(id);
    }
    assert.equal(seen.size, total);
  });

  test('retrieveUsersGETV1 describes each user asked for', async () => {
    const wanted = ids(await run('queryUserV1Raw', users().queryUserV1Raw({ limit: 50 })));
    const body = await run('retrieveUsersGETV1Raw', users().retrieveUsersGETV1Raw({ body: { ids: wanted } }));
    assert.deepEqual(body.resources.map((user) => text(user['uuid'])).sort(), [...wanted].sort());
    for (const user of body.resources) assert.match(text(user['cid']), /^[0-9a-f]{32}$/);
  });

  test('createUserV1 checks without creating, creates, and refuses the same address again', async () => {
    await users().createUserV1Raw({ body: newUser('sdk.check@falcon.test'), validateOnly: true });
    const none = await run('queryUserV1Raw', users().queryUserV1Raw({ filter: "uid:'sdk.check@falcon.test'" }));
    assert.equal(none.resources.length, 0);
    await createdUser('sdk.made@falcon.test');
    const again = users().createUserV1Raw({ body: newUser('sdk.made@falcon.test') });
    await assert.rejects(again, (error: { response?: Response }) => error.response?.status === 400);
  });

  test('updateUserV1 changes both names', async () => {
    const userUuid = await createdUser('sdk.rename@falcon.test');
    const body = await run('updateUserV1Raw', users().updateUserV1Raw({ userUuid, body: { firstName: 'Grace', lastName: 'Hopper' } }));
    assert.equal(body.resources[0]?.['first_name'], 'Grace');
    assert.equal(body.resources[0]?.['last_name'], 'Hopper');
  });

  test('deleteUserV1 ends a user for good', async () => {
    const userUuid = await createdUser('sdk.delete@falcon.test');
    await run('deleteUserV1Raw', users().deleteUserV1Raw({ userUuid }));
    const left = await run('queryUserV1Raw', users().queryUserV1Raw({ filter: `uuid:'${userUuid}'` }));
    assert.equal(left.resources.length, 0);
  });

  test('userActionV1 resets a password and the second factors', async () => {
    const userUuid = await createdUser('sdk.reset@falcon.test');
    for (const actionName of ['reset_password', 'reset_2fa']) {
      await run('userActionV1Raw', users().userActionV1Raw({ body: { ids: [userUuid], action: { actionName } as never } }));
    }
  });

  test('userRolesActionV1 grants and revokes; CombinedUserRolesV2 and V1 tell of it', async () => {
    const uuid = await createdUser('sdk.grant@falcon.test');
    const change = (action: string) => {
      const body = { action, cid: demo.parentCid, uuid, roleIds: ['help_desk'] };
      return run('userRolesActionV1Raw', users().userRolesActionV1Raw({ body }));
    };
    await change('grant');
    const held = await run('combinedUserRolesV2Raw', users().combinedUserRolesV2Raw({ userUuid: uuid, cid: demo.parentCid }));
    assert.deepEqual(held.resources.map((grant) => grant['role_id']), ['help_desk']);
    assert.equal(held.resources[0]?.['grant_type'], 'direct');
    const older = await run('combinedUserRolesV1Raw', users().combinedUserRolesV1Raw({ userUuid: uuid, cid: demo.parentCid }));
    assert.deepEqual(older.resources.map((grant) => grant['role_id']), ['help_desk']);
    await change('revoke');
    const none = await run('combinedUserRolesV2Raw', users().combinedUserRolesV2Raw({ userUuid: uuid, cid: demo.parentCid }));
    assert.deepEqual(none.resources, []);
  });

  test('queriesRolesV1 lists roles; entitiesRolesGETV2 and V1 describe them alike', async () => {
    const known = ids(await run('queriesRolesV1Raw', users().queriesRolesV1Raw({ cid: demo.parentCid })));
    assert.ok(known.includes('falconhost_admin'));
    const described = await run('entitiesRolesGETV2Raw', users().entitiesRolesGETV2Raw({ cid: demo.parentCid, body: { ids: known } }));
    assert.equal(described.resources.length, known.length);
    const some = known.slice(0, 5);
    const older = await run('entitiesRolesV1Raw', users().entitiesRolesV1Raw({ cid: demo.parentCid, ids: some }));
    assert.deepEqual(older.resources.map((role) => text(role['id'])).sort(), [...some].sort());
  });

  test('aggregateUsersV1 counts every user once', async () => {
    // The SDK's writer wants these lists although the server does not.
    const lists = { dateRanges: [], ranges: [], subAggregates: [] };
    const query = { name: 'by status', type: 'terms', field: 'status', size: 10, ...lists } as unknown as MsaAggregateQueryRequest;
    const body = await run('aggregateUsersV1Raw', users().aggregateUsersV1Raw({ body: [query] }));
    const buckets = body.resources[0]?.['buckets'] as { count: number }[];
    const all = await run('queryUserV1Raw', users().queryUserV1Raw({ limit: 1 }));
    assert.equal(buckets.reduce((sum, bucket) => sum + bucket.count, 0), all.meta.pagination?.total);
  });
});

describe('User Management, legacy family', () => {
  test('lists of names and uuids agree, and a name leads to its uuid', async () => {
    const emails = ids(await run('retrieveEmailsByCIDRaw', users().retrieveEmailsByCIDRaw()));
    const uuids = ids(await run('retrieveUserUUIDsByCIDRaw', users().retrieveUserUUIDsByCIDRaw()));
    assert.equal(emails.length, uuids.length);
    const found = ids(await run('retrieveUserUUIDRaw', users().retrieveUserUUIDRaw({ uid: [emails[0] as string] })));
    assert.ok(uuids.includes(found[0] as string));
  });

  test('a user is created, read, renamed and deleted in camel case', async () => {
    const made = await run('createUserRaw', users().createUserRaw({ body: { uid: 'sdk.legacy@falcon.test', firstName: 'Old', lastName: 'Form' } }), 201);
    const userUuid = text(made.resources[0]?.['uuid']);
    const read = await run('retrieveUserRaw', users().retrieveUserRaw({ ids: [userUuid] }));
    assert.equal(read.resources[0]?.['firstName'], 'Old');
    assert.equal(read.resources[0]?.['customer'], demo.parentCid);
    await run('updateUserRaw', users().updateUserRaw({ userUuid, body: { firstName: 'Older', lastName: 'Form' } }));
    const renamed = await run('retrieveUserRaw', users().retrieveUserRaw({ ids: [userUuid] }));
    assert.equal(renamed.resources[0]?.['firstName'], 'Older');
    await run('deleteUserRaw', users().deleteUserRaw({ userUuid }));
  });

  test('roles are listed, described, granted, read back and revoked', async () => {
    const known = ids(await run('getAvailableRoleIdsRaw', users().getAvailableRoleIdsRaw()));
    const described = await run('getRolesRaw', users().getRolesRaw({ ids: known.slice(0, 3) }));
    assert.equal(described.resources.length, 3);
    const userUuid = await createdUser('sdk.legacy.roles@falcon.test');
    await run('grantUserRoleIdsRaw', users().grantUserRoleIdsRaw({ userUuid, body: { roleIds: ['help_desk'] } }));
    assert.deepEqual(ids(await run('getUserRoleIdsRaw', users().getUserRoleIdsRaw({ userUuid }))), ['help_desk']);
    await run('revokeUserRoleIdsRaw', users().revokeUserRoleIdsRaw({ userUuid, ids: ['help_desk'] }));
    assert.deepEqual(ids(await run('getUserRoleIdsRaw', users().getUserRoleIdsRaw({ userUuid }))), []);
  });
});

describe('around User Management', () => {
  test('queryChildren gives ten by default and all when asked; both reads describe them', async () => {
    const cids = ids(await run('queryChildrenRaw', falcon.mssp.queryChildrenRaw({ limit: 100 })));
    assert.equal(cids.length, 6);
    const described = await run('getChildrenV2Raw', falcon.mssp.getChildrenV2Raw({ body: { ids: cids } }));
    assert.deepEqual(described.resources.map((child) => text(child['child_cid'])).sort(), [...cids].sort());
    for (const child of described.resources) assert.equal(child['child_of'], demo.parentCid);
    const older = await run('getChildrenRaw', falcon.mssp.getChildrenRaw({ ids: cids.slice(0, 2) }));
    assert.equal(older.resources.length, 2);
  });

  test('the CCID is the parent CID in capitals with a checksum', async () => {
    const [ccid] = ids(await run('getSensorInstallersCCIDByQueryRaw', falcon.sensorDownload.getSensorInstallersCCIDByQueryRaw()));
    assert.match(ccid as string, /^[0-9A-F]{32}-[0-9A-Z]{2}$/);
    assert.equal((ccid as string).slice(0, -3).toLowerCase(), demo.parentCid);
  });

  test('oauth2AccessToken gives a token of half an hour, oauth2RevokeToken ends it', async () => {
    const { raw } = await falcon.oauth2.oauth2AccessTokenRaw({ clientId: demo.clientId, clientSecret: demo.clientSecret });
    assert.equal(raw.status, 201);
    const token = (await raw.json()) as { access_token: string; expires_in: number; token_type: string };
    assert.equal(token.token_type, 'bearer');
    assert.equal(token.expires_in, 1799);
    const ask = () => fetch(`${demo.url}/user-management/queries/users/v1?limit=1`, { headers: { authorization: `Bearer ${token.access_token}` } });
    assert.equal((await ask()).status, 200);
    const basic = Buffer.from(`${demo.clientId}:${demo.clientSecret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
    const revoked = await falcon.oauth2.oauth2RevokeTokenRaw({ token: token.access_token }, { headers });
    assert.equal(revoked.raw.status, 200);
    assert.equal((await ask()).status, 401);
  });

  test('a session for a child sees that child', async () => {
    const [child] = ids(await run('queryChildrenRaw', falcon.mssp.queryChildrenRaw({ limit: 1 })));
    const inChild = sdkFor(demo.clientId, demo.clientSecret, child);
    const { raw } = await inChild.sensorDownload.getSensorInstallersCCIDByQueryRaw();
    const body = (await raw.json()) as { resources: string[] };
    assert.equal(body.resources[0]?.slice(0, -3).toLowerCase(), child);
  });

  test('a read-only client is refused a write with the scope sentence', async () => {
    const readOnly = sdkFor(demo.readOnlyClientId, demo.readOnlyClientSecret);
    const refused = await readOnly.userManagement.createUserV1Raw({ body: newUser('sdk.denied@falcon.test') }).then(
      () => assert.fail('the write was let through'),
      (error: { response: Response }) => error.response,
    );
    assert.equal(refused.status, 403);
    const body = (await refused.json()) as Body;
    assert.match(body.errors?.[0]?.message ?? '', /access denied/);
  });
});

test('every operation that the SDK has for users was run', () => {
  const all = Object.getOwnPropertyNames(Object.getPrototypeOf(falcon.userManagement)).filter((name) => name.endsWith('Raw'));
  assert.equal(all.length, 25);
  assert.deepEqual(all.filter((name) => !ran.has(name)), []);
});
