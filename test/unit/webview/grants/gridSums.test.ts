/** What the matrix reckons about where cells stand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { boundsOf, isWithin, sizeOf, widened } from '../../../../src/webview/grants/selection.ts';
import { indexesOf, inSight, scrollFor } from '../../../../src/webview/kit/inSight.ts';

const anyStrip = fc.record({ count: fc.nat(10_000), size: fc.integer({ min: 1, max: 60 }), offset: fc.nat(600_000), view: fc.nat(2_000) });

describe('what is in sight', () => {
  test('is what the view covers, whatever is scrolled, and never more than that needs', () => {
    fc.assert(
      fc.property(anyStrip, fc.nat(10), (strip, beyond) => {
        const { start, end } = inSight(strip, beyond);
        assert.ok(start >= 0 && start <= end && end <= strip.count);
        assert.ok(end - start <= Math.ceil(strip.view / strip.size) + 1 + 2 * beyond);
        const first = Math.floor(strip.offset / strip.size);
        if (strip.view > 0 && first < strip.count) assert.ok(start <= first && first < end);
      }),
    );
  });

  test('has one more that is kept, once', () => {
    assert.deepEqual(indexesOf({ start: 2, end: 5 }, 9), [2, 3, 4, 9]);
    assert.deepEqual(indexesOf({ start: 2, end: 5 }, 3), [2, 3, 4]);
    assert.deepEqual(indexesOf({ start: 2, end: 5 }, -1), [2, 3, 4]);
  });

  test('comes to a cell by the shortest way', () => {
    const strip = { count: 100, size: 10, offset: 100, view: 50 };
    assert.deepEqual([scrollFor(strip, 5), scrollFor(strip, 12), scrollFor(strip, 20)], [50, undefined, 160]);
  });
});

describe('a selection', () => {
  test('is a rectangle, whichever way it was drawn', () => {
    const selection = { from: { row: 5, column: 1 }, to: { row: 3, column: 4 } };
    assert.deepEqual(boundsOf(selection), { top: 3, bottom: 5, left: 1, right: 4 });
    assert.equal(sizeOf(selection), 12);
    assert.deepEqual([isWithin(boundsOf(selection), 4, 1), isWithin(boundsOf(selection), 6, 1)], [true, false]);
  });

  test('of all is the column first, then everything', () => {
    const column = widened(undefined, { row: 7, column: 2 }, 100, 10);
    assert.deepEqual(boundsOf(column), { top: 0, bottom: 99, left: 2, right: 2 });
    assert.deepEqual(boundsOf(widened(column, { row: 7, column: 2 }, 100, 10)), { top: 0, bottom: 99, left: 0, right: 9 });
  });
});
