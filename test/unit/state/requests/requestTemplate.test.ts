import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits, modify } from 'jsonc-parser';
import type { Field, Fields } from '../../../../src/api/falcon/fields.ts';
import { operationRows } from '../../../../src/api/falcon/operations.ts';
import { scopeLabels } from '../../../../src/api/falcon/operation.ts';
import { requestOperations } from '../../../../src/state/requests/requestOperations.ts';
import { requestTemplate } from '../../../../src/state/requests/requestTemplate.ts';
import { check, cid, uuid } from './requestDocument.ts';

/** A value that fits the row of a parameter. */
function fitting(field: Field): unknown {
  switch (field.type) {
    case 'string':
      return field.values?.[0] ?? { cid, uuid, email: 'ada@acme.test', 'date-time': '', secret: '' }[field.format ?? 'uuid'];
    case 'strings':
      return [field.format === 'cid' ? cid : uuid];
    case 'integer':
      return field.minimum ?? 1;
    case 'boolean':
      return true;
    case 'object':
      return Object.fromEntries(requiredOf(field.fields).map(([name, inner]) => [name, fitting(inner)]));
  }
}

const requiredOf = (fields: Fields): [string, Field][] => Object.entries(fields).filter(([, { required }]) => required);

/** Every parameter of an operation, those within objects too. */
const allOf = (fields: Fields): [string, Field][] =>
  Object.entries(fields).flatMap(([name, field]): [string, Field][] => [[name, field], ...(field.type === 'object' ? allOf(field.fields) : [])]);

for (const operation of requestOperations) {
  const { id, query, body } = operation;
  const bodyFields = body && body.kind !== 'aggregates' ? body.fields : {};
  const text = requestTemplate(operation, 'Acme');

  test(`the document of ${id} is valid once its required values are filled in, and only then`, () => {
    const requiredIn = (part: string, fields: Fields) => requiredOf(fields).map(([name, field]) => [part, name, field] as const);
    const required = [...requiredIn('query', query), ...requiredIn('body', bodyFields)];
    const missing = check(text).problems.filter(({ code }) => code === 'missing');
    assert.equal(check(text).request === undefined, missing.length > 0);
    assert.equal(missing.length > 0, required.length > 0);
    const filled = required.reduce((rest, [part, name, field]) => applyEdits(rest, modify(rest, [part, name], fitting(field), {})), text);
    const { problems, request } = check(filled);
    assert.deepEqual(problems.filter(({ code }) => code !== 'deprecated'), []);
    assert.deepEqual([request?.operation.id, request?.tenant], [id, 'Acme']);
  });

  test(`the document of ${id} says where it goes, what it needs, and explains every parameter`, () => {
    const words = text.replaceAll(/\n\s*\/\/ /g, ' ');
    assert.ok(text.includes(`${operation.method} ${operation.path}`));
    assert.ok(operation.scope && words.includes(`needs ${scopeLabels[operation.scope]}`));
    assert.equal(/Deprecated: use \w+ instead/.test(words), operation.replacedBy !== undefined);
    for (const [name, field] of [...allOf(query), ...allOf(bodyFields)]) {
      assert.ok(words.includes(field.description), name);
      assert.match(text, new RegExp(`^ +${field.required ? '' : '// '}"${name}": `, 'm'));
    }
    assert.ok(text.split('\n').every((line) => line.length <= 120));
  });

  test(`every optional parameter of ${id} is taken as soon as it is no comment any more`, () => {
    const open = text.replaceAll(/^( +)\/\/ ("\w+": )/gm, '$1$2');
    const { problems } = check(open);
    const left = problems.filter(({ code, severity }) => severity === 'error' && !['missing', 'empty', 'fql', 'format', 'moment'].includes(code));
    assert.deepEqual(left, []);
  });
}

test('every operation has a document but for the calls that carry credentials', () => {
  const without = operationRows.filter((row) => !requestOperations.includes(row)).map(({ id }) => id);
  assert.deepEqual(without, ['oauth2AccessToken', 'oauth2RevokeToken']);
});
