import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../../../src/demo/data/random.ts';
import { Faults } from '../../../../src/demo/server/faults.ts';
import type { Fault } from '../../../../src/demo/server/faults.ts';
import { spoil } from '../../../../src/demo/server/spoiling.ts';

const draw = (seed: number, count: number): (Fault | undefined)[] => {
  const faults = new Faults({ 429: 0.1, reset: 0.2, truncate: 0.1 }, new Random(seed));
  return Array.from({ length: count }, () => faults.draw());
};

test('the same seed draws the same faults, about as often as asked', () => {
  const drawn = draw(3, 5000);
  assert.deepEqual(draw(3, 5000), drawn);
  const share = (kind: string | undefined): number => drawn.filter((fault) => fault?.kind === kind).length / drawn.length;
  assert.ok(Math.abs(share('429') - 0.1) < 0.02);
  assert.ok(Math.abs(share('reset') - 0.2) < 0.02);
  assert.ok(Math.abs(share(undefined) - 0.6) < 0.03);
});

test('a reset comes before the effect as well as after it, a 429 never after', () => {
  const drawn = draw(4, 2000).flatMap((fault) => fault ?? []);
  assert.deepEqual(new Set(drawn.filter(({ kind }) => kind === 'reset').map(({ afterEffect }) => afterEffect)), new Set([true, false]));
  assert.ok(drawn.every(({ kind, afterEffect }) => kind !== '429' || !afterEffect));
});

test('only a fault after the effect lets the request through', () => {
  const body = Buffer.from('x'.repeat(100));
  let effects = 0;
  const parts = {
    carryOut: () => {
      effects += 1;
      return { status: 200, headers: {}, body };
    },
    refuse: (status: 429 | 500) => ({ status, headers: {}, body }),
  };
  const fault = { degree: 0.5, variant: false };
  assert.equal(spoil({ ...fault, kind: '429', afterEffect: false }, parts).status, 429);
  assert.equal(spoil({ ...fault, kind: '500', afterEffect: false }, parts).status, 500);
  assert.deepEqual(spoil({ ...fault, kind: 'reset', afterEffect: false }, parts).cut, { after: 0, by: 'reset' });
  assert.equal(effects, 0);
  assert.equal(spoil({ ...fault, kind: '500', afterEffect: true }, parts).status, 500);
  assert.deepEqual(spoil({ ...fault, kind: 'reset', afterEffect: true }, parts).cut, { after: 50, by: 'reset' });
  assert.equal(spoil({ ...fault, kind: 'truncate', afterEffect: true }, parts).body.length, 55);
  assert.equal(effects, 3);
});
