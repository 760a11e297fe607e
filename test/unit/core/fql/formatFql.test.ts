import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FqlNode } from '../../../../src/core/fql/fqlAst.ts';
import { compileFql } from '../../../../src/core/fql/compileFql.ts';
import { formatFql } from '../../../../src/core/fql/formatFql.ts';
import { parseFql } from '../../../../src/core/fql/parseFql.ts';
import { anyText, comparison, statement, withoutPlaces } from './arbitraries.ts';

const names = fc.constantFrom('uid', 'a.b', 'A1_', 'null', 'not', 'or', 'in');
const leaf = comparison(names, anyText);

function parsed(text: string): FqlNode {
  const { ast } = parseFql(text);
  assert.ok(ast, text);
  return ast;
}

test('spaces are dropped and everything else is kept', () => {
  assert.equal(formatFql(parsed(" ( uid : !~ 'a b' + x:[ 'c' , 1 ] ) , y : >= -1.50 ,z: null")), "(uid:!~'a b'+x:['c',1]),y:>=-1.5,z:null");
});

test('what is formatted parses to the same tree', () => {
  fc.assert(fc.property(statement(leaf), (ast) => {
    const text = formatFql(ast);
    assert.deepEqual(withoutPlaces(parsed(text)), withoutPlaces(ast));
    assert.equal(formatFql(parsed(text)), text);
  }));
});

test('a tree that nests joiners without groups keeps its meaning', () => {
  const place = { start: 0, end: 0 };
  const either: FqlNode = { kind: 'or', items: [parsed('a:1'), parsed('b:1')], ...place };
  const both: FqlNode = { kind: 'and', items: [either, { kind: 'and', items: [parsed('c:1'), either], ...place }], ...place };
  const text = formatFql({ kind: 'or', items: [both, either], ...place });
  assert.equal(text, '(a:1,b:1)+(c:1+(a:1,b:1)),(a:1,b:1)');
  assert.equal(compileFql(parsed(text))({ a: 2, b: 2, c: 1 }), false);
});
