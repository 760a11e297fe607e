import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileFql } from '../../../../src/core/fql/compileFql.ts';
import { parseFql } from '../../../../src/core/fql/parseFql.ts';
import { closeText, comparison, statement } from './arbitraries.ts';
import { oracle } from './oracle.ts';

const now = Date.UTC(2025, 2, 31, 12);

const user = {
  uid: 'bob@demo.example',
  first_name: 'Bob',
  last_name: "O'Brien-Smith",
  status: 'active',
  logins: 7,
  has_temporary_roles: false,
  factors: ['TOTP', 'PUSH'],
  groups: [],
  manager: null,
  expires_at: '2025-03-30T08:00:00.123456Z',
  home: { cid: 'c1', tags: [{ key: 'a' }, { key: 'b' }] },
};

function holds(text: string, record: Readonly<Record<string, unknown>> = user): boolean {
  const { ast } = parseFql(text);
  assert.ok(ast, text);
  return compileFql(ast, now)(record);
}

interface Rule {
  readonly title: string;
  readonly matching: readonly string[];
  readonly failing: readonly string[];
}

const rules: readonly Rule[] = [
  {
    title: 'equality counts case and kind',
    matching: ["first_name:'Bob'", 'logins:7', 'has_temporary_roles:false'],
    failing: ["first_name:'bob'", "first_name:'Bo'", "logins:'7'", "has_temporary_roles:'false'", 'first_name:7'],
  },
  {
    title: 'a negation is the exact opposite, also where the field is absent',
    matching: ["first_name:!'bob'", "nowhere:!'x'", "uid:!~'alice'", "uid:!*'a*'"],
    failing: ["first_name:!'Bob'", "uid:!~'bob'", "uid:!*'b*'"],
  },
  {
    title: 'a list means any of its values, negated none of them',
    matching: ["status:['x','active']", "status:!['x','y']", 'logins:[1,7]', "nowhere:['x',null]"],
    failing: ["status:['x']", "status:!['x','active']", "manager:!['x',null]"],
  },
  {
    title: 'null matches what is absent, null or an empty list',
    matching: ['nowhere:null', 'manager:null', 'groups:null', 'uid:!null', 'home.nowhere:null', 'uid.length:null'],
    failing: ['uid:null', 'manager:!null', 'factors:null', 'nowhere:!null'],
  },
  {
    title: 'names that every object inherits are absent',
    matching: ['constructor:null', '__proto__:null', 'home.toString:null'],
    failing: ['hasOwnProperty:!null'],
  },
  {
    title: 'a field with several values matches by any of them',
    matching: ["factors:'PUSH'", "factors:*'TO*'", "factors:~'push'", "factors:!'SMS'", "factors:>'TOT'"],
    failing: ["factors:!'PUSH'", "factors:!*'P*'", "factors:!['SMS','TOTP']"],
  },
  {
    title: 'dots lead into objects and lists of objects',
    matching: ["home.cid:'c1'", "home.tags.key:'b'", "home.tags.key:!'c'"],
    failing: ["home.cid:'c2'", "home.tags.key:!'a'", "home:'c1'"],
  },
  {
    title: 'wildcards match whole texts, and an empty one, or a star, every value that is there',
    matching: ["uid:*'*@demo.*'", "uid:*'bob*'", "uid:*'bob@demo.example'", "uid:*''", "logins:*'*'", "nowhere:!*'*'", "groups:!*''"],
    failing: ["uid:*'Bob*'", "uid:*'bob'", "logins:*'7'", "nowhere:*'a*'", "nowhere:*'*'", "nowhere:*''", "groups:*'*'", "manager:*'*'", "uid:!*''"],
  },
  {
    title: 'text match goes by words, and an empty one matches every value that is there',
    matching: ["last_name:~'smith BRIEN'", "uid:~'DEMO'", "last_name:~'o brien'", "uid:~''", "nowhere:!~''"],
    failing: ["last_name:~'smi'", "nowhere:~'a'", "nowhere:~''", "logins:~'7'"],
  },
  {
    title: 'numbers and texts have an order, other values none',
    matching: ['logins:>6', 'logins:>=7', 'logins:<7.5', 'logins:<=7', "first_name:>'Bo'", "first_name:<='Bob'", "uid:>'2025'"],
    failing: ['logins:>7', 'logins:<7', "logins:>'1'", 'first_name:>1', 'nowhere:<5', "manager:>='a'", 'has_temporary_roles:>=0'],
  },
  {
    title: 'a date means its whole period',
    matching: [
      "expires_at:'2025-03-30'",
      "expires_at:'2025'",
      "expires_at:'2025-03-30T10:00+02:00'",
      "expires_at:['2024','2025-03']",
      "expires_at:>='2025-03-30'",
      "expires_at:<='2025-03'",
      "expires_at:>'2025-03-29'",
      "expires_at:<'2025-04'",
    ],
    failing: [
      "expires_at:'2025-03-31'",
      "expires_at:!'2025-03'",
      "expires_at:>'2025-03-30'",
      "expires_at:<'2025'",
      "nowhere:>'2020'",
      "nowhere:<'2030'",
    ],
  },
  {
    title: 'relative dates count from the given moment',
    matching: ["expires_at:>'now-2d'", "expires_at:<'now-24h'", "expires_at:<'now+1w'"],
    failing: ["expires_at:>'now-24h'", "expires_at:'now'", "expires_at:>'now+1d'"],
  },
  {
    title: "'+' means all, ',' means any, parentheses come first",
    matching: ["status:'x'+uid:'x',logins:7", "(status:'x',logins:7)+first_name:'Bob'"],
    failing: ["(logins:7,status:'x')+uid:'x'", "status:'x',uid:'x'+logins:7"],
  },
];

test('a period holds its first moment and not the one behind it', () => {
  const first = { at: '2025-03-30T00:00:00.000000Z' };
  const behind = { at: '2025-03-31T00:00:00.000000Z' };
  const answers = ['', '>', '>=', '<', '<='].map((operator) => [first, behind].map((record) => holds(`at:${operator}'2025-03-30'`, record)));
  assert.deepEqual(answers, [[true, false], [false, true], [true, true], [false, false], [true, false]]);
});

for (const { title, matching, failing } of rules) {
  test(title, () => {
    for (const text of matching) assert.equal(holds(text), true, text);
    for (const text of failing) assert.equal(holds(text), false, text);
  });
}

test('the compiled test agrees with the rules taken one by one', () => {
  const value = fc.oneof(closeText, fc.integer({ min: -3, max: 3 }), fc.boolean(), fc.constant(null));
  const field = fc.oneof(value, fc.array(value, { maxLength: 3 }));
  const nested = fc.oneof(fc.record({ a: field }, { requiredKeys: [] }), fc.array(fc.record({ a: value }), { maxLength: 2 }), value);
  const record = fc.record({ a: field, b: field, n: nested }, { requiredKeys: [] });
  const leaf = comparison(fc.constantFrom('a', 'b', 'n.a'), closeText);
  for (const [kind, numRuns] of [[statement(leaf), 1000], [leaf, 4000]] as const) {
    fc.assert(
      fc.property(kind, record, (ast, each) => {
        assert.equal(compileFql(ast, now)(each), oracle(ast, each, now));
      }),
      { numRuns },
    );
  }
});

test('a long statement picks the same of 100,000 records as plain code', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `'u${String(index)}@x'`).join(',');
  const { ast } = parseFql(`status:'active'+(uid:*'*7*@demo.*',uid:[${names}])+assigned_cids:!'c9'`);
  assert.ok(ast);
  const matches = compileFql(ast, now);
  const records = Array.from({ length: 100_000 }, (_, index) => ({
    uid: `u${String(index)}@demo.example`,
    status: 'active',
    assigned_cids: ['c1', 'c2'],
  }));
  assert.equal(records.filter(matches).length, records.filter(({ uid }) => uid.includes('7')).length);
});
