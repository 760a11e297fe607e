import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RenewableTransport } from '../../../src/api/renewableTransport.ts';
import type { HttpAnswer, Transport } from '../../../src/api/transport.ts';

const request = { method: 'GET', url: 'https://x.example/', headers: {} } as const;

interface Opened extends Transport {
  readonly answer: (text: string) => void;
  isClosed: boolean;
}

/** Opens transports whose answers the test gives. */
function opener(): { readonly opened: Opened[]; readonly open: () => Promise<Transport> } {
  const opened: Opened[] = [];
  const open = async (): Promise<Transport> => {
    const { promise, resolve } = Promise.withResolvers<HttpAnswer>();
    const transport: Opened = {
      isClosed: false,
      exchange: () => promise,
      answer: (text) => resolve({ status: 200, headers: {}, text }),
      close: async () => void (transport.isClosed = true),
    };
    opened.push(transport);
    return transport;
  };
  return { opened, open };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('nothing is opened before the first request, and one transport serves all', async () => {
  const { opened, open } = opener();
  const transport = new RenewableTransport(open);
  assert.equal(opened.length, 0);
  const both = Promise.all([transport.exchange(request), transport.exchange(request)]);
  await turn();
  opened[0]?.answer('ok');
  assert.deepEqual((await both).map(({ text }) => text), ['ok', 'ok']);
  assert.equal(opened.length, 1);
});

test('a request under way ends over the transport it started on, which is closed then and not before', async () => {
  const { opened, open } = opener();
  const transport = new RenewableTransport(open);
  const early = transport.exchange(request);
  await turn();
  transport.renew();
  const late = transport.exchange(request);
  await turn();
  assert.deepEqual(opened.map(({ isClosed }) => isClosed), [false, false]);
  opened[1]?.answer('late');
  assert.equal((await late).text, 'late');
  opened[0]?.answer('early');
  assert.equal((await early).text, 'early');
  assert.deepEqual(opened.map(({ isClosed }) => isClosed), [true, false]);
});

test('a transport that could not be opened is opened anew', async () => {
  const { opened, open } = opener();
  let tries = 0;
  const transport = new RenewableTransport(() => (tries++ === 0 ? Promise.reject(new Error('bad setting')) : open()));
  await assert.rejects(transport.exchange(request), /bad setting/);
  const second = transport.exchange(request);
  await turn();
  opened[0]?.answer('ok');
  assert.equal((await second).text, 'ok');
});

test('once closed it opens nothing any more', async () => {
  const { opened, open } = opener();
  const transport = new RenewableTransport(open);
  const first = transport.exchange(request);
  await turn();
  opened[0]?.answer('ok');
  await first;
  await transport.close();
  assert.equal(opened[0]?.isClosed, true);
  await assert.rejects(transport.exchange(request), { kind: 'cancelled' });
  assert.equal(opened.length, 1);
});
