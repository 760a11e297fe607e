import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileFql } from '../../../../src/core/fql/compileFql.ts';
import { parseFql } from '../../../../src/core/fql/parseFql.ts';
import { Random } from '../../../../src/demo/data/random.ts';
import { makeTenantData } from '../../../../src/demo/data/tenantData.ts';
import type { Customer, UserEntry } from '../../../../src/demo/store/model.ts';
import { TenantStore } from '../../../../src/demo/store/tenantStore.ts';
import { userProperties } from '../../../../src/demo/store/userProperties.ts';
import { UserSearch } from '../../../../src/demo/store/userSearch.ts';
import { analyst, buildStore, first, held, helper, hourMs, now, parent, second, throughGroup, userOf } from './build.ts';

function find(search: UserSearch, text?: string, sort = 'uid|asc', concerning?: Customer, at = now): readonly UserEntry[] {
  const ast = text === undefined ? undefined : parseFql(text).ast;
  return search.find({ filter: text !== undefined && ast ? { text, ast } : undefined, sort, concerning }, at);
}

const names = (users: readonly UserEntry[]): string[] => users.map(({ uid }) => uid.split('@')[0] ?? '');

const people = [
  { uid: 'cat@c2.test', firstName: 'Cat', lastName: 'Stone', lastLoginAt: 0, grants: [held(analyst, first)] },
  { uid: 'ann@c3.test', home: second, firstName: 'Ann', lastName: 'Ward', factors: [], grants: [held(helper, first, now + hourMs)] },
  { uid: 'bob@c1.test', home: parent, firstName: 'Bob', lastName: 'Ward', status: 'inactive', membership: throughGroup },
];

describe('filters', () => {
  const search = new UserSearch(buildStore(people));
  const cases: readonly (readonly [filter: string, found: readonly string[]])[] = [
    [`assigned_cids:'${first.cid}'`, ['ann', 'bob', 'cat']],
    [`assigned_cids:['${second.cid}','${parent.cid}']`, ['bob']],
    [`direct_assigned_cids:'${first.cid}'`, ['ann', 'cat']],
    [`non_ancestor_assigned_cids:'${second.cid}'`, []],
    [`temporarily_assigned_cids:'${first.cid}'`, ['ann']],
    [`assigned_cids:!'${second.cid}'`, ['ann', 'cat']],
    [`assigned_cids:'${first.cid}'+cid:!'${first.cid}'`, ['ann', 'bob']],
    [`(uid:'cat@c2.test',status:'inactive')+last_name:'Ward'`, ['bob']],
    [`uid:'cat@c2.test',uid:'ann@c3.test'`, ['ann', 'cat']],
    ['has_temporary_roles:true', ['ann']],
    [`name:~'ward'`, ['ann', 'bob']],
    [`name:'Cat Stone'`, ['cat']],
    [`factors:'TOTP'`, ['bob', 'cat']],
    ['factors:null', ['ann']],
    [`uid:*'*@c3*'`, ['ann']],
  ];
  for (const [filter, found] of cases) {
    test(filter, () => {
      assert.deepEqual(names(find(search, filter)), found);
    });
  }
});

describe('order', () => {
  const search = new UserSearch(buildStore(people));
  const cases: readonly (readonly [sort: string, order: readonly string[]])[] = [
    ['uid|desc', ['cat', 'bob', 'ann']],
    ['last_name', ['cat', 'ann', 'bob']],
    ['cid_name|asc', ['cat', 'bob', 'ann']],
    ['last_login_at|asc', ['cat', 'ann', 'bob']],
    ['has_temporary_roles|desc', ['ann', 'cat', 'bob']],
    ['status|desc', ['bob', 'cat', 'ann']],
  ];
  for (const [sort, order] of cases) {
    test(sort, () => {
      assert.deepEqual(names(find(search, undefined, sort)), order);
    });
  }
});

test('a session tied to a child sees who is at home there and who holds a role there', () => {
  const store = buildStore([...people, { uid: 'dan@c3.test', home: second }]);
  const search = new UserSearch(store);
  assert.deepEqual(names(find(search, undefined, 'uid|asc', second)), ['ann', 'bob', 'dan']);
  assert.deepEqual(names(find(search, `last_name:'Ward'`, 'uid|asc', first)), ['ann', 'bob']);
});

test('kept results follow every kind of change', () => {
  const store = buildStore(people);
  const search = new UserSearch(store);
  const inFirst = (at = now): string[] => names(find(search, `direct_assigned_cids:'${first.cid}'`, 'uid|asc', undefined, at));
  assert.deepEqual(inFirst(), ['ann', 'cat']);
  store.grant(userOf(store, 2), first, [helper], 0, now);
  assert.deepEqual(inFirst(), ['ann', 'bob', 'cat']);
  assert.deepEqual(inFirst(now + hourMs), ['bob', 'cat'], 'a temporary grant has ended');
  store.deleteUser(userOf(store, 0));
  assert.deepEqual(inFirst(now + hourMs), ['bob']);
  store.updateUser(userOf(store, 2), { lastName: 'Zeta' }, now);
  assert.deepEqual(names(find(search, `last_name:'Zeta'`)), ['bob']);
});

test('with an index or without, a filter finds the same users', () => {
  const data = makeTenantData({ users: 300, cids: 12, seed: 5, now });
  const store = new TenantStore(data, 0, now);
  const search = new UserSearch(store);
  const random = new Random(9);
  const cids = data.customers.map(({ cid }) => cid);
  const comparison = (): string => {
    const property = random.pick(['assigned_cids', 'direct_assigned_cids', 'temporarily_assigned_cids', 'cid', 'status', 'last_name']);
    const value = property === 'status' ? 'active' : property === 'last_name' ? 'Smith' : random.pick(cids);
    return `${property}:${random.pick(['', '', '!'])}'${value}'`;
  };
  for (let round = 0; round < 60; round += 1) {
    const text = `(${comparison()}${random.pick(['+', ','])}${comparison()})${random.pick(['+', ','])}${comparison()}`;
    const { ast } = parseFql(text);
    assert.ok(ast);
    const matches = compileFql(ast, now);
    const record = (user: UserEntry): Record<string, unknown> =>
      Object.fromEntries(Object.entries(userProperties).map(([name, read]) => [name, read(user, now)]));
    const expected = data.users.filter((user) => matches(record(user))).map(({ uid }) => uid).sort();
    assert.deepEqual(find(search, text).map(({ uid }) => uid), expected, text);
  }
});
