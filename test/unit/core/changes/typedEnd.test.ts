import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localMoment, typedEndProblem, typedMoment } from '../../../../src/core/changes/typedEnd.ts';
import { now } from './samples.ts';

const hourMs = 3_600_000;

test('a day and a time are those of this machine, as they are proposed', () => {
  const typed = localMoment(now + 5 * hourMs);
  assert.match(typed, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  assert.equal(typedMoment(` ${typed} `), new Date(now + 5 * hourMs).toISOString());
});

test('a moment with its own zone is taken as it is', () => {
  assert.equal(typedMoment('2026-05-05T14:00:00+02:00'), '2026-05-05T12:00:00.000Z');
  assert.equal(typedMoment('2026-05-05 14:00z'), '2026-05-05T14:00:00.000Z');
});

const impossible = ['2026-02-30 10:00', '2026-02-30T10:00Z', '2026-02-29 10:00+02:00', '2026-13-01 10:00', '2026-05-05 25:00'];

for (const text of ['', 'tomorrow', '2026-05-05', '5.5.2026 10:00', ...impossible]) {
  test(`“${text}” is no moment`, () => {
    assert.equal(typedMoment(text), undefined);
    assert.match(typedEndProblem(text, now) ?? '', /^Write a day and a time/);
  });
}

test('a moment must lie between an hour and seven days ahead', () => {
  const problem = (hours: number): string | undefined => typedEndProblem(localMoment(now + hours * hourMs), now);
  assert.match(problem(0.5) ?? '', /one hour from now at the earliest/);
  assert.equal(problem(2), undefined);
  assert.match(problem(7 * 24 + 1) ?? '', /seven days from now at the latest/);
});
