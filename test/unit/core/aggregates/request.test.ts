import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { editAll } from '../../../../src/core/aggregates/editQueries.ts';
import { duplicateEdits, removeEdits, renameEdits } from '../../../../src/core/aggregates/queryEdits.ts';
import type { QueryEdit } from '../../../../src/core/aggregates/editQueries.ts';
import type { QueryFile } from '../../../../src/core/aggregates/queryFile.ts';
import { readQueryFile } from '../../../../src/core/aggregates/readQueryFile.ts';
import { namedQueries } from '../../../../src/core/aggregates/queryNames.ts';
import { matchAnswers, requestBody } from '../../../../src/core/aggregates/request.ts';
import { applyChanges } from '../../../../src/core/aggregates/textChange.ts';
import { result, terms } from './samples.ts';

const cid = '0123456789abcdef0123456789abcdef';
const listOf = (...queries: QueryFile['queries']): QueryFile => ({ form: 'list', charts: {}, queries });

describe('the request of a file', () => {
  test('is the list as it stands, unknown keys included', () => {
    const query = { ...terms('a', 'cid'), strange: { x: 1 } };
    assert.deepEqual(requestBody(listOf(query)), [query]);
  });

  test('a CID narrows every query at the top, beside its own filter', () => {
    const file = listOf(terms('a', 'uid', { sub_aggregates: [terms('s', 'cid')] }), terms('b', 'uid', { filter: "status:'x',status:'y'" }));
    assert.deepEqual(
      requestBody(file, `${cid.toUpperCase()}-3F`).map(({ filter, sub_aggregates: subs }) => [filter, subs?.[0]?.filter]),
      [[`cid:'${cid}'`, undefined], [`cid:'${cid}'+(status:'x',status:'y')`, undefined]],
    );
    assert.equal(requestBody({ ...file, cid })[0]?.filter, `cid:'${cid}'`);
    assert.equal(requestBody({ ...file, cid }, null)[0]?.filter, undefined);
    assert.throws(() => requestBody(file, 'x'), RangeError);
    assert.throws(() => requestBody(listOf(terms('a', 'uid', { filter: 'a:1),(b:2' })), cid), SyntaxError);
  });

  test('names are made up and told apart, written ones first', () => {
    const names = (queries: QueryFile['queries']): readonly unknown[] => namedQueries(queries).map(({ name }) => name);
    assert.deepEqual(
      names([terms('a', 'x'), terms('a', 'y'), terms('', 'cid'), terms('', 'cid'), terms('a 2', 'z'), {}]),
      ['a', 'a 3', 'terms of cid', 'terms of cid 2', 'a 2', 'Query'],
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', 'a', 'a 2', 'b', '__proto__')), (given) => {
        const named = names(given.map((name) => terms(name, 'cid')));
        assert.equal(new Set(named).size, given.length);
        for (const [at, name] of given.entries()) if (name !== '' && given.indexOf(name) === at) assert.equal(named[at], name);
      }),
    );
    const [{ sub_aggregates: subs } = {}] = namedQueries([terms('a', 'x', { sub_aggregates: [terms('s', 'a'), terms('s', 'b')] })]);
    assert.deepEqual(subs?.map(({ name }) => name), ['s', 's 2']);
  });

  test('answers are matched by name in any order, and none or strangers are told', () => {
    const file = listOf(terms('a', 'status'), terms('a', 'cid'), terms('c', 'uid'));
    const sent = requestBody(file);
    const { answers, unasked } = matchAnswers(
      file, sent,
      [result('x', []), result('a 2', []), result('a', [{ label: 'v', count: 1 }], { sum_other_doc_count: 5 })],
    );
    assert.deepEqual(answers.map(({ at, name, result: found }) => [at, name, found?.name]), [[0, 'a', 'a'], [1, 'a 2', 'a 2'], [2, 'c', undefined]]);
    assert.deepEqual(unasked.map(({ name }) => name), ['x']);
    assert.match(answers[0]?.notes.join() ?? '', /^5 more fall into terms/);
    assert.match(answers[1]?.notes.join() ?? '', /^It was sent as "a 2".*The answer is empty/);
    assert.match(answers[2]?.notes.join() ?? '', /answered nothing/);
  });

  test('an empty answer of an unknown field says what that means', () => {
    const file = listOf(terms('a', 'colour'), terms('b', 'cid', { sub_aggregates: [terms('s', 'colour')] }));
    const { answers } = matchAnswers(file, file.queries, [result('a', []), result('b', [{ label: 'x', count: 2, sub_aggregates: [result('s', [])] }])]);
    for (const { notes } of answers) assert.match(notes.join(), /An unknown field gives an empty answer, not an error\.$/);
  });
});

describe('edits of whole queries', () => {
  const text = '{"charts":{"a":"line","b":"bars"},"queries":[{"name":"a"},{"name":"b"},{"name":"b"},{}]}';
  const after = (edits: (file: QueryFile) => readonly QueryEdit[]): unknown => {
    const { file } = readQueryFile(text);
    assert.ok(file);
    return JSON.parse(applyChanges(text, editAll(text, edits(file))));
  };
  const queries = [{ name: 'a' }, { name: 'b' }, { name: 'b' }, {}];

  test('a chart goes with the name of its query', () => {
    assert.deepEqual(after((file) => renameEdits(file, 0, 'z')), { charts: { b: 'bars', z: 'line' }, queries: [{ name: 'z' }, ...queries.slice(1)] });
    assert.deepEqual(after((file) => renameEdits(file, 1, 'z')), { charts: { a: 'line', b: 'bars' }, queries: queries.with(1, { name: 'z' }) });
    assert.deepEqual(after((file) => renameEdits(file, 0, '')), { charts: { b: 'bars' }, queries: queries.with(0, {}) });
    assert.deepEqual(after((file) => renameEdits(file, 3, 'n')), { charts: { a: 'line', b: 'bars' }, queries: queries.with(3, { name: 'n' }) });
    assert.deepEqual(after((file) => removeEdits(file, 0)), { charts: { b: 'bars' }, queries: queries.slice(1) });
    assert.deepEqual(after((file) => removeEdits(file, 2)), { charts: { a: 'line', b: 'bars' }, queries: queries.toSpliced(2, 1) });
  });

  test('a copy has a name of its own', () => {
    assert.deepEqual(after((file) => duplicateEdits(file, 1)), { charts: { a: 'line', b: 'bars' }, queries: queries.toSpliced(2, 0, { name: 'b 2' }) });
    assert.deepEqual(after((file) => duplicateEdits(file, 3)), { charts: { a: 'line', b: 'bars' }, queries: [...queries, {}] });
  });
});

test('thousands of queries of one name are told apart in no time', () => {
  const startedAt = performance.now();
  const names = namedQueries([{ name: 'n 3' }, ...Array.from({ length: 20_000 }, () => ({ name: 'n' }))]).map(({ name }) => name);
  assert.deepEqual([names.slice(0, 4), names.at(-1), new Set(names).size], [['n 3', 'n', 'n 2', 'n 4'], 'n 20001', 20_001]);
  assert.ok(performance.now() - startedAt < 5_000);
});
