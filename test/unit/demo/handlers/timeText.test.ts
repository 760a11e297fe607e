import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exactTimeText, timeText } from '../../../../src/demo/handlers/timeText.ts';

test('any moment reads as the calendar of the platform tells it, with microseconds', () => {
  const moment = fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11, 31) });
  fc.assert(
    fc.property(moment, (time) => {
      const expected = new Date(time).toISOString().slice(0, -1);
      assert.equal(exactTimeText(time), `${expected}000Z`);
      assert.ok(timeText(Math.abs(time)).startsWith(new Date(Math.abs(time)).toISOString().slice(0, -1)));
    }),
    { numRuns: 2000 },
  );
});

test('a fraction of the milliseconds is microseconds, and nothing is invented', () => {
  const time = Date.UTC(2028, 1, 29, 23, 59, 59, 7);
  assert.equal(exactTimeText(time), '2028-02-29T23:59:59.007000Z');
  assert.equal(exactTimeText(time + 0.089), '2028-02-29T23:59:59.007089Z');
});
