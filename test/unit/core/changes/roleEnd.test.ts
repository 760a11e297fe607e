import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endMoment, endSpans } from '../../../../src/core/changes/roleEnd.ts';
import { endProblem } from '../../../../src/core/changes/temporary.ts';

const now = Date.parse('2026-03-09T12:00:00Z');

test('a role without an end has none, and a chosen moment is taken as it is', () => {
  assert.equal(endMoment(undefined, now), undefined);
  assert.equal(endMoment({ at: '2026-03-10T00:00:00Z' }, now), '2026-03-10T00:00:00Z');
  assert.equal(endMoment({ after: 'day' }, now), '2026-03-10T12:00:00.000Z');
});

test('every span can still be sent some minutes after it was chosen', () => {
  for (const after of endSpans) {
    const end = endMoment({ after }, now) ?? '';
    for (const later of [0, 300_000]) assert.equal(endProblem(end, now + later), undefined, `${after} after ${later} ms`);
  }
});
