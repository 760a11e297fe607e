import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readCommandLine } from '../../../src/demo/commandLine.ts';

const read = (text: string): ReturnType<typeof readCommandLine> => readCommandLine(text === '' ? [] : text.split(' '));

describe('the command line of the demo tenant', () => {
  test('nothing given leaves everything to the defaults', () => {
    assert.deepEqual(read(''), { options: {} });
  });

  test('every option is read', () => {
    const text =
      '--port 0 --users 20000 --cids 2000 --latency 50 --rate 6000 --lag 0 --seed 7 --cylance-users 300 --fault-tokens ' +
      '--faults 429:0.02,500:0.01,reset:0.01,slow:0.01,html:0.01,truncate:0.01';
    assert.deepEqual(read(text), {
      options: {
        port: 0,
        users: 20_000,
        cids: 2000,
        latencyMs: 50,
        ratePerMinute: 6000,
        lagMs: 0,
        seed: 7,
        cylance: { users: 300 },
        faults: { 429: 0.02, 500: 0.01, reset: 0.01, slow: 0.01, html: 0.01, truncate: 0.01 },
        faultsOnTokens: true,
      },
    });
  });

  const mistakes: readonly (readonly [text: string, says: RegExp])[] = [
    ['--user 5', /--user/],
    ['--users', /--users/],
    ['--users 0', /--users wants a whole number from 1 to \d+, not "0"/],
    ['--users 1e3', /--users wants/],
    ['--port=-1', /--port wants/],
    ['--port 65536', /--port wants/],
    ['--faults 404:0.1', /--faults knows 429, .*not "404"/],
    ['--faults 429', /behind "429:"/],
    ['--faults 429:2', /from 0 to 1/],
    ['--faults 429:0.6,500:0.6', /add up/],
    ['extra', /extra/],
  ];
  for (const [text, says] of mistakes) {
    test(`"${text}" gives one clear line`, () => {
      const result = read(text);
      assert.ok('problem' in result);
      assert.match(result.problem, says);
      assert.ok(!result.problem.includes('\n'));
    });
  }
});
