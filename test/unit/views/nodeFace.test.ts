import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TenantError } from '../../../src/core/errors.ts';
import { asCid, asRoleId, asUserUuid } from '../../../src/core/ids.ts';
import type { User } from '../../../src/core/user.ts';
import { contextValues } from '../../../src/host/contextValues.ts';
import { withoutSecret } from '../../../src/state/connection.ts';
import type { Connection } from '../../../src/state/connection.ts';
import type { Coverage } from '../../../src/state/grants/coverage.ts';
import * as nodes from '../../../src/state/nodes.ts';
import type { TenantNode } from '../../../src/state/nodes.ts';
import { plainView } from '../../../src/state/userView.ts';
import { nodeFace } from '../../../src/views/nodeFace.ts';
import { anEntry } from '../state/entries.ts';
import { now, plainWording } from './plainWording.ts';

const cid = asCid('c'.repeat(32));
const connectionOf = (over: Partial<Connection> = {}) => nodes.connectionNode(withoutSecret(anEntry(over)));
const acme = connectionOf();
const parent = nodes.cidNode(acme, cid, undefined, 214);
const child = nodes.cidNode(acme, cid, { child_cid: cid, name: 'Acme Retail' }, 31);
const users = nodes.usersNode(child, nodes.placeOf(child), plainView, 31);
const roles = nodes.rolesNode(child, nodes.placeOf(child), 54);
const ada: User = {
  uuid: asUserUuid('ada'),
  uid: 'ada@acme.test',
  first_name: 'Ada',
  last_name: 'Lovelace',
  status: 'active',
  factors: ['TOTP'],
  last_login_at: new Date(now - 86_400_000).toISOString(),
};
const user = (over: Partial<User> = {}) => nodes.userNode(users, { ...ada, ...over }, undefined);
const grant = (over: object = {}) => nodes.grantNode(user(), { role_id: asRoleId('admin'), role_name: 'Falcon Administrator', grant_type: 'direct', ...over });
const role = (over: object = {}) => nodes.roleNode(roles, { id: asRoleId('admin'), display_name: 'Falcon Administrator', description: '', ...over }, undefined);

const inherited = grant({ user_group_id: 'g', user_group_name: 'SOC L2', cid_group_name: 'Retail CIDs' });
const coverage: Coverage = { pairsRead: 31, pairsKnown: 31, cidsAsked: 1, cidsKnown: 1, asOf: now, isWhole: true, everyPair: false };
const partly: Coverage = { ...coverage, pairsRead: 12, isWhole: false };
const held = [{ user: ada, grant: grant().grant }];
const heldBy = (items: typeof held, over: Coverage) => nodes.roleNode(roles, role().role, { items, coverage: over });

const face = (node: TenantNode) => nodeFace(node, plainWording);
const text = (node: TenantNode): string => [face(node).label, face(node).description].filter(Boolean).join(' | ');

for (const [node, says, contextValue] of [
  [acme, 'Acme | us-1 · read-only', 'connection;readOnly'],
  [connectionOf({ canChange: true }), 'Acme | us-1 · changes allowed', 'connection;canChange'],
  [connectionOf({ demo: true }), 'Acme | demo', 'connection;readOnly;demo'],
  [connectionOf({ baseUrl: 'https://gateway.acme.test/x' }), 'Acme | gateway.acme.test · read-only', 'connection;readOnly'],
  [parent, 'Acme | parent · 214 users', 'cid;parent'],
  [child, 'Acme Retail | child · 31 users', 'cid;child'],
  [nodes.cidNode(acme, cid, { child_cid: cid }, undefined), `${cid} | child`, 'cid;child'],
  [users, 'Users | 31', 'users'],
  [nodes.usersNode(child, users, { ...plainView, filter: "status:'active'" }, 12), "Users | 12 · status:'active'", 'users;filtered'],
  [nodes.usersNode(child, users, { ...plainView, members: 'assigned' }, 12), 'Users | 12 · everyone with a role here', 'users;filtered'],
  [roles, 'Roles | 54', 'roles'],
  [user(), 'Ada Lovelace | ada@acme.test', 'user'],
  [user({ factors: [] }), 'Ada Lovelace | ada@acme.test · no 2FA', 'user'],
  [user({ last_login_at: undefined }), 'Ada Lovelace | ada@acme.test · never logged in', 'user'],
  [user({ last_login_at: '2025-11-09T12:00:00Z' }), 'Ada Lovelace | ada@acme.test · dormant 120 days', 'user'],
  [user({ status: 'inactive' }), 'Ada Lovelace | ada@acme.test · inactive', 'user'],
  [user({ first_name: '', last_name: undefined }), 'ada@acme.test', 'user'],
  [nodes.userNode(users, ada, [grant().grant, grant({ user_group_id: 'g' }).grant]), 'Ada Lovelace | ada@acme.test · 1 role', 'user'],
  [grant(), 'Falcon Administrator | direct', 'grant;direct'],
  [inherited, 'Falcon Administrator | via SOC L2 > Retail CIDs', 'grant;inherited'],
  [grant({ grant_type: 'group' }), 'Falcon Administrator | inherited', 'grant;inherited'],
  [grant({ expires_at: '2026-06-01T00:00:00Z' }), /^Falcon Administrator \| until Jun 1, 2026/, 'grant;direct;temporary'],
  [grant({ expires_at: '2026-03-08T00:00:00Z' }), /^Falcon Administrator \| ended /, 'grant;direct;temporary'],
  [grant({ user_group_id: 'g', user_group_name: 'SOC', expires_at: '2026-03-10T00:00:00Z' }), /^Falcon Administrator \| via SOC · until \w{3} /, 'grant;inherited;temporary'],
  [role(), 'Falcon Administrator', 'role;default'],
  [role({ type: 'custom' }), 'Falcon Administrator | custom', 'role;custom'],
  [heldBy(held, coverage), 'Falcon Administrator | 1 holder', 'role;default'],
  [heldBy([], coverage), 'Falcon Administrator | 0 holders', 'role;default'],
  [heldBy(held, partly), 'Falcon Administrator | 1 holder · incomplete', 'role;default'],
  [heldBy([], partly), 'Falcon Administrator', 'role;default'],
  [nodes.holderNode(role(), ada, grant().grant), 'Ada Lovelace | direct · Acme Retail', 'holder;direct'],
  [nodes.holderNode(role(), ada, inherited.grant), 'Ada Lovelace | via SOC L2 > Retail CIDs · Acme Retail', 'holder;inherited'],
  [
    nodes.holderNode(role(), ada, grant({ expires_at: '2026-03-10T00:00:00Z' }).grant),
    /^Ada Lovelace \| until \w{3} .* · Acme Retail$/,
    'holder;direct;temporary',
  ],
  [nodes.otherCidsNode(user()), 'Other CIDs', 'otherCids'],
  [nodes.grantCidNode(nodes.otherCidsNode(user()), cid, 'Acme Retail', undefined), 'Acme Retail', 'grantCid'],
  [nodes.loadMoreNode(users, 500, 9214), 'Load 500 more (of 9,214)', 'loadMore'],
  [nodes.failedNode(users, new TenantError({ kind: 'network', message: 'No answer.' })), 'No answer.', 'failed'],
  [
    nodes.failedNode(users, new TenantError({ kind: 'forbidden', reason: 'missingScope', scope: 'usermgmt:read', message: 'x' })),
    'User Management: Read is missing',
    'failed',
  ],
  [
    nodes.failedNode(users, new TenantError({ kind: 'rateLimited', retryAt: Date.parse('2026-03-09T12:00:05'), message: 'x' })),
    /^Rate limited until 12:00:05/,
    'failed',
  ],
  [nodes.failedNode(users, new TenantError({ kind: 'cancelled', message: 'x' })), 'Cancelled', 'failed'],
  [nodes.noticeNode(role(), { topic: 'notCounted' }), 'Holders are not counted yet', 'notice;notCounted'],
  [nodes.noticeNode(role(), { topic: 'partlyCounted', coverage: partly }), '12 of 31 pairs seen', 'notice;notCounted'],
  [
    nodes.noticeNode(role(), { topic: 'partlyCounted', coverage: { ...partly, cidsAsked: 0 } }),
    '12 pairs seen, others are not known yet',
    'notice;notCounted',
  ],
  [nodes.noticeNode(role(), { topic: 'asOf', at: now }), /^as of \d\d:\d\d/, undefined],
  [nodes.noticeNode(role(), { topic: 'asOf', at: Date.parse('2026-01-02T12:00:00Z') }), /^as of Jan 2, 2026/, undefined],
  [nodes.noticeNode(users, { topic: 'noUsers', filtered: true }), 'No user matches the filter', undefined],
  [nodes.noticeNode(acme, { topic: 'childrenHidden' }), 'Child CIDs are not shown: the API client lacks Flight Control: Read', undefined],
  [nodes.noticeNode(acme, { topic: 'parentUnknown' }), 'The parent CID is not shown: the server does not tell which it is', undefined],
] as const) {
  test(`a ${node.kind} says “${String(says)}”`, () => {
    if (typeof says === 'string') assert.equal(text(node), says);
    else assert.match(text(node), says);
    assert.equal(face(node).contextValue, contextValue);
    if (contextValue !== undefined) assert.ok(contextValues.includes(contextValue));
  });
}

test('the states of users and the kinds of grants have icons of their own', () => {
  const states = [user(), user({ last_login_at: undefined }), user({ last_login_at: '2020-01-01T00:00:00Z' }), user({ status: 'inactive' })];
  const grants = [grant(), grant({ user_group_id: 'g' }), grant({ expires_at: '2026-03-10T00:00:00Z' })];
  for (const alike of [states, grants, [acme, connectionOf({ canChange: true })], [role(), role({ type: 'custom' })]]) {
    const icons = alike.map((node) => face(node).icon.id);
    assert.equal(new Set(icons).size, icons.length, icons.join());
  }
});

test('only rows that show something are clicked for it', () => {
  assert.deepEqual(face(nodes.loadMoreNode(users, 1, 2)).command, { id: 'falconAdmin.tree.loadMore', given: [`${users.id}/more`] });
  assert.equal(face(nodes.failedNode(users, new TenantError({ kind: 'network', message: 'x' }))).command?.id, 'falconAdmin.tree.retry');
  for (const node of [acme, child, users, user(), grant(), role()]) assert.equal(face(node).command, undefined);
});
