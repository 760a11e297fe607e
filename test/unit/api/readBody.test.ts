import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readText } from '../../../src/api/readBody.ts';
import { failure } from './fakes/failure.ts';

async function* stream(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

const host = 'api.falcon.test';

test('letters that are split between two parts stay whole, and a byte order mark is dropped', async () => {
  const bytes = Buffer.from('\ufeff{"ä":"€"}');
  const parts = Array.from(bytes, (byte) => Buffer.from([byte]));
  assert.equal(await readText(stream(...parts), undefined, host), '{"ä":"€"}');
});

test('an encoding applied on top of another is undone in turn, whatever its case', async () => {
  const packed = brotliCompressSync(gzipSync('text'));
  assert.equal(await readText(stream(packed), 'GZIP, br', host), 'text');
  assert.equal(await readText(stream(Buffer.from('text')), 'identity', host), 'text');
});

test('an empty body stays empty whatever its encoding', async () => {
  assert.equal(await readText(stream(), 'gzip', host), '');
});

test('reading stops at the limit', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      read++;
      yield Buffer.alloc(100);
    }
  }
  const error = await failure(readText(endless(), undefined, host, 1_000));
  assert.equal(error.reason, 'tooLarge');
  assert.match(error.advice, /api\.falcon\.test.*filter/);
  assert.equal(read, 11);
});

test('a small body that unpacks to more than the limit is refused', async () => {
  const packed = gzipSync(Buffer.alloc(1_000_000));
  assert.ok(packed.length < 2_000);
  assert.equal((await failure(readText(stream(packed), 'gzip', host, 100_000))).reason, 'tooLarge');
  assert.equal((await readText(stream(packed), 'gzip', host, 1_000_000)).length, 1_000_000);
});

test('bytes that are not packed as they say are an error of the unpacking', async () => {
  await assert.rejects(readText(stream(Buffer.from('plain')), 'gzip', host), { code: 'Z_DATA_ERROR' });
});
