import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFql } from '../../../src/core/fql/parseFql.ts';
import { userFilterSchema } from '../../../src/core/fql/fqlSchema.ts';
import { asCid } from '../../../src/core/ids.ts';
import { findUserFilter, userQuery } from '../../../src/state/userQuery.ts';
import { plainView } from '../../../src/state/userView.ts';

const cid = asCid('c'.repeat(32));

test('a CID lists the users at home there, or those who hold a role there', () => {
  assert.equal(userQuery(cid, plainView).filter, `cid:'${cid}'`);
  assert.equal(userQuery(cid, { ...plainView, members: 'assigned' }).filter, `assigned_cids:['${cid}']`);
});

test('a filter with alternatives cannot escape the CID', () => {
  const { filter } = userQuery(cid, { ...plainView, filter: "status:'active',uid:'a@b.test'" });
  assert.equal(filter, `cid:'${cid}'+(status:'active',uid:'a@b.test')`);
});

test('without Flight Control nothing is asked for unless the person does', () => {
  assert.equal(userQuery(undefined, plainView).filter, undefined);
});

test('what a person types makes a statement that the server understands', () => {
  for (const text of ['ada', 'Ada Lovelace', "o'brien", 'a+b,c (d)', '  ', 'one two three four five six']) {
    const filter = findUserFilter(text);
    if (text.trim() === '') assert.equal(filter, undefined);
    else assert.deepEqual(parseFql(filter ?? '', userFilterSchema).problems, [], text);
  }
});

test('a name is looked for as typed, with a capital, and in the usual spelling', () => {
  const spellings = (text: string): string[] => [...(findUserFilter(text) ?? '').matchAll(/first_name:\*'\*(.*?)\*'/g)].map(([, spelling = '']) => spelling);
  assert.deepEqual(spellings('ADA'), ['ADA', 'Ada']);
  assert.deepEqual(spellings('ada'), ['ada', 'Ada']);
  assert.deepEqual(spellings('mcKay'), ['mcKay', 'McKay', 'Mckay']);
  assert.deepEqual(spellings('Ada'), ['Ada']);
  assert.match(findUserFilter('ADA') ?? '', /^uid:\*'\*ada\*'/);
});

test('a UUID is looked up as such', () => {
  assert.equal(findUserFilter('0F8FAD5B-D9CB-469F-A165-70867728950E'), "uuid:'0f8fad5b-d9cb-469f-a165-70867728950e'");
});
