import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'jsonc-parser';
import type { Operation } from '../../../../src/api/falcon/operation.ts';
import { requestOperation, requestOperations } from '../../../../src/state/requests/requestOperations.ts';
import { requestTemplate } from '../../../../src/state/requests/requestTemplate.ts';
import { keptText, withoutPassword } from '../../../../src/state/requests/withoutPassword.ts';

function operationOf(id: string): Operation {
  const operation = requestOperation(id);
  assert.ok(operation);
  return operation;
}

const createUser = operationOf('createUserV1');

function kept(text: string, operation = createUser): string | undefined {
  const { query, body } = (parse(text) ?? {}) as { query?: object; body?: object };
  return keptText(operation, { ...query, ...(body && { body }) }, text);
}

test('the password is parted from the other parameters', () => {
  const parameters = { validate_only: true, body: { uid: 'ada@acme.test', password: 'Horse-7!' } };
  assert.deepEqual(withoutPassword(createUser, parameters), { kept: { validate_only: true, body: { uid: 'ada@acme.test' } }, password: 'Horse-7!' });
  assert.equal(withoutPassword(operationOf('queryUserV1'), parameters).password, undefined);
});

describe('the text of a document', () => {
  test('is kept where no password was filled in: every template, and documents made of one', () => {
    for (const operation of requestOperations) {
      const text = requestTemplate(operation, 'Acme');
      assert.equal(kept(text, operation), text, operation.id);
      const windows = text.replaceAll('\n', '\r\n');
      assert.equal(kept(windows, operation), windows, operation.id);
    }
    const template = requestTemplate(createUser, 'Acme');
    const filled = template.replace('"uid": ""', '"uid": "ada@acme.test"').replace('// "password"', '"password"');
    assert.notEqual(filled, template);
    assert.equal(kept(filled), filled);
  });

  test('is kept where the password is empty, however that is written', () => {
    const texts = [
      '{ "body": { "password": "", "uid": "a" } }',
      '{"body":{"uid":"a","password":""}}',
      '{\n  "body": {\n    "password" : "",\n    // A remark of its own.\n    "uid": "a"\n  }\n}',
      "// 'password': ''",
    ];
    for (const text of texts) assert.equal(kept(text), text);
  });

  test('is not kept with a password, whether that is sent or stands in a comment', () => {
    const texts = [
      '{ "body": { "password": "Horse-7!" } }',
      '{ "body": { // "password": "Horse-7!"\n } }',
      '{ "body": { /* "password": "Horse-7!" */ } }',
      '{ "body": { "password": "" // Horse-7!\n } }',
      '{ "body": { "password": "", // was Horse-7!\n "uid": "a" } }',
      '{ "body": { "password": /* Horse-7! */ "" } }',
      '{ "body": { "password":\n "Horse-7!" } }',
      '{ "body": { "password": "Horse-7!", "password": "" } }',
      '{ "body": { "p\\u0061ssword": "Horse-7!" } }',
      '{ "body": { /* "p\\u0061ssword": "Horse-7!" */ } }',
      "// 'password': 'Horse-7!'",
      '// password = Horse-7!',
      '// Password: Horse-7!',
      '// The password is Horse-7!',
      '/* password: "",\n   Password: "Horse-7!" */',
    ];
    for (const text of texts) assert.equal(kept(text), undefined, text);
    const template = requestTemplate(createUser, 'Acme').replace('// "password": ""', '// "password": "Horse-7!"');
    assert.match(template, /Horse-7!/);
    assert.equal(kept(template), undefined);
  });

  test('is not kept with a password that an earlier operation of the document left in a comment', () => {
    assert.equal(kept('{ "operation": "queryUserV1" } // "password": "Horse-7!"', operationOf('queryUserV1')), undefined);
    const reset = '{ "body": { "ids": [], "action": { "action_name": "reset_password" } } }';
    assert.equal(kept(reset, operationOf('userActionV1')), reset);
  });
});
