import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseFqlDate, recordTime } from '../../../../src/core/fql/fqlDate.ts';

const now = Date.UTC(2025, 2, 31, 12);

function period(text: string): [string, string] | undefined {
  const found = parseFqlDate(text, now);
  return found && [new Date(found.start).toISOString(), new Date(found.end).toISOString()];
}

test('a date cut off anywhere names the whole period', () => {
  assert.deepEqual(period('2024'), ['2024-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']);
  assert.deepEqual(period('2024-12'), ['2024-12-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']);
  assert.deepEqual(period('2024-02-29'), ['2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z']);
  assert.deepEqual(period('2024-02-29T23'), ['2024-02-29T23:00:00.000Z', '2024-03-01T00:00:00.000Z']);
  assert.deepEqual(period('2024-02-29T23:59Z'), ['2024-02-29T23:59:00.000Z', '2024-03-01T00:00:00.000Z']);
  assert.deepEqual(period('2024-02-29T23:59:59Z'), ['2024-02-29T23:59:59.000Z', '2024-03-01T00:00:00.000Z']);
  assert.deepEqual(period('2024-02-29T23:59:59.5Z'), ['2024-02-29T23:59:59.500Z', '2024-02-29T23:59:59.600Z']);
  assert.deepEqual(period('2024-02-29T23:59:59.123456Z'), ['2024-02-29T23:59:59.123Z', '2024-02-29T23:59:59.124Z']);
});

test('an offset is taken into account and no offset means UTC', () => {
  assert.equal(period('2024-01-01T01:00:00+02:30')?.[0], '2023-12-31T22:30:00.000Z');
  assert.equal(period('2024-01-01T01:00:00+0230')?.[0], '2023-12-31T22:30:00.000Z');
  assert.equal(period('2024-01-01T01:00:00-01:00')?.[0], '2024-01-01T02:00:00.000Z');
  assert.equal(period('2024-01-01T01:00:00')?.[0], '2024-01-01T01:00:00.000Z');
});

test('relative dates count from now', () => {
  assert.equal(period('now')?.[0], '2025-03-31T12:00:00.000Z');
  assert.equal(period('now-7d')?.[0], '2025-03-24T12:00:00.000Z');
  assert.equal(period('now-24h')?.[0], '2025-03-30T12:00:00.000Z');
  assert.equal(period('now+90m')?.[0], '2025-03-31T13:30:00.000Z');
  assert.equal(period('now+30s')?.[0], '2025-03-31T12:00:30.000Z');
  assert.equal(period('now-2w')?.[0], '2025-03-17T12:00:00.000Z');
});

test('what is no date is no date', () => {
  const days = ['', 'x', '24', '20245', '2024-', '2024-1', '2024-00', '2024-13', '2023-02-29', '2024-04-31', '2024-01-00', ' 2024', '2024-01-01Z'];
  const times = ['T', 'T24', 'T10:60', 'T10:00:60', ' 10:00', 'T10:00:00+24:00', 'T10:00:00+01:60', 'T10:00:00.Z'].map((time) => `2024-01-01${time}`);
  const relative = ['now-', 'now7d', 'now-7', 'now-7M', 'now-7y', 'now - 7d', 'NOW', 'now-1234567d', 'now/d'];
  for (const text of [...days, ...times, ...relative]) assert.equal(period(text), undefined, JSON.stringify(text));
});

test('a full time stamp agrees with the platform', () => {
  const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true };
  fc.assert(fc.property(fc.date(years), (date) => {
    assert.equal(parseFqlDate(date.toISOString(), now)?.start, date.getTime());
    assert.equal(recordTime(date.toISOString()), date.getTime());
    assert.equal(parseFqlDate(date.toISOString().slice(0, 10), now)?.start, Date.parse(date.toISOString().slice(0, 10)));
  }));
});

test('a record holds a date only when it names at least a day', () => {
  assert.equal(recordTime('2024-02-29T10:00:00.999999Z'), Date.UTC(2024, 1, 29, 10, 0, 0, 999));
  assert.equal(recordTime('2024-02-29'), Date.UTC(2024, 1, 29));
  for (const text of ['2024', '2024-02', 'now', '2024-02-30', '2024-xx-01 and on']) assert.equal(recordTime(text), undefined, text);
});
