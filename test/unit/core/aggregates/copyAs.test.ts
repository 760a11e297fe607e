import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { copyAs, copyForms } from '../../../../src/core/aggregates/copyAs.ts';
import { checkQueries } from '../../../../src/core/aggregates/checkQueries.ts';
import { queryTemplates, templateText } from '../../../../src/core/aggregates/templates.ts';
import { readQueryFile } from '../../../../src/core/aggregates/readQueryFile.ts';
import { terms } from './samples.ts';

const url = 'https://api.eu-1.crowdstrike.com';
const nasty = ["status:!'a\\'b'+q:\"c\"", '\u2019\u2018 ’; rm -rf /', "'@\n'@", '$(id) `id` %PATH% $env:X', '\\\\"\\', '"""', '\u2028\u0085\u0000é€😀'];
const body = nasty.map((filter, at) => terms(`n${at}`, 'status', { filter, size: 5, filters_spec: { other_bucket: true, other_bucket_key: 'None' } }));

/** What curl would be called with, by the shell itself. */
const callOf = (script: string): readonly string[] =>
  execFileSync('sh', ['-c', `curl() { for each; do printf '%s\\0' "$each"; done; }\n${script}`], { env: { ...process.env, FALCON_TOKEN: 'T' } })
    .toString()
    .split('\0').slice(0, -1);

/** Python's three words back to JSON's, outside of texts. */
const fromPython = (text: string): unknown =>
  JSON.parse(
    text
      .replace(/"(?:[^"\\]|\\.)*"|True|False|None/g, (part) => ({ True: 'true', False: 'false', None: 'null' })[part] ?? part)
      .replace(/,(\s*[\]}])/g, '$1'),
  );

describe('the call for other tools', () => {
  test('curl gets the same body through a shell', () => {
    const args = callOf(copyAs('curl', body, url));
    assert.equal(args[args.indexOf('-H') + 1], 'Authorization: Bearer T');
    assert.ok(args.includes(`${url}/user-management/aggregates/users/v1`));
    assert.deepEqual(JSON.parse(args.at(-1) ?? ''), body);
  });

  test('no character of a body ends a quotation, in whatever shell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (filter) => {
        const line = copyAs('curl', [terms('n', 'cid', { filter })], url).split("--data '")[1] ?? '';
        const data = line.slice(0, line.lastIndexOf("'"));
        assert.doesNotMatch(data, /['!\u2018-\u201b\r\n]|\\\\/);
        assert.deepEqual(JSON.parse(data), [terms('n', 'cid', { filter })]);
      }),
    );
  });

  test('FalconPy gets the same body as Python writes it', () => {
    const script = copyAs('falconpy', body, url);
    const [, written = ''] = /aggregate_users\(body=([^]*)\)\nprint/.exec(script) ?? [];
    assert.deepEqual(fromPython(written), body);
    assert.match(script, /os\.environ\["FALCON_CLIENT_SECRET"\]/);
  });

  test('PSFalcon gets it between lines that nothing in it can be', () => {
    const script = copyAs('psfalcon', body, url);
    const [, written = '', rest = ''] = /@'\n([^]*?)\n'@\n([^]*)$/.exec(script) ?? [];
    assert.deepEqual(JSON.parse(written), body);
    assert.match(written, /^[\x20-\x7e\n]*$/);
    assert.match(rest, /^& \(Get-Module PSFalcon\)/);
    assert.match(script, /has no command for aggregates/);
  });

  test('none of them holds a token, or is broken by a base URL', () => {
    for (const form of copyForms) {
      assert.match(copyAs(form, [], url), /FALCON_(?:TOKEN|CLIENT_SECRET)/);
      assert.doesNotMatch(copyAs(form, [], 'https://x/\'"$(id)`'), /'"|\$\(id|`/);
    }
  });
});

describe('templates', () => {
  test('are valid without a remark, with a tenant and without', () => {
    for (const { id } of queryTemplates) for (const tenant of [undefined, 'Acme "Global"']) assert.deepEqual(checkQueries(templateText(id, tenant)), [], id);
  });

  test('name the tenant where there is one', () => {
    const { file } = readQueryFile(templateText('status', 'T'));
    assert.deepEqual([file?.form, file?.tenant, file?.queries.length], ['object', 'T', 1]);
    assert.equal(readQueryFile(templateText('status')).file?.form, 'list');
    assert.throws(() => templateText('nothing'), RangeError);
    assert.equal(new Set(queryTemplates.map(({ id }) => id)).size, queryTemplates.length);
  });
});
