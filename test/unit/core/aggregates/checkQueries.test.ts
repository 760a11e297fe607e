import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { checkQueries } from '../../../../src/core/aggregates/checkQueries.ts';
import { hasErrors } from '../../../../src/core/aggregates/problems.ts';
import type { ProblemCode, ProblemSeverity } from '../../../../src/core/aggregates/problems.ts';
import { readQueryFile } from '../../../../src/core/aggregates/readQueryFile.ts';
import { documents } from './samples.ts';

const now = Date.parse('2026-03-18T10:20:30Z');

/** Each marked as «…» in the text; hints about names are beside the point here. */
type Expected = readonly [severity: ProblemSeverity, code: ProblemCode, message: RegExp];

const query = (more: string): string => `[{"name":"n","type":"terms","field":"status"${more && `,${more}`}}]`;
const typed = (type: string, field: string, more = ''): string =>
  `[{"name":"n","type":"${type}","field":${field.startsWith('«') ? field : `"${field}"`}${more && `,${more}`}}]`;

const cases: readonly (readonly [marked: string, ...expected: Expected[]])[] = [
  // JSON
  ['«»', ['error', 'empty', /empty/]],
  ['[«,»]', ['error', 'syntax', /value is expected/]],
  ['[«{»', ['error', 'syntax', /brace/]],
  [query('"q":«tru»'), ['error', 'syntax', /no JSON value/]],
  ['«// all»\n[{"name":"n","type":"terms","field":"cid"}«,»]«/**/»', ['error', 'comment', /no comments/], ['error', 'trailingComma', /Remove/], ['error', 'comment', /no comments/]],
  ['«5»', ['error', 'form', /list of aggregate queries/]],
  ['«{»"type":"terms","field":"cid"}', ['error', 'form', /single query/]],
  ['«[]»', ['hint', 'empty', /no queries/]],
  ['[«7»]', ['error', 'value', /an object/]],
  // Keys
  [query('«"sizes"»:1'), ['warning', 'unknownKey', /"sizes".*Did you mean "size"/]],
  [query('"q":"a",«"q"»:"b"'), ['error', 'duplicateKey', /twice/]],
  [query('"size":«null»'), ['warning', 'null', /leaving/]],
  [query('"size":«"10"»'), ['error', 'value', /whole number .*, not "10"\.$/]],
  [query('"size":«1e999»'), ['error', 'value', /, not 1e999\.$/]],
  [query('"include":«[1]»,"q":«{}»,"sort":«false»'), ['error', 'value', /not a list\.$/], ['error', 'value', /not an object\.$/], ['error', 'value', /not false\.$/]],
  [query('"size":«1.5»'), ['error', 'value', /whole number/]],
  [query('"from":«-1»'), ['error', 'value', /whole number/]],
  [query('"size":«0»'), ['hint', 'counts', /10 terms/]],
  [query('"q":«5»'), ['error', 'value', /text in double quotes/]],
  ['[«{»"name":"n","field":"cid"}]', ['error', 'missingKey', /"type"/]],
  ['[«{»"name":"n","type":"terms"}]', ['error', 'missingKey', /"field"/]],
  ['[{"name":"n","type":"terms","field":«""»}]', ['error', 'missingKey', /"field"/]],
  ['[{"name":"n","type":«"term"»,"field":"cid"}]', ['error', 'value', /Did you mean "terms"/]],
  // Types and what they need
  ['[«{»"name":"n","type":"date_histogram","field":"created_at"}]', ['error', 'missingKey', /"interval"/]],
  ['[«{»"name":"n","type":"date_range","field":"created_at"}]', ['error', 'missingKey', /"date_ranges"/]],
  ['[«{»"name":"n","type":"range","field":"has_temporary_roles"}]', ['error', 'missingKey', /"ranges"/]],
  [typed('range', 'has_temporary_roles', '"ranges":«[]»'), ['error', 'missingKey', /at least one/]],
  [typed('date_histogram', 'created_at', '"interval":«"weekly"»'), ['error', 'value', /Did you mean "week"/]],
  [query('«"interval"»:"day"'), ['warning', 'noEffect', /means nothing/]],
  [typed('cardinality', 'cid', '«"sub_aggregates"»:[{"name":"s","type":"terms","field":"cid"}]'), ['error', 'noEffect', /figures, not buckets/]],
  [typed('percentiles', 'created_at', '"percents":[0,«101»,50.5,«"9"»]'), ['error', 'value', /0 to 100/], ['error', 'value', /0 to 100/]],
  // Fields
  [typed('terms', '«"statsu"»'), ['warning', 'unknownField', /empty answer, not an error.*"status"/]],
  [typed('date_histogram', '«"status"»', '"interval":"day"'), ['warning', 'fieldKind', /needs a date/]],
  [typed('avg', '«"uid"»'), ['warning', 'fieldKind', /numbers or dates/]],
  [typed('range', '«"created_at"»', '"ranges":[{"From":1}]'), ['warning', 'fieldKind', /date_range/]],
  [typed('sum', '«"created_at"»'), ['warning', 'fieldKind', /says nothing/]],
  // Ranges
  [typed('date_range', 'created_at', '"date_ranges":[«{"from":"now-7d/d","to":"2025-01-01||+1M"}»,{"to":"now"}]'), ['error', 'range', /before it begins/]],
  [typed('date_range', 'created_at', '"date_ranges":[«{"from":"now","to":"now"}»]'), ['error', 'range', /empty/]],
  [typed('date_range', 'created_at', '"date_ranges":[{"from":«"today"»}]'), ['error', 'date', /no date.*now-7d\/d/]],
  [typed('date_range', 'created_at', '"date_ranges":[«{}»]'), ['warning', 'range', /everything/]],
  [typed('date_range', 'created_at', '"date_ranges":[{"to":"now",«"From"»:"now"}]'), ['error', 'capital', /Write "from"/]],
  [typed('date_range', 'created_at', '"date_ranges":[{"from":«5»}]'), ['error', 'value', /a date/]],
  [typed('range', 'has_temporary_roles', '"ranges":[{"From":0,«"to"»:1}]'), ['error', 'capital', /Write "To"/]],
  [typed('range', 'has_temporary_roles', '"ranges":[«{"From":2,"To":1}»,{"From":-1e3}]'), ['error', 'range', /before it begins/]],
  [typed('range', 'has_temporary_roles', '"ranges":[{"From":«"0"»,"To":1}]'), ['error', 'value', /a number/]],
  [typed('range', 'has_temporary_roles', '"ranges":[«[0,1]»]'), ['error', 'value', /an object/]],
  [typed('date_histogram', 'created_at', '"interval":"day","extended_bounds":«{"min":"now","max":"now-1d"}»'), ['error', 'range', /later/]],
  [typed('date_histogram', 'created_at', '"interval":"day","missing":«"never"»'), ['error', 'date', /no date/]],
  // Counts, sort, time zone
  [query('"min_doc_count":5,"max_doc_count":«4»'), ['error', 'counts', /less than/]],
  [query('"size":1,"from":«2147483648»'), ['error', 'value', /to 2147483647/]],
  [query('"max_doc_count":3000000000,"min_doc_count":«9007199254740992»'), ['error', 'value', /to 9007199254740991/]],
  [query('"sort":«"_count.desc"»'), ['error', 'sort', /no dot.*"_count\|desc"/]],
  [query('"sort":«"count|asc"»'), ['error', 'sort', /Write "_count\|asc"/]],
  [query('"sort":«"name|asc"»'), ['error', 'sort', /_term\|desc/]],
  [typed('date_histogram', 'created_at', '"interval":"day","time_zone":«"Mars/Base"»'), ['error', 'timeZone', /Europe\/Berlin/]],
  [typed('date_histogram', 'created_at', '"interval":"day","time_zone":«"europe/berlin"»'), ['error', 'timeZone', /Europe\/Berlin/]],
  // Filters
  [query(String.raw`"filter":"status:'active'+«nme»:'x'"`), ['warning', 'filterName', /Did you mean 'name'/]],
  [query(String.raw`"filter":"st\u0061tus\u003a'a\\'b'\t«+»+"`), ['error', 'filter', /Nothing follows/]],
  [query(String.raw`"filter":"\u0073tatus:'a' «and» cid:'b'"`), ['error', 'filter', /no 'and'/]],
  [query(`"filter":"status:'a'+«(»cid:'b'"`), ['error', 'filter', /never closed/]],
  [query(`"filter":"${Array.from({ length: 20 }, (_, at) => `p${at}:1`).join('+')}+«one_more»:1"`), ['error', 'filter', /at most 20 properties/]],
  ['[{"name":"n","filters_spec":{"filters":{"a":"«x»","b":"status:\'a\'"}}}]', ['error', 'filter', /':' and a value are missing/]],
  ['[{"name":"n","filters_spec":{"filters":{"a":"status:\'a\'"},«"other_bucket_key"»:"o"}}]', ['warning', 'noEffect', /other_bucket/]],
  ['[{"name":"n","filters_spec":{"filters":{"a":«5»},"other_bucket":«"yes"»,«"othr"»:1}}]', ['error', 'value', /text/], ['error', 'value', /true or false/],
    ['warning', 'unknownKey', /othr/]],
  // Regular expressions
  [query('"include":"a.*|[b-d]{2,}\\\\("')],
  [query(String.raw`"include":"a«(»b|c"`), ['error', 'pattern', /At character 2: This \( is never closed/]],
  [query(String.raw`"exclude":"\u0061b«)»"`), ['error', 'pattern', /At character 3: Nothing opens/]],
  [query('"include":"a«[»b"'), ['error', 'pattern', /never closed/]],
  [query('"include":"«*»"'), ['error', 'pattern', /nothing before \* to repeat.*\.\* for any text/]],
  [query('"include":"😀|«+»"'), ['error', 'pattern', /At character 4: There is nothing before \+/]],
  [query(String.raw`"include":"a«\\»"`), ['error', 'pattern', /Nothing follows/]],
  [query('"include":"a«{2,1}»"'), ['error', 'pattern', /smaller number/]],
  [query('"include":"a«{»x"'), ['error', 'pattern', /how often/]],
  [query('"include":"[«z-a»]"'), ['error', 'pattern', /Exchange/]],
  [query('"include":"a«|»"'), ['warning', 'pattern', /One side of this \| is empty/]],
  [query(String.raw`"include":"\"«(»\""`), ['warning', 'pattern', /never closed/]],
  [query(`"include":«"${'('.repeat(1001)}"»`), ['warning', 'pattern', /longer than 1000/]],
  // Names
  ['[«{»"type":"terms","field":"cid"}]', ['hint', 'name', /no name/]],
  ['[{"name":"a","type":"terms","field":"cid"},{"name":«"a"»,"type":"terms","field":"uid"}]', ['warning', 'name', /Query 1/]],
  // The object around
  ['{"$schema":"x","tenant":"T","cid":"0123456789abcdef0123456789abcdef","charts":{"n":"line"},"queries":[{"name":"n","type":"terms","field":"cid"}]}'],
  ['«{»"tenant":"T"}', ['error', 'missingKey', /"queries"/]],
  ['{"queries":«{}»}', ['error', 'value', /a list/]],
  ['{«"tenants"»:"T","queries":«[]»}', ['warning', 'unknownKey', /"tenant"/], ['hint', 'empty', /no queries/]],
  ['{"tenant":«5»,"cid":«"12"»,"queries":«[]»}', ['error', 'value', /name of a connection/], ['error', 'cid', /32/], ['hint', 'empty', /no queries/]],
  ['{"cid":«"0123456789ABCDEF0123456789ABCDEF-3f"»,"queries":«[]»}', ['hint', 'cid', /0123456789abcdef/], ['hint', 'empty', /no queries/]],
  ['{"charts":{«"m"»:«"bar"»},"queries":[{"name":"n","type":"terms","field":"cid"}]}', ['warning', 'chart', /No query/], ['error', 'value', /Did you mean "bars"/]],
];

/** Takes the marks out and tells where they were. */
function marksOf(marked: string): { readonly text: string; readonly spans: readonly (readonly [offset: number, length: number])[] } {
  const spans: [number, number][] = [];
  let text = '';
  for (const [index, part] of marked.split(/[«»]/).entries()) {
    if (index % 2 === 1) spans.push([text.length, part.length]);
    text += part;
  }
  return { text, spans };
}

describe('the check of a file of queries', () => {
  for (const [marked, ...expected] of cases) {
    const { text, spans } = marksOf(marked);
    test(`${marked.slice(0, 150).replaceAll('\n', ' ')}`, () => {
      const found = checkQueries(text, now);
      assert.deepEqual(
        found.map(({ severity, code }) => [severity, code]),
        expected.map(([severity, code]) => [severity, code]),
      );
      for (const [at, { message, offset, length }] of found.entries()) {
        assert.match(message, expected[at]?.[2] ?? /^$/);
        // Where one place has two problems it is marked once.
        assert.deepEqual([offset, length], spans[at] ?? spans.at(-1));
      }
    });
  }

  test('three levels below the outermost are taken, a fourth is not', () => {
    const nest = (levels: number): string =>
      `{"name":"n","type":"terms","field":"cid"${levels > 0 ? `,"sub_aggregates":[${nest(levels - 1)}]` : ''}}`;
    assert.deepEqual(checkQueries(`[${nest(3)}]`), []);
    const [problem, ...more] = checkQueries(`[${nest(4)}]`);
    assert.equal(more.length, 0);
    assert.deepEqual([problem?.code, problem?.path.filter((step) => step === 'sub_aggregates').length], ['levels', 4]);
  });

  test('paths lead to what a problem is about', () => {
    const text = `{"queries":[{"name":"n","type":"date_range","field":"created_at","date_ranges":[{"from":"x"}],"filter":"a"}]}`;
    assert.deepEqual(
      checkQueries(text).map(({ path }) => path.join('/')),
      ['queries/0/date_ranges/0/from', 'queries/0/filter'],
    );
  });

  test('a document too deep is refused, not followed', () => {
    const deep = '['.repeat(100_000);
    assert.deepEqual(checkQueries(deep).map(({ code }) => code), ['tooDeep']);
    assert.equal(readQueryFile(deep).file, undefined);
  });

  test('a comment that does not end ends with the text', () => {
    const text = '[] /*';
    assert.deepEqual(checkQueries(text).map(({ code, offset, length }) => [code, offset + length]), [['comment', text.length], ['syntax', text.length]]);
  });

  test('any text is judged without an error, with places inside it', () => {
    const texts = fc.oneof(
      documents.map(({ text }) => text),
      fc.constantFrom(...cases.map(([marked]) => marked))
        .chain((text) =>
        fc.tuple(fc.nat(text.length), fc.nat(8), fc.string({ maxLength: 3 }))
        .map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut))),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const problems = checkQueries(text);
        for (const { offset, length } of problems) {
          assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length, `${offset}+${length} in ${text.length}`);
        }
        assert.deepEqual(problems.map(({ offset }) => offset), problems.map(({ offset }) => offset).toSorted((left, right) => left - right));
        if (readQueryFile(text).file === undefined) assert.ok(hasErrors(problems));
      }),
      { numRuns: 1500 },
    );
  });
});

test('what a sentence quotes cannot turn it around or break it', () => {
  const problems = checkQueries(JSON.stringify([{ name: 'a', type: 'terms', field: 'status', '\u202Eevil\nkey': 1 }]));
  assert.deepEqual(problems.map(({ message }) => message).filter((message) => /[\u202E\n]/.test(message)), []);
  assert.ok(problems.some(({ message }) => message.includes('"evil key"')));
});

describe('files that are larger than anybody writes', () => {
  test('an error counts, however many hints stand before it', () => {
    const nameless = Array.from({ length: 300 }, () => '{"type":"terms","field":"status"}');
    assert.equal(hasErrors(checkQueries(`[${nameless.join()},{"type":"none"}]`, now)), true);
  });

  test('thousands of unknown keys, and of charts, are told in no time', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => at);
    const startedAt = performance.now();
    const unknown = checkQueries(`[{${many.map((at) => `"key ${at}":1`).join()}}]`, now);
    const [choices, queries] = [many.map((at) => `"kez ${at}":"bars"`), many.map((at) => `{"name":"key ${at}"}`)];
    const charts = checkQueries(`{"charts":{${choices.join()}},"queries":[${queries.join()}]}`, now);
    assert.ok(unknown.length >= 200 && charts.length >= 200);
    // Comparing each with each takes minutes.
    assert.ok(performance.now() - startedAt < 5_000);
  });

  test('a number that is too large for one is refused', () => {
    const [problem, ...more] = checkQueries('[{"name":"n","type":"range","field":"has_temporary_roles","ranges":[{"From":0,"To":1e999}]}]', now);
    assert.deepEqual([problem?.severity, problem?.code, more.length], ['error', 'value', 0]);
  });
});
