import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { operations } from '../../../../src/api/falcon/operations.ts';
import type { Operation } from '../../../../src/api/falcon/operation.ts';
import { readParameters } from '../../../../src/demo/server/parameters.ts';
import { Refusal } from '../../../../src/demo/server/reply.ts';

const read = (operation: Operation, query: string, body = '', contentType?: string): Record<string, unknown> =>
  readParameters(operation, { query, body, contentType });

const refuses = (status: number, message: RegExp, run: () => unknown): void => {
  assert.throws(run, (error) => error instanceof Refusal && error.status === status && message.test(error.message));
};

describe('query parameters', () => {
  const { queryUserV1, CombinedUserRolesV2, GetRoles } = operations;

  test('defaults stand in for what is left out or empty', () => {
    assert.deepEqual(read(queryUserV1, 'limit=&filter='), { filter: undefined, offset: 0, limit: 100, sort: 'uid|asc' });
  });

  test('a plus is a space, a percent sign an escape', () => {
    assert.equal(read(queryUserV1, "filter=name:'a+b%2Bc'")['filter'], "name:'a b+c'");
  });

  test('numbers, enums and required parameters are checked', () => {
    refuses(400, /^limit in query should be at most 500/, () => read(queryUserV1, 'limit=501'));
    refuses(400, /^limit in query should be at least 1/, () => read(queryUserV1, 'limit=0'));
    refuses(400, /^offset in query should be at least 0/, () => read(queryUserV1, 'offset=-1'));
    // Integers have 32 bits.
    assert.equal(read(queryUserV1, 'offset=2147483647')['offset'], 2_147_483_647);
    refuses(400, /^offset in query should be at most 2147483647/, () => read(queryUserV1, 'offset=2147483648'));
    refuses(400, /^offset in query/, () => read(queryUserV1, `offset=${'9'.repeat(400)}`));
    refuses(400, /^limit in query must be an integer/, () => read(queryUserV1, 'limit=ten'));
    refuses(400, /^sort in query should be one of/, () => read(queryUserV1, 'sort=uid.asc'));
    refuses(400, /^user_uuid in query is required/, () => read(CombinedUserRolesV2, ''));
  });

  test('booleans are lower case', () => {
    assert.equal(read(CombinedUserRolesV2, 'user_uuid=x&direct_only=true')['direct_only'], true);
    refuses(400, /^direct_only/, () => read(CombinedUserRolesV2, 'user_uuid=x&direct_only=True'));
  });

  test('lists repeat the name', () => {
    assert.deepEqual(read(GetRoles, 'ids=a&ids=b')['ids'], ['a', 'b']);
  });
});

describe('bodies', () => {
  const { retrieveUsersGETV1, userActionV1, updateUserV1, createUserV1 } = operations;

  test('a body is a JSON object', () => {
    refuses(400, /JSON/, () => read(retrieveUsersGETV1, '', '{"ids":'));
    refuses(400, /object/, () => read(retrieveUsersGETV1, '', '["a"]'));
    refuses(400, /JSON/, () => read(retrieveUsersGETV1, '', ''));
  });

  test('fields are checked, nested ones too', () => {
    refuses(400, /^ids in body is required/, () => read(retrieveUsersGETV1, '', '{}'));
    refuses(400, /^ids in body should be at least 1 items/, () => read(retrieveUsersGETV1, '', '{"ids":[]}'));
    refuses(400, /^ids in body must be a list/, () => read(retrieveUsersGETV1, '', '{"ids":"a"}'));
    refuses(400, /^ids in body should be at most 5000/, () => read(retrieveUsersGETV1, '', JSON.stringify({ ids: Array(5001).fill('a') })));
    refuses(400, /^action_name in body should be one of/, () => read(userActionV1, '', '{"ids":["a"],"action":{"action_name":"dance"}}'));
  });

  test('a name may be empty, a user name not', () => {
    assert.deepEqual(read(updateUserV1, 'user_uuid=x', '{"first_name":"","last_name":"B"}')['body'], { first_name: '', last_name: 'B' });
    refuses(400, /^last_name in body is required/, () => read(updateUserV1, 'user_uuid=x', '{"first_name":"A"}'));
    refuses(400, /^uid in body is required/, () => read(createUserV1, '', '{"uid":""}'));
  });

  test('the type of the content matters where it is told', () => {
    assert.deepEqual(read(retrieveUsersGETV1, '', '{"ids":["a"]}', 'application/json; charset=utf-8')['body'], { ids: ['a'] });
    assert.deepEqual(read(retrieveUsersGETV1, '', '{"ids":["a"]}')['body'], { ids: ['a'] });
    refuses(415, /text\/plain/, () => read(retrieveUsersGETV1, '', '{"ids":["a"]}', 'text/plain'));
    refuses(415, /json/, () => read(operations.oauth2AccessToken, '', '{}', 'application/json'));
  });
});
