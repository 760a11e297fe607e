import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cylanceTime } from '../../../../src/core/cylance/cylanceTime.ts';

const forms: readonly (readonly [what: string, text: string, read: string])[] = [
  ['no zone is UTC', '2019-11-22T14:52:13', '2019-11-22T14:52:13Z'],
  ['a zone that is written stays', '2019-11-22T14:52:13Z', '2019-11-22T14:52:13Z'],
  ['milliseconds and a zone', '2017-09-26T05:21:01.943Z', '2017-09-26T05:21:01.943Z'],
  ['milliseconds without a zone', '2017-09-26T05:21:01.943', '2017-09-26T05:21:01.943Z'],
  ['one digit of a fraction', '2017-09-26T05:21:01.9', '2017-09-26T05:21:01.900Z'],
  ['seven digits of a fraction', '2017-09-26T05:21:01.9434567', '2017-09-26T05:21:01.943Z'],
  ['a fraction of nothing', '2017-09-26T05:21:01.0000000Z', '2017-09-26T05:21:01Z'],
  ['an offset', '2019-11-22T01:30:00+02:00', '2019-11-21T23:30:00Z'],
  ['an offset without a colon', '2019-11-22T01:30:00-0330', '2019-11-22T05:00:00Z'],
  ['a blank instead of the T', '2019-11-22 14:52:13', '2019-11-22T14:52:13Z'],
  ['the day added in a leap year', '2024-02-29T00:00:00', '2024-02-29T00:00:00Z'],
  // The hour that a clock in Berlin or New York skips is an hour like any other in UTC.
  ['the hour that local clocks skip', '2024-03-31T02:30:00', '2024-03-31T02:30:00Z'],
];

for (const [what, text, read] of forms) {
  test(`a date is read as UTC: ${what}`, () => assert.equal(cylanceTime(text), read));
}

const none = [null, undefined, '', 0, 1574434333, {}, 'yesterday', '2019-11-22', '0001-01-01T00:00:00', '0001-01-01T00:00:00Z', '2023-02-30T00:00:00'];
for (const value of [...none, '2019-13-01T00:00:00', '2019-11-22T25:00:00']) {
  test(`no date: ${JSON.stringify(value)}`, () => assert.equal(cylanceTime(value), undefined));
}
