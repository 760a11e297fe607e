import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import papa from 'papaparse';
import { csvText, unguarded } from '../../../src/core/csv.ts';

/** As a reader that knows the mark at the start and the escape of formulas reads it. */
function readBack(text: string): string[][] {
  assert.equal(text.charCodeAt(0), 0xfeff);
  const { data, errors } = papa.parse<string[]>(text.slice(1), { delimiter: ',', newline: '\r\n' });
  assert.deepEqual(errors, []);
  // The line end after the last row.
  assert.deepEqual(data.pop(), ['']);
  return data.map((row) => row.map(unguarded));
}

test('lines end as spreadsheets want it, and only what needs quotes has them', () => {
  assert.equal(csvText(['a', 'b'], [['x y', ''], ['1,5', 'say "hi"']]), '\uFEFFa,b\r\nx y,\r\n"1,5","say ""hi"""\r\n');
});

for (const cell of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=1\nsecond line', '＝1', '＋1', '－1', '＠a']) {
  test(`a spreadsheet does not run ${JSON.stringify(cell)}`, () => {
    assert.equal(csvText(['a', 'b'], [[cell, 'x']]), `\uFEFFa,b\r\n"'${cell}",x\r\n`);
  });
}

test('a number is no formula', () => {
  assert.equal(csvText(['a', 'b'], [[-1.5, '-1.5']]), `\uFEFFa,b\r\n-1.5,"'-1.5"\r\n`);
});

test('what looks guarded already is told apart from what was guarded here', () => {
  assert.deepEqual(readBack(csvText(['a', 'b'], [["'=1", "''=1"], ["'tis", "'"]])), [['a', 'b'], ["'=1", "''=1"], ["'tis", "'"]]);
});

test('an empty cell that is the only one of its row is a row', () => {
  assert.deepEqual(readBack(csvText(['a'], [[''], ['x']])), [['a'], [''], ['x']]);
});

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\r', '\n', '\t', ' ', 'ש', 'ا', '\u202E', '😀', 'é', '\uFEFF'), maxLength: 8 }),
);

test('a reader gets back every value, and no cell starts as a formula does', () => {
  const tables = fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }));
  fc.assert(
    fc.property(tables, (rows) => {
      const header = Array.from(rows[0] ?? ['a'], (_, index) => `column${index}`);
      const text = csvText(header, rows);
      assert.deepEqual(readBack(text), [header, ...rows]);
      const { data } = papa.parse<string[]>(text.slice(1), { delimiter: ',', newline: '\r\n' });
      assert.ok(data.flat().every((one) => !/^[=+\-@\t\r\n＝＋－＠]/.test(one)));
    }),
  );
});
