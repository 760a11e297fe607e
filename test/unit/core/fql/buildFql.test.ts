import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fqlAnd, fqlComparison, fqlOr } from '../../../../src/core/fql/buildFql.ts';
import { compileFql } from '../../../../src/core/fql/compileFql.ts';
import { fqlOperators } from '../../../../src/core/fql/fqlAst.ts';
import { fqlString } from '../../../../src/core/fql/fqlText.ts';
import { parseFql } from '../../../../src/core/fql/parseFql.ts';
import { anyText, scalar } from './arbitraries.ts';

const text = fc.oneof(anyText, fc.string({ unit: fc.constantFrom("'", '\\', '\n', ',', '+', ')', '*', 'a', '\ud83d', '\u2028'), maxLength: 8 }));

test('any text survives being written and read', () => {
  fc.assert(
    fc.property(text, (value) => {
      const { ast, problems } = parseFql(`uid:${fqlString(value)}`);
      assert.deepEqual(problems, []);
      assert.ok(ast?.kind === 'comparison' && ast.operand.kind === 'literal');
      assert.equal(ast.operand.value, value);
    }),
    { numRuns: 1000 },
  );
});

test('a built comparison reads back as its parts', () => {
  const values = fc.oneof(scalar(text), fc.array(scalar(text), { minLength: 1, maxLength: 4 }));
  fc.assert(fc.property(fc.constantFrom('uid', 'a.b'), fc.constantFrom(...fqlOperators), values, (property, operator, value) => {
    const { ast } = parseFql(fqlComparison(property, operator, value));
    assert.ok(ast?.kind === 'comparison');
    assert.deepEqual([ast.property, ast.operator], [property, operator]);
    assert.deepEqual(ast.operand.kind === 'list' ? ast.operand.items.map((item) => item.value) : ast.operand.value, value);
  }));
});

test('what FQL cannot write is refused', () => {
  assert.throws(() => fqlComparison("uid:'a'+x", '', 'b'), RangeError);
  assert.throws(() => fqlComparison('', '', 'b'), RangeError);
  assert.throws(() => fqlComparison('uid', '', []), { message: 'FQL has no empty list' });
  assert.throws(() => fqlComparison('uid', '>', Number.NaN), { message: 'FQL cannot write NaN' });
  assert.throws(() => fqlComparison('uid', '', [Number.POSITIVE_INFINITY]), RangeError);
});

test('statements are joined, with parentheses wherever the joiners would mix', () => {
  assert.equal(fqlAnd(), '');
  assert.equal(fqlAnd('', undefined, '  '), '');
  assert.equal(fqlAnd('', ' a:1,b:2 ', undefined), 'a:1,b:2');
  assert.equal(fqlAnd('a:1', 'b:2+c:3'), 'a:1+b:2+c:3');
  assert.equal(fqlAnd('a:1,b:2', 'c:3'), '(a:1,b:2)+c:3');
  assert.equal(fqlAnd('(a:1,b:2)', 'c:3'), '(a:1,b:2)+c:3');
  assert.equal(fqlOr('a:1', 'b:2,c:3'), 'a:1,b:2,c:3');
  assert.equal(fqlOr('a:1+b:2', 'c:3'), '(a:1+b:2),c:3');
  assert.equal(fqlOr('a:1+b:2,d:4', 'c:3'), '(a:1+b:2,d:4),c:3');
  assert.equal(fqlOr('(a:1+b:2)', 'c:3'), '(a:1+b:2),c:3');
});

test('a part that is no statement by itself is refused, so it cannot break out of its place', () => {
  assert.throws(() => fqlAnd('a:1),(b:2', "cid:'x'"), SyntaxError);
  assert.throws(() => fqlOr("a:'x", "b:'y'"), { message: "Not an FQL statement: This text is never closed: a ' is missing." });
  assert.throws(() => fqlAnd('a:1 or b:2'), SyntaxError);
});

test('joined statements hold exactly when their parts do', () => {
  const part = fc.constantFrom('a:1', 'b:1', 'a:1,b:1', 'a:1+b:1', '(a:1,b:1)', 'a:1+b:1,c:1', '', undefined);
  const bit = fc.constantFrom(0, 1);
  fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.record({ a: bit, b: bit, c: bit }), (parts, record) => {
    const holds = (statement: string): boolean => {
      const { ast } = parseFql(statement);
      assert.ok(ast, statement);
      return compileFql(ast)(record);
    };
    const real = parts.filter((each) => each !== undefined && each !== '');
    fc.pre(real.length > 0);
    assert.equal(holds(fqlAnd(...parts)), real.every(holds));
    assert.equal(holds(fqlOr(...parts)), real.some(holds));
  }));
});
