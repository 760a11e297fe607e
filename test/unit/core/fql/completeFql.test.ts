import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeFql } from '../../../../src/core/fql/completeFql.ts';
import { userFilterSchema } from '../../../../src/core/fql/fqlSchema.ts';
import { parseFql } from '../../../../src/core/fql/parseFql.ts';

/** The place of the caret is marked by a bar. */
const at = (marked: string) => {
  const [before = '', after = ''] = marked.split('|');
  const { from, choices } = completeFql(before, after, userFilterSchema);
  const written = choices.map(({ insert }) => before.slice(0, from) + insert + after);
  return { labels: choices.map(({ label }) => label), written };
};

const properties = Object.keys(userFilterSchema);

for (const marked of ['|', 'sta|', "status:'active'+|", "status:'active',na|", '(|', "uid:*'a,b'+ |"]) {
  test(`a property may begin at ${marked}`, () => assert.deepEqual(at(marked).labels, properties));
}

for (const marked of ["status:'a,|", "status:'active'|", "name:'a (|", 'status |', 'uid:|', "uid:'|", 'nothing:|', 'constructor:|']) {
  test(`nothing is offered at ${marked}`, () => assert.deepEqual(at(marked).labels, []));
}

for (const marked of ['status:|', "status:'|", "status:'|'", "status:!'act|", "status:['active','|", "factors:null+status:|", '(status:|']) {
  test(`the values of a property are offered at ${marked}`, () => assert.deepEqual(at(marked).labels, ['active', 'inactive']));
}

test('what is chosen replaces what is written, and is FQL', () => {
  assert.equal(at('sta|').written[properties.indexOf('status')], 'status:');
  assert.equal(at("sta|:'active'").written[properties.indexOf('status')], "status:'active'");
  assert.deepEqual(at("status:'ac|'").written, ["status:'active'", "status:'inactive'"]);
  const places = ['status:|', "status:'|", "status:'|'", "status:!'in|", 'has_temporary_roles:|', 'factors:null+status:|'];
  for (const filter of places.flatMap((marked) => at(marked).written)) assert.deepEqual(parseFql(filter, userFilterSchema).problems, [], filter);
});
