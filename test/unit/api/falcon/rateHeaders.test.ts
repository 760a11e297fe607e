import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateHeaders, retryAt } from '../../../../src/api/falcon/rateHeaders.ts';

const now = Date.UTC(2026, 5, 1, 12, 0, 0);
const seconds = now / 1000;
const date = new Date(now).toUTCString();
const minute = 60_000;

test('limit and remaining are read, and what is no figure counts as absent', () => {
  assert.deepEqual(rateHeaders({ 'x-ratelimit-limit': '6000', 'x-ratelimit-remaining': '0' }), { limit: 6000, remaining: 0 });
  assert.deepEqual(rateHeaders({ 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': '-1' }), { limit: undefined, remaining: undefined });
  assert.deepEqual(rateHeaders({ 'x-ratelimit-limit': '6000, 6000', 'x-ratelimit-remaining': ' ' }), { limit: undefined, remaining: undefined });
  assert.deepEqual(rateHeaders({}), { limit: undefined, remaining: undefined });
});

const named: readonly (readonly [what: string, value: string | undefined, wait: number])[] = [
  ['epoch seconds', String(seconds + 30), 30_000],
  ['epoch milliseconds', String(now + 30_000), 30_000],
  ['a number of seconds', '30', 30_000],
  ['zero', '0', 0],
  ['this very second', String(seconds), 0],
  ['a moment just gone by', String(seconds - 2), 0],
  ['nothing', undefined, minute],
  ['an empty text', '', minute],
  ['a word', 'soon', minute],
  ['a negative number', '-5', minute],
  ['infinity', 'Infinity', minute],
  ['an hour', '3600', minute],
  ['a moment in a year', String(seconds + 31_536_000), minute],
  ['a moment long ago', String(seconds - 3_600), minute],
  ['a moment long ago in milliseconds', String(now - 3_600_000), minute],
  ['a number beyond all dates', '9'.repeat(30), minute],
];

for (const [what, value, wait] of named) {
  test(`${what} as the moment to try again means a wait of ${wait / 1000} s`, () => {
    const headers = { date, ...(value === undefined ? {} : { 'x-ratelimit-retryafter': value }) };
    assert.equal(retryAt(headers, now), now + wait);
  });
}

for (const offset of [-86_400_000, -3_600_000, 3_600_000, 86_400_000]) {
  test(`a clock here that is ${offset / 3_600_000} hours off does not change the wait`, () => {
    const here = now + offset;
    assert.equal(retryAt({ date, 'x-ratelimit-retryafter': String(seconds + 30) }, here), here + 30_000);
    assert.equal(retryAt({ date, 'x-ratelimit-retryafter': String(now + 30_000) }, here), here + 30_000);
  });
}

test('without a usable date header the local clock is taken, and its errors make a minute at most', () => {
  for (const headers of [{}, { date: 'yesterday' }] as readonly Readonly<Record<string, string>>[]) {
    assert.equal(retryAt({ ...headers, 'x-ratelimit-retryafter': String(seconds + 30) }, now), now + 30_000);
    const fast = now + 3_600_000;
    assert.equal(retryAt({ ...headers, 'x-ratelimit-retryafter': String(seconds + 30) }, fast), fast + minute);
    const slow = now - 3_600_000;
    assert.equal(retryAt({ ...headers, 'x-ratelimit-retryafter': String(seconds + 30) }, slow), slow + minute);
  }
});

test('the standard header is read where the own one is missing', () => {
  assert.equal(retryAt({ 'retry-after': '7' }, now), now + 7_000);
});
