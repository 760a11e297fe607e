import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FqlComparison, FqlNode } from '../../../../src/core/fql/fqlAst.ts';
import { fqlOperators } from '../../../../src/core/fql/fqlAst.ts';
import { childFilterSchema, grantFilterSchema, userFilterSchema } from '../../../../src/core/fql/fqlSchema.ts';
import { parseFql } from '../../../../src/core/fql/parseFql.ts';
import { withoutPlaces } from './arbitraries.ts';

function parsed(text: string): FqlNode {
  const { ast, problems } = parseFql(text);
  assert.deepEqual(problems, []);
  assert.ok(ast);
  return ast;
}

function only(text: string): FqlComparison {
  const ast = parsed(text);
  assert.ok(ast.kind === 'comparison');
  return ast;
}

function valuesOf({ operand }: FqlComparison): unknown {
  return operand.kind === 'list' ? operand.items.map(({ value }) => value) : operand.value;
}

test('every operator is read, with and without spaces', () => {
  for (const operator of fqlOperators) {
    assert.equal(only(`uid:${operator}'a'`).operator, operator);
    assert.equal(only(` uid : ${operator} 'a' `).operator, operator);
  }
});

test('values are read as what they are', () => {
  const rows: [string, unknown][] = [
    ["'a'", 'a'],
    ["''", ''],
    ["'it\\'s'", "it's"],
    ["'a\\\\b'", 'a\\b'],
    ["'C:\\dir'", 'C:\\dir'],
    ["'line\nbreak'", 'line\nbreak'],
    ["'a+b,(c):[d]'", 'a+b,(c):[d]'],
    ["'名前😀'", '名前😀'],
    ["'now-7d'", 'now-7d'],
    ['0', 0],
    ['-0', 0],
    ['-12.5', -12.5],
    ['1e3', 1000],
    ['1e+21', 1e21],
    ['2E-2', 0.02],
    ['true', true],
    ['false', false],
    ['null', null],
    ["['a','b']", ['a', 'b']],
    ["[ 'a' , 2,true , null ]", ['a', 2, true, null]],
  ];
  for (const [written, value] of rows) assert.deepEqual(valuesOf(only(`p:${written}`)), value, written);
});

test('property names take letters, digits, underscores and dots', () => {
  for (const name of ['uid', 'device.local_ip', 'A1', 'null', 'not', 'and', 'in']) assert.equal(only(`${name}:1`).property, name);
});

test('positions cover each part exactly', () => {
  const text = "  (uid : !* 'a*' ) , cid:['x', 1]";
  const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  const or = parsed(text);
  assert.ok(or.kind === 'or');
  const [group, list] = or.items;
  assert.equal(slice(or), text.trim());
  assert.ok(group?.kind === 'group' && list?.kind === 'comparison' && list.operand.kind === 'list');
  assert.equal(slice(group), "(uid : !* 'a*' )");
  const { inner } = group;
  assert.ok(inner.kind === 'comparison');
  assert.deepEqual([inner, inner.propertyAt, inner.operatorAt, inner.operand].map(slice), ["uid : !* 'a*'", 'uid', '!*', "'a*'"]);
  assert.deepEqual(list.operand.items.map(slice), ["'x'", '1']);
  assert.deepEqual(list.operatorAt, { start: list.operand.start, end: list.operand.start });
});

test("'+' binds tighter than ','", () => {
  assert.deepEqual(withoutPlaces(parsed('a:1,b:2+c:3,d:4')), withoutPlaces({
    kind: 'or', start: 0, end: 0, items: [parsed('a:1'), parsed('b:2+c:3'), parsed('d:4')],
  }));
});

test('parentheses are kept as groups', () => {
  const ast = parsed('a:1+(b:2,((c:3)))');
  assert.deepEqual(withoutPlaces(ast), {
    kind: 'and',
    items: [
      withoutPlaces(parsed('a:1')),
      { kind: 'group', inner: { kind: 'or', items: [
        withoutPlaces(parsed('b:2')),
        { kind: 'group', inner: { kind: 'group', inner: withoutPlaces(parsed('c:3')) } },
      ] } },
    ],
  });
});

test('a hundred comparisons of one property are one property', () => {
  parsed(Array.from({ length: 100 }, (_, index) => `uid:*'user${String(index)}'`).join(','));
});

test('every property of the three filters is known', () => {
  const sample = { string: "*'a*'", strings: "['a']", boolean: 'true', date: ">'now-7d'" };
  for (const schema of [userFilterSchema, grantFilterSchema, childFilterSchema]) {
    for (const [name, { type }] of Object.entries(schema)) {
      assert.deepEqual(parseFql(`${name}:${sample[type]}+${name}:!null`, schema).problems, [], name);
    }
  }
  assert.deepEqual(Object.keys(userFilterSchema), [
    'assigned_cids', 'cid', 'direct_assigned_cids', 'factors', 'first_name', 'has_temporary_roles', 'last_name', 'name',
    'non_ancestor_assigned_cids', 'status', 'temporarily_assigned_cids', 'uid', 'uuid',
  ]);
  assert.deepEqual(Object.keys(grantFilterSchema), ['expires_at', 'role_id', 'role_name']);
  assert.deepEqual(Object.keys(childFilterSchema), ['cid']);
});

const piece = fc.constantFrom(
  'uid', 'status', 'created_at', ':', '::', '!', '>', '>=', '<', '~', '*', '!*', '=', '==', '+', ',', '(', ')', '[', ']', "'", "'a'", '"', '"a"', '‘', '\\',
  ' ', '\n', 'AND', 'or', 'not ', '&&', '||', ';', '5', '-1e+9', 'true', 'NULL', 'now+1d', '2024-01-01', '-', '.', '😀', '\ud800', 'in', 'like',
);
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')),
);

test('any text gives a tree or problems, and every position lies inside the text', () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom(undefined, userFilterSchema, grantFilterSchema), (text, schema) => {
      const { ast, problems } = parseFql(text, schema);
      assert.ok(ast !== undefined || problems.length > 0);
      for (const { start, end, message } of problems) {
        assert.ok(start >= 0 && start <= end && end <= text.length, `${String(start)}..${String(end)} in ${JSON.stringify(text)}`);
        assert.ok(start < end || text.length === 0, `nothing to underline in ${JSON.stringify(text)}`);
        assert.match(message, /\S/);
      }
      assert.deepEqual(problems.map(({ start }) => start), problems.map(({ start }) => start).sort((left, right) => left - right));
    }),
    { numRuns: 3000 },
  );
});

// Quadratic work on these texts takes many minutes; the bound only ends a run that would not end.
test('a hostile statement of 100 kB is read to its end, whatever it holds', { timeout: 60_000 }, () => {
  const signs = [
    '(', ')', '[', "'", '"', '\\', "'\\", "''", ' ', '\n', '+', ',', '!', '! ', '*', '=', ':', '.', '&', '1',
    '😀', '\ud800', '"a"', 'a', 'a ', 'not ',
  ];
  const starts = [
    'a:', 'a:a ', 'a:-', 'a:1e', 'a:x-', 'a:1\t', 'a:b c ', 'a:now+', 'a:1+', "a:'x'+", 'p:"x"',
    'a:[1,', "a:['x',", '(a:1,', 'a:1 and ', 'a:1&&',
  ];
  for (const prefix of ['', 'a:', 'a:x ', 'not ', "a:'", 'a:[', 'a:1', '"a"', 'a:1 ']) {
    for (const seed of [...signs, ...starts]) {
      const text = prefix + seed.repeat(Math.ceil(100_000 / seed.length));
      for (const problem of parseFql(text, userFilterSchema).problems) assert.ok(problem.start <= problem.end && problem.end <= text.length);
    }
  }
});
