import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { onOneLine, shownText } from '../../../src/core/shownText.ts';

const cases: readonly (readonly [string, string, string])[] = [
  ['an everyday name stays as it is', 'Ada  O’Neil-Łukasz 李', 'Ada  O’Neil-Łukasz 李'],
  ['letters that are read from right to left stay', 'דנה ليلى', 'דנה ليلى'],
  ['joined letters and signs stay joined', 'می\u200cخواهم 👩\u200d💻', 'می\u200cخواهم 👩\u200d💻'],
  ['line breaks of every kind become one space', 'a\r\n\nb\u2028c\u2029d\u0085e', 'a b c d e'],
  ['control characters become a space', 'a\u0000\u001b[31mb\tc\u007fd', 'a [31mb c d'],
  ['marks that turn the direction are left out', '\u202eabc\u202c \u2066d\u2069\u200e\u200f\u061c', 'abc d'],
  ['characters that show nothing are left out', 'Ad\u200bmin\u2060\ufeff', 'Admin'],
  ['marks between line breaks make no second space', 'a\n\u202e\nb', 'a b'],
  ['space around is left out', '\n  a  \t', 'a'],
  ['nothing stays nothing', '\u202e\n', ''],
];

for (const [name, given, shown] of cases) test(name, () => assert.equal(shownText(given), shown));

test('a long name ends in an ellipsis, between two characters', () => {
  assert.equal(shownText('x'.repeat(120)), 'x'.repeat(120));
  assert.equal(shownText('x'.repeat(121)), `${'x'.repeat(119)}…`);
  assert.equal(shownText('👍'.repeat(120)), '👍'.repeat(120));
  assert.equal(shownText('👍'.repeat(300)), `${'👍'.repeat(119)}…`);
});

test('a whole line keeps its indentation and its length', () => {
  assert.equal(onOneLine(`  a\n${'x'.repeat(500)}\u202e`), `  a ${'x'.repeat(500)}`);
});

test('whatever a name holds, it is one line that is not too long, and showing it again changes nothing', () => {
  const marks = fc.constantFrom('\n', '\r', '\u2028', '\u202e', '\u2069', '\u200f', '\u0000', ' ', 'a', 'ש', '👍');
  fc.assert(
    fc.property(fc.array(fc.oneof(marks, fc.string({ unit: 'binary', maxLength: 9 })), { maxLength: 200 }), (parts) => {
      const shown = shownText(parts.join(''));
      assert.doesNotMatch(shown, /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      assert.ok([...shown].length <= 120);
      assert.equal(shownText(shown), shown);
    }),
  );
});
