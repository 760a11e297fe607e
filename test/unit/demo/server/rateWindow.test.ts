import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateWindow } from '../../../../src/demo/server/rateWindow.ts';

test('the window slides: each request frees its place one minute later', () => {
  const window = new RateWindow(2);
  assert.deepEqual(window.admit(0), { admitted: true, remaining: 1 });
  assert.deepEqual(window.admit(30_000), { admitted: true, remaining: 0 });
  assert.deepEqual(window.admit(59_999), { admitted: false, retryAt: 60_000 });
  assert.deepEqual(window.admit(60_000), { admitted: true, remaining: 0 });
  assert.deepEqual(window.admit(60_001), { admitted: false, retryAt: 90_000 });
});

test('a long life changes nothing', () => {
  const window = new RateWindow(10);
  let admitted = 0;
  for (let at = 0; at < 50_000; at += 1) if (window.admit(at * 100).admitted) admitted += 1;
  // 5000 seconds in steps of a tenth, ten requests a minute.
  assert.equal(admitted, Math.ceil(50_000 / 600) * 10);
});
