import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mondayOf, readMoment } from '../../../../src/core/aggregates/dateMath.ts';

const now = Date.parse('2026-03-18T10:20:30.400Z');

const moments: readonly (readonly [text: string, moment: string | undefined])[] = [
  ['now', '2026-03-18T10:20:30.400Z'],
  ['now-7d', '2026-03-11T10:20:30.400Z'],
  ['now-7d/d', '2026-03-11T00:00:00.000Z'],
  ['now/w', '2026-03-16T00:00:00.000Z'],
  ['now/M', '2026-03-01T00:00:00.000Z'],
  ['now-1M/y', '2026-01-01T00:00:00.000Z'],
  ['now+1h', '2026-03-18T11:20:30.400Z'],
  ['now-d', '2026-03-17T10:20:30.400Z'],
  ['2026', '2026-01-01T00:00:00.000Z'],
  ['2026-02', '2026-02-01T00:00:00.000Z'],
  ['2026-02-03', '2026-02-03T00:00:00.000Z'],
  ['2026-02-03T04', '2026-02-03T04:00:00.000Z'],
  ['2026-02-03T04:05', '2026-02-03T04:05:00.000Z'],
  ['2026-02-03T04:05:06.789012Z', '2026-02-03T04:05:06.789Z'],
  ['2026-02-03T04:05:06+02:00', '2026-02-03T02:05:06.000Z'],
  ['2026-01-31||+1y/M', '2027-01-01T00:00:00.000Z'],
  ['2026-01-31||+1M', '2026-02-28T00:00:00.000Z'],
  ['2026-05-31||-1M/M', '2026-04-01T00:00:00.000Z'],
  ['2024-02-29||+1y', '2025-02-28T00:00:00.000Z'],
  ['2026-01-31||+1M||foo', undefined],
  ['1767225600000', '2026-01-01T00:00:00.000Z'],
  ['yesterday', undefined],
  ['now-7', undefined],
  ['now-7x', undefined],
  ['2026-13-01', undefined],
  ['2026-02-30', undefined],
  ['2026-01-01T24', undefined],
  ['now+999999y', undefined],
];

for (const [text, moment] of moments) {
  test(`${text} is ${moment ?? 'no date'}`, () => {
    const read = readMoment(text, now);
    assert.equal(read === undefined ? undefined : new Date(read).toISOString(), moment);
  });
}

test('a week begins on Monday, before the epoch too', () => {
  assert.equal(new Date(mondayOf(Date.UTC(1969, 11, 31))).toISOString(), '1969-12-29T00:00:00.000Z');
  assert.equal(new Date(mondayOf(Date.UTC(2026, 2, 16))).toISOString(), '2026-03-16T00:00:00.000Z');
});
