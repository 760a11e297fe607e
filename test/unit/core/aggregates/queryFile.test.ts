import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { queriesPath } from '../../../../src/core/aggregates/queryFile.ts';
import { readQueryFile } from '../../../../src/core/aggregates/readQueryFile.ts';
import { spanInString, stringPlaces } from '../../../../src/core/aggregates/stringPlaces.ts';
import { documents } from './samples.ts';

describe('a file of queries', () => {
  test('a bare list is read, unknown keys included', () => {
    const { file, problems } = readQueryFile('[{"name":"a","type":"mode","x":{"y":[1]}}]');
    assert.deepEqual(problems, []);
    assert.deepEqual(file, { form: 'list', charts: {}, queries: [{ name: 'a', type: 'mode', x: { y: [1] } }] });
    assert.deepEqual(queriesPath({ form: 'list' }), []);
  });

  test('an object names a tenant, a CID and charts', () => {
    const { file } = readQueryFile('{"tenant":"T","cid":"c","charts":{"a":"line","b":"pie"},"queries":[{"name":"a"}],"more":1}');
    assert.deepEqual(file, { form: 'object', tenant: 'T', cid: 'c', charts: { a: 'line' }, queries: [{ name: 'a' }] });
    assert.deepEqual(queriesPath({ form: 'object' }), ['queries']);
    assert.deepEqual(readQueryFile('{"tenant":5,"cid":""}').file, { form: 'object', charts: {}, queries: [] });
  });

  test('what has another type is left out, and nothing changes its place', () => {
    const text = `[5, {"name":1, "size":"1", "sub_aggregates":[null, {"type":"max"}], "date_ranges":["x", {"from":1,"to":"now"}],
      "ranges":{}, "filters_spec":{"filters":{"a":1,"b":"c"},"other_bucket":"x"}}]`;
    assert.deepEqual(readQueryFile(text).file?.queries, [
      {},
      { sub_aggregates: [{}, { type: 'max' }], date_ranges: [{}, { to: 'now' }], filters_spec: { filters: { b: 'c' } } },
    ]);
  });

  test('an empty text is a list to be filled; one that is no JSON is no file', () => {
    assert.deepEqual(readQueryFile(' \n').file, { form: 'list', charts: {}, queries: [] });
    for (const text of ['[', '5', '"x"', '[1] 2', '{"a" 1}']) {
      const { file, problems } = readQueryFile(text);
      assert.equal(file, undefined);
      assert.ok(problems.length > 0);
    }
    assert.equal(readQueryFile('[{"name":"a",}, // x\n]').file?.queries.length, 1);
  });

  test('any document is read without an error', () => {
    fc.assert(fc.property(documents, ({ value, text }) => {
      const { file } = readQueryFile(text);
      assert.equal(file?.queries.length, Array.isArray(value) ? value.length : 0);
    }));
  });
});

describe('places inside a JSON text', () => {
  test('every character is found where it is written, escaped or not', () => {
    const spellings = fc.constantFrom<(char: string) => string>(
      (char) => JSON.stringify(char).slice(1, -1),
      (char) => [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), spellings)), fc.string(), (chars, before) => {
        const token = `"${chars.map(([char, spell]) => spell(char)).join('')}"`;
        const text = `${before}${token}`;
        const value = JSON.parse(token) as string;
        const places = stringPlaces(text, { offset: before.length, length: token.length });
        assert.equal(places.length, value.length + 1);
        for (const [at, place] of places.entries()) assert.equal(JSON.parse(`"${text.slice(before.length + 1, place)}"`), value.slice(0, at));
      }),
    );
  });

  test('a span covers what is written for it, and the closing quote at the end', () => {
    const text = String.raw`"a\u0062\"c"`;
    const token = { offset: 0, length: text.length };
    assert.deepEqual(spanInString(text, token, 1, 3), { offset: 2, length: 8 });
    assert.deepEqual(spanInString(text, token, 4, 4), { offset: text.length - 1, length: 1 });
  });

  test('a text whose closing quote is not written yet ends with what holds it', () => {
    for (const [text, places] of [['"ab', [1, 2, 3]], [String.raw`"a\"`, [1, 2, 4]], ['"', [1]]] as const) {
      assert.deepEqual(stringPlaces(text, { offset: 0, length: text.length }), places, text);
    }
  });
});
