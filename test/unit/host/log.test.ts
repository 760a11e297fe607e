import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelLog } from '../../../src/host/log.ts';

function recorder() {
  const lines: string[] = [];
  const write = (level: string) => (text: string | Error) => void lines.push(`${level}: ${text}`);
  const channel = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return { lines, log: channelLog(channel) };
}

test('every level reaches the channel with its facts', () => {
  const { lines, log } = recorder();
  log.debug('Answered.', { status: 200, body: 'secret things' });
  log.info('Connected.');
  log.warn('Slow.', { waitMs: 12 });
  assert.deepEqual(lines, ['debug: Answered. status=200 body=(hidden)', 'info: Connected.', 'warn: Slow. waitMs=12']);
});

test('a sentence that carries a secret by mistake loses it', () => {
  const { lines, log } = recorder();
  log.info('Sent Bearer abc.def.ghi');
  log.error('Failed with client_secret=abcdef');
  assert.deepEqual(lines, ['info: Sent Bearer (hidden)', 'error: Failed with client_secret=(hidden)']);
});

test('an error is described, its message not repeated when it is not ours', () => {
  const { lines, log } = recorder();
  log.error('Reading failed.', new SyntaxError('Unexpected token in "ada@acme.test"'));
  assert.match(lines[0] ?? '', /^error: Reading failed\. SyntaxError\n/);
  assert.doesNotMatch(lines[0] ?? '', /ada@acme/);
});
