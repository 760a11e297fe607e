import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aggregateFields } from '../../../../src/core/aggregates/fields.ts';
import { aggregateTypes } from '../../../../src/core/aggregates/query.ts';
import { queryKeys, sortForms } from '../../../../src/core/aggregates/queryFacts.ts';
import { userFilterSchema } from '../../../../src/core/fql/fqlSchema.ts';
import { explained, suggested } from './atBar.ts';
import { check, found } from './requestDocument.ts';

/** With `written` in place of one parameter. */
const userQuery = (written: string): string => `{ "operation": "queryUserV1", "query": { ${written} } }`;
const body = (written: string): string => `{ // head\n "operation": "aggregateUsersV1",\n "body": ${written} }`;
const taken = (around: (written: string) => string, before: string, label: string, after: string): void =>
  assert.equal(suggested(around(before)).take(label), around(after));

describe('inside a filter', () => {
  test('the properties of what is filtered are offered', () => {
    assert.deepEqual(suggested(userQuery('"filter": "|"')).labels, Object.keys(userFilterSchema));
    assert.deepEqual(suggested('{ "operation": "queryChildren", "query": { "filter": "|" } }').labels, ['cid']);
    const grants = suggested('{ "operation": "CombinedUserRolesV2", "query": { "filter": "role_id:\'x\'+|" } }').labels;
    assert.deepEqual(grants, ['expires_at', 'role_id', 'role_name']);
  });

  test('only what is being written is replaced', () => {
    taken(userQuery, `"filter": "sta|"`, 'status', `"filter": "status:"`);
    taken(userQuery, `"filter": "uid:'a'+sta|:'active'"`, 'status', `"filter": "uid:'a'+status:'active'"`);
    taken(userQuery, `"filter": "status:|"`, 'active', `"filter": "status:'active'"`);
    taken(userQuery, `"filter": "status:'ac|'"`, 'active', `"filter": "status:'active'"`);
  });

  test('escapes before it and behind it stay as they are', () => {
    taken(userQuery, String.raw`"filter": "name:'\u00e4\"\\\\'+sta|+uid:'\t'"`, 'status', String.raw`"filter": "name:'\u00e4\"\\\\'+status:+uid:'\t'"`);
    taken(userQuery, String.raw`"filter": "\u0073ta|"`, 'status', '"filter": "status:"');
    taken(userQuery, String.raw`"filter": "status:\u0027ac|\u0027"`, 'active', String.raw`"filter": "status:\u0027active\u0027"`);
  });

  test('that has no closing quote yet it goes on', () => {
    taken((written) => `{ "operation": "queryUserV1", "query": { ${written}`, '"filter": "sta|', 'status', '"filter": "status:');
  });

  test('nothing is offered within an escape, behind the closing quote, or in other texts', () => {
    for (const written of [String.raw`"filter": "\u00|27"`, '"filter": "a"|', `"filter": "uid:'a|ctive"`, '"q": "|"']) {
      assert.deepEqual(suggested(userQuery(written)).labels, [], written);
    }
  });

  test('of an aggregate query, named ones included, the properties of users are offered', () => {
    taken(body, `[{ "type": "terms", "filter": "uid:'\\u0061'+fac|" }]`, 'factors', `[{ "type": "terms", "filter": "uid:'\\u0061'+factors:" }]`);
    const named = (filter: string): string => body(`[{ "filters_spec": { "filters": { "off": "${filter}" } } }]`);
    taken(named, 'status:|', 'inactive', "status:'inactive'");
  });
});

test('a sort is replaced as a whole, however it is spelled', () => {
  taken(userQuery, String.raw`"sort": "uid\u007c|"`, 'uid|desc', '"sort": "uid|desc"');
  assert.deepEqual(suggested(body('[{ "type": "terms", "sort": "|" }]')).labels, sortForms);
});

test('it is told whether somebody writes in a text', () => {
  for (const written of ['"filter": "a,|"', '"sort": "uid|"']) assert.equal(suggested(userQuery(written)).isInText, true, written);
  for (const written of ['"limit": 5,|', '"filter": "a", // (|\n', '"li,|": 5']) assert.equal(suggested(userQuery(written)).isInText, false, written);
});

describe('the list of aggregate queries', () => {
  test('begins as a list', () => assert.match(suggested('{ "operation": "aggregateUsersV1", | }').take('body'), /"body": \[\] \}$/));

  test('gets whole queries, one of each type', () => {
    const { items, take } = suggested(body('[ | ]'));
    assert.deepEqual(items.map(({ label, isSnippet }) => [label, isSnippet]), aggregateTypes.map((type) => [type, true]));
    const filled = take('terms').replaceAll(/\$\{\d:(\w+)\}/g, '$1');
    assert.deepEqual(found(filled), []);
  });

  test('offers the names that a query can have, and with a type those that it has a use for', () => {
    assert.deepEqual(suggested(body('[{ | }]')).labels, Object.keys(queryKeys));
    const { items, labels } = suggested(body('[{ "name": "a", "type": "date_histogram", "sub_aggregates": [{ "type": "terms" }], | }]'));
    assert.ok(labels.includes('time_zone') && !labels.includes('ranges') && !labels.includes('name'), labels.join(', '));
    assert.deepEqual(items.filter(({ detail }) => detail === 'required').map(({ label }) => label), ['interval']);
    const inner = suggested(body('[{ "type": "date_histogram", "sub_aggregates": [{ "type": "terms", | }] }]')).labels;
    assert.ok(inner.includes('size') && !inner.includes('interval'), inner.join(', '));
  });

  test('writes names with what their values begin with', () => {
    taken(body, '[{ "type": "terms", "si|" }]', 'size', '[{ "type": "terms", "size":  }]');
    taken(body, '[{ "type": "range", | "field": "a" }]', 'ranges', '[{ "type": "range", "ranges": [], "field": "a" }]');
    taken(body, '[{ "extended_bounds": { | } }]', 'min', '[{ "extended_bounds": { "min": "" } }]');
    assert.deepEqual(suggested(body('[{ "ranges": [{ "From": 1, | }] }]')).labels, ['To']);
    assert.deepEqual(suggested(body('[{ "filters_spec": { "filters": { "|" } } }]')).labels, []);
  });

  const values: readonly (readonly [string, readonly string[]])[] = [
    ['"type": "|"', aggregateTypes],
    ['"field": |', aggregateFields.map(({ name }) => name)],
    ['"interval": "|"', ['year', 'month', 'week', 'day', 'hour', 'minute']],
    ['"time_zone": "|"', ['UTC', '+02:00', 'Europe/Berlin', 'America/New_York']],
    ['"date_ranges": [{ "from": "|" }]', ['now', 'now-7d/d', 'now-30d/d', 'now-1y/y', '2025-01-01']],
    ['"filters_spec": { "other_bucket": | }', ['true', 'false']],
    ['"name": "|"', []],
    ['"constructor": "|"', []],
  ];
  for (const [written, labels] of values) test(`offers what ${written} can be`, () => assert.deepEqual(suggested(body(`[{ ${written} }]`)).labels, labels));

  test('of another operation has nothing of it', () => {
    const text = '{ "operation": "userRolesActionV1", "body": [{ "type": "|" }] }';
    assert.deepEqual(suggested(text).labels, []);
    assert.equal(explained(text), undefined);
  });

  test('explains names and values, the words of a choice too', () => {
    const [piece, title, lines] = explained(body('[{ "ty|pe": "terms" }]')) ?? [];
    assert.deepEqual([piece, title, lines], ['"type"', 'type', queryKeys.type.sentence]);
    assert.match(explained(body('[{ "sub_aggregates": [{ "type": "te|rms" }] }]'))?.[2] ?? '', /What is computed.* One bucket for each value/);
    assert.match(explained(body('[{ "field": "last_lo|gin_at" }]'))?.[2] ?? '', /last logged in.*\(date\)/);
    assert.match(explained(body('[{ "ranges": [{ "Fr|om": 1 }] }]'))?.[2] ?? '', /Begin of the range/);
    assert.match(explained(body('[{ "percents": [ 5|0 ] }]'))?.[2] ?? '', /percentiles are computed/);
    assert.equal(explained(body('[{ "to|tal": 1 }]')), undefined);
  });

  test('is checked by the rules of files of queries, at the time that the document is checked, and told once', () => {
    assert.deepEqual(found(body('[{ "name": "a", "type": "terms", "type": "max", "field": "cid" }]')), ['error duplicateKey "type"']);
    assert.equal(found(body('[{ "name": "a", "type": }]')).length, 1);
    const filtered = body(String.raw`[{ "name": "a", "type": "terms", "field": "cid", "filter": "\u0073tatu:'a'", }]`);
    assert.deepEqual(found(filtered), [String.raw`warning filterName \u0073tatu`]);
    const dates = '"name": "a", "type": "date_range", "field": "created_at"';
    const range = (to: string): string => body(`[{ ${dates}, "date_ranges": [{ "from": "now", "to": "${to}" }] }]`);
    assert.equal(check(range('2026-05-06')).problems.length, 0);
    assert.deepEqual(check(range('2026-05-04')).problems.map(({ code }) => code), ['range']);
  });
});
