import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asConnectionId } from '../../../src/core/ids.ts';
import { withoutSecret } from '../../../src/state/connection.ts';
import type { Connection } from '../../../src/state/connection.ts';
import { RateNotice } from '../../../src/views/rateNotice.ts';
import { FakeClock } from '../api/fakes/fakeClock.ts';
import { anEntry } from '../state/entries.ts';
import { plainWording } from './plainWording.ts';

const acme = withoutSecret(anEntry());
const beta: Connection = { ...acme, id: asConnectionId('two'), name: 'Beta' };

function shown(): { readonly clock: FakeClock; readonly notice: RateNotice; readonly line: () => string | undefined } {
  const clock = new FakeClock();
  let line: string | undefined;
  const notice = new RateNotice({ clock, wording: plainWording, show: (message) => (line = message) });
  return { clock, notice, line: () => line };
}

test('the line names the tenants of the account and the moment, and goes when it has come', async () => {
  const { clock, notice, line } = shown();
  notice.tell({ connections: [acme, beta], until: clock.now() + 60_000 });
  assert.match(line() ?? '', /^Rate limit of Acme, Beta used up; goes on at \d\d:01/);
  await clock.advance(59_999);
  assert.ok(line());
  await clock.advance(1);
  assert.deepEqual([line(), clock.waiting], [undefined, 0]);
});

test('accounts have a line each, and each goes by itself', async () => {
  const { clock, notice, line } = shown();
  notice.tell({ connections: [acme], until: clock.now() + 10_000 });
  notice.tell({ connections: [beta], until: clock.now() + 30_000 });
  assert.equal(line()?.split('\n').length, 2);
  await clock.advance(10_000);
  assert.match(line() ?? '', /^Rate limit of Beta/);
  notice.tell({ connections: [beta], until: clock.now() + 60_000 });
  assert.equal(clock.waiting, 1);
  await clock.advance(59_999);
  assert.ok(line());
  await clock.advance(1);
  assert.equal(line(), undefined);
});

test('credentials that are only tried out are no tenant to name', () => {
  const { clock, notice, line } = shown();
  notice.tell({ connections: [], until: clock.now() + 10_000 });
  assert.deepEqual([line(), clock.waiting], [undefined, 0]);
});

test('nothing is left waiting behind a view that has gone', async () => {
  const { clock, notice } = shown();
  notice.tell({ connections: [acme], until: clock.now() + 10_000 });
  notice.dispose();
  await clock.advance(0);
  assert.equal(clock.waiting, 0);
});
