/** Reads the body of an answer into text, never more of it than is good for the memory. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { TenantError } from '../core/errors.ts';
import { largestAnswerBytes } from './transport.ts';

const unpackers: Readonly<Record<string, (packed: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** What may be sent as `accept-encoding`. */
export const acceptedEncodings = 'gzip, deflate, br';

const tooLarge = (host: string, most: number, cause?: unknown): TenantError =>
  new TenantError({
    kind: 'protocol',
    reason: 'tooLarge',
    message: `The answer of ${host} is larger than ${Math.ceil(most / 1024 / 1024)} MB.`,
    nextStep: 'Narrow the question with a filter.',
    cause,
  });

async function readBytes(body: AsyncIterable<Uint8Array>, host: string, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > most) throw tooLarge(host, most);
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

/**
 * @param encoding the `content-encoding` of the bytes; undefined when they are plain
 * @param most bytes, packed and unpacked
 * @throws TenantError of kind `protocol` when there is too much, packed or unpacked, or the encoding was not asked for;
 * whatever the stream or the unpacking throws otherwise
 */
export async function readText(body: AsyncIterable<Uint8Array>, encoding: string | undefined, host: string, most = largestAnswerBytes): Promise<string> {
  let bytes = await readBytes(body, host, most);
  const applied = (encoding ?? '').toLowerCase().split(',').map((name) => name.trim());
  for (const name of applied.reverse()) {
    if (name === '' || name === 'identity' || bytes.length === 0) continue;
    const unpack = unpackers[name.replace(/^x-/, '')];
    if (!unpack) throw new TenantError({ kind: 'protocol', message: `The answer of ${host} is packed in a way that was not asked for.` });
    try {
      bytes = await unpack(bytes, { maxOutputLength: most });
    } catch (thrown) {
      if ((thrown as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(host, most, thrown);
      throw thrown;
    }
  }
  return new TextDecoder().decode(bytes);
}
