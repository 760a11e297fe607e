import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FqlSchema } from '../../../../src/core/fql/fqlSchema.ts';
import { childFilterSchema, grantFilterSchema, userFilterSchema } from '../../../../src/core/fql/fqlSchema.ts';
import { parseFql } from '../../../../src/core/fql/parseFql.ts';

/** A statement whose faulty part stands between « and », the message, and the hint if there is one. */
type Row = readonly [marked: string, message: string, hint?: string];

function check(rows: readonly Row[], readable: boolean, schema?: FqlSchema): void {
  for (const [marked, message, hint] of rows) {
    test(marked === '«»' ? 'empty' : marked, () => {
      const start = marked.indexOf('«');
      const end = marked.indexOf('»') - 1;
      const { ast, problems } = parseFql(marked.replace(/[«»]/g, ''), schema);
      assert.deepEqual(problems, [hint === undefined ? { message, start, end } : { message, start, end, hint }]);
      assert.equal(ast !== undefined, readable);
    });
  }
}

const severalValues = "A comparison reads property:'value', one with several values property:['a','b'].";
const form = "A comparison reads property:'value'.";
const write = "Write text as 'text'; an absent field is null.";
const after = 'Remove it or put a comparison after it.';
const twenty = Array.from({ length: 20 }, (_, index) => `p${String(index)}:1`).join('+');
const joiners = "Comparisons are joined by '+' (and) or ',' (or).";

describe('text that cannot be read', () => {
  check(
    [
      ['«»', 'The filter is empty.', form],
      ['« \n »', 'The filter is empty.', form],
      ['«status»', "A ':' and a value are missing after 'status'.", "Write status:'value'"],
      ["«status» 'active'", "A ':' and a value are missing after 'status'.", "Write status:'value'"],
      ["«status»+uid:'a'", "A ':' and a value are missing after 'status'.", "Write status:'value'"],
      ["first«-»name:'a'", "'-' cannot stand in a property name.", 'Names consist of letters, digits, _ and dots.'],
      ["na«😀»me:'a'", "'😀' cannot stand in a property name.", 'Names consist of letters, digits, _ and dots.'],
      ["«:»'a'", "A property name is missing before this ':'."],
      ["«'»active'", "A property name is expected here, not '.", severalValues],
      ["«'status'»:'a'", 'A property name stands without quotes.', 'Write status'],
      ["uid:'a',«'»b'", "A property name is expected here, not '.", severalValues],
      ["«@»uid:'a'", 'A property name is expected here, not @.', form],

      ['status«:»', 'A value is missing here.', write],
      ["status«: »+uid:'a'", 'A value is missing here.', write],
      ["(status«:>»)+uid:'a'", 'A value is missing here.', write],
      ["status:«:»'a'", "There is one ':' too many here."],
      ["status:«&»'a'", "A value cannot start with '&'.", "Write text as 'text'."],
      ["status:«(»'a','b')", 'A value cannot start with a parenthesis.', "A list of values reads ['a','b']."],
      ['cid:«1e999»', 'This number is too large.'],

      ["name:«'abc+uid:5»", "This text is never closed: a ' is missing."],
      ["name:«'abc\\'»", "This text is never closed: a ' is missing.", "\\' stands for a quote inside the text; write \\\\' to end on a backslash."],
      ['name:«"abc»', "This text is never closed, and \" is not FQL's quote.", "Put text between single quotes: 'text'."],
      ['name:«"O\'Brien"»', "Text stands between straight single quotes: '.", "Write 'O\\'Brien'"],
      ['name:«‘John’»', "Text stands between straight single quotes: '.", "Write 'John'"],
      ["name:'O'«B»rien'", 'The text goes on behind its closing quote.', "A quote inside a text is written \\'."],
      ["name:'it'«'»s'", 'The text goes on behind its closing quote.', "A quote inside a text is written \\'."],
      ["name:«John Doe»+uid:'a'", 'Text and dates need single quotes.', "Write 'John Doe'"],
      ["uid:«a@b.example»", 'Text and dates need single quotes.', "Write 'a@b.example'"],
      ['expires_at:>«now+7d»', 'Text and dates need single quotes.', "Write 'now+7d'"],
      ['expires_at:>«2025-03-31T08:00:00Z»', 'Text and dates need single quotes.', "Write '2025-03-31T08:00:00Z'"],
      ['has_temporary_roles:«True»', "'True' is written in lower case.", 'Write true'],

      ["name:«[»'a'", "This list is never closed: a ']' is missing."],
      ['name:«[»', "This list is never closed: a ']' is missing."],
      ["(name:«[»'a')", "This list is never closed: a ']' is missing."],
      ["name:['a'«+»uid:'b'", "Values in a list are separated by ','."],
      ["name:['a' «'»b']", "Values in a list are separated by ','."],
      ['name:«[ ]»', 'This list is empty.', "Name at least one value, as in ['a']."],
      ["name:['a'«,»]", "Nothing follows this ','.", 'Remove it or add a value.'],
      ["name:[«,»'a']", 'A value is missing in the list before this sign.'],
      ["name:['a',«[»'b']]", 'A list cannot hold another list.'],
      ["name:[«(»'b')]", 'A list holds values only, no parentheses.'],
      ["name:'a'«]»", "This ']' closes nothing: no list is open."],

      ["«(»name:'a'", "This parenthesis is never closed: a ')' is missing."],
      ["«(»name:'a'+(uid:'b')", "This parenthesis is never closed: a ')' is missing."],
      ["name:'a'+«(»", "This parenthesis is never closed: a ')' is missing."],
      ["name:'a'«)»", "This ')' closes nothing: no parenthesis is open."],
      ["name:'a'+«( )»", 'There is nothing between these parentheses.'],
      [`${'('.repeat(50)}«(»${'('.repeat(9)}`, 'Parentheses are nested deeper than 50 levels here.'],

      ["«+»name:'a'", "Nothing stands before this '+'.", 'Remove it or put a comparison before it.'],
      ["(«,»name:'a')", "Nothing stands before this ','.", 'Remove it or put a comparison before it.'],
      ["name:'a'«+»", "Nothing follows this '+'.", after],
      ["name:'a' «,» ", "Nothing follows this ','.", after],
      ["(name:'a'«+»)", "Nothing follows this '+'.", after],
      ["name:'a'«,»,uid:'b'", "Nothing follows this ','.", after],

      ["name:'a' «uid:»'b'", "A '+' (and) or ',' (or) is missing before this."],
      ["name:'a'«(»uid:'b')", "A '+' (and) or ',' (or) is missing before this."],
      ["(name:'a' «uid:»'b')", "A '+' (and) or ',' (or) is missing before this."],
      ["name:'a' «rest of it» ", 'This text follows the end of the statement.', joiners],
      ["name:'a'«; uid:'b'»", 'This text follows the end of the statement.', joiners],

      ["status«=»'a'", "FQL has no operator '='.", 'Write status: before the value.'],
      ["status «==» 'a'", "FQL has no operator '=='.", 'Write status: before the value.'],
      ["status:«!=»'a'", "FQL has no operator '!='.", 'Write status:! before the value.'],
      ["status:«<>»'a'", "FQL has no operator '<>'.", 'Write status:! before the value.'],
      ["status:«=>»'a'", "FQL has no operator '=>'.", 'Write status:>= before the value.'],
      ["status:«~!»'a'", "FQL has no operator '~!'.", 'Write status:!~ before the value.'],
      ["status«>»'a'", "A ':' is missing before '>'.", 'Write status:> before the value.'],
      ["status:«**»'a'", "FQL has no operator '**'.", 'Operators are ! > >= < <= ~ !~ * !*, after the colon.'],
      ["status «IN» ('a','b')", "FQL has no 'IN'.", "Write status:['a','b']"],
      ["status «like» 'a%'", "FQL has no 'like'.", "Write status:*'*part*'"],

      ["name:'a' «AND» uid:'b'", "FQL has no 'AND'.", "Write '+' instead: '+' is and, ',' is or."],
      ["name:'a' «or» uid:'b'", "FQL has no 'or'.", "Write ',' instead: '+' is and, ',' is or."],
      ["name:'a'«&&»uid:'b'", "FQL has no '&&'.", "Write '+' instead: '+' is and, ',' is or."],
      ["has_temporary_roles:true«||»uid:'b'", "FQL has no '||'.", "Write ',' instead: '+' is and, ',' is or."],
      ["«NOT» name:'a'", "'NOT' cannot stand before a comparison.", "Negate after the colon: property:!'value'."],
      ["«!»name:'a'", "'!' cannot stand before a comparison.", "Negate after the colon: property:!'value'."],
      ["«!»(name:'a')", "'!' cannot stand before a comparison.", 'Negate each comparison inside the parentheses instead.'],
    ],
    false,
  );
});

describe('values and operators that do not go together', () => {
  check(
    [
      ["p:«>»['a']", "A list cannot follow ':>'.", "Lists go with ':' (any of) and ':!' (none of)."],
      ["p:«!*»['a']", "A list cannot follow ':!*'.", "Lists go with ':' (any of) and ':!' (none of)."],
      ['p:«~»null', "null cannot follow ':~'.", "Write ':null' for absent, ':!null' for present."],
      ['p:«<»true', "'true' has no order, so ':<' cannot be used on it."],
      ['p:*«5»', "':*' needs text in single quotes.", "Write '5'"],
      [`${twenty}+«p20»:1+p0:2`, 'A statement can name at most 20 properties; this is one more.'],
    ],
    true,
  );
});

describe('what the user query does not know', () => {
  const known = `Known: ${Object.keys(userFilterSchema).join(', ')}.`;
  check(
    [
      ["«stats»:'a'", "There is no property 'stats' to filter on.", "Did you mean 'status'?"],
      ["uid:'x'+(«firstName»:'a')", "There is no property 'firstName' to filter on.", "Did you mean 'first_name'?"],
      ["«zzzzz»:'a'", "There is no property 'zzzzz' to filter on.", known],
      ["«constructor»:'a'", "There is no property 'constructor' to filter on.", known],
      ["«created_at»:>'now-7d'", "'created_at' can be sorted on but not filtered."],
      ["«last_login_at»:<'2025'", "'last_login_at' can be sorted on but not filtered."],
      ["has_temporary_roles:«~»'x'", "':~' cannot be used on 'has_temporary_roles', which is true or false.", "Possible: ':', ':!'."],
      ["has_temporary_roles:«'false'»", "'has_temporary_roles' is either true or false.", 'Write has_temporary_roles:false, without quotes.'],
      ["assigned_cids:«>»'a'", "':>' cannot be used on 'assigned_cids', which is a list of texts.", "Possible: ':', ':!', ':~', ':!~', ':*', ':!*'."],
      ["uid:['a',«5»]", "'uid' holds text.", "Write '5'"],
    ],
    true,
    userFilterSchema,
  );
});

describe('what the grants read does not know', () => {
  const dates = "Dates read '2025-03-31', '2025-03-31T08:00:00Z' or 'now-7d' (units s, m, h, d, w).";
  check(
    [
      ["expires_at:<«'2025-02-30'»", "'2025-02-30' is not a date.", dates],
      ["expires_at:['2025',«'soon'»]", "'soon' is not a date.", dates],
      ['expires_at:>«2025»', "'expires_at' holds a date, which needs single quotes.", "Write '2025'"],
      ["expires_at:«*»'2025*'", "':*' cannot be used on 'expires_at', which is a date.", "Possible: ':', ':!', ':>', ':>=', ':<', ':<='."],
      ["«cid»:'a'", "'cid' can be sorted on but not filtered."],
    ],
    true,
    grantFilterSchema,
  );
});

test('other names that sort only are told apart from unknown ones', () => {
  const messageOf = (text: string, schema: FqlSchema): string | undefined => parseFql(text, schema).problems[0]?.message;
  assert.equal(messageOf("last_modified_timestamp:'2025'", childFilterSchema), "'last_modified_timestamp' can be sorted on but not filtered.");
  assert.equal(messageOf("created_at:'2025'", grantFilterSchema), "There is no property 'created_at' to filter on.");
});

test('habits that leave no doubt are all reported in one go', () => {
  const text = 'status == "active" AND !uid:bob OR cid:[x]';
  const { problems } = parseFql(text);
  assert.deepEqual(problems.map(({ start, end }) => text.slice(start, end)), ['==', '"active"', 'AND', '!', 'bob', 'OR', 'x']);
});

test('reporting stops after twenty problems', () => {
  assert.equal(parseFql('a:b+'.repeat(1000)).problems.length, 20);
  assert.equal(parseFql(Array.from({ length: 1000 }, (_, index) => `p${String(index)}:1`).join('+'), userFilterSchema).problems.length, 20);
});

test('a long piece of text is cut in a message, never inside a character', () => {
  for (const first of ['', 'a']) {
    const { problems } = parseFql(`uid:${first}${'😀'.repeat(60)}`);
    assert.match(problems[0]?.hint ?? '', /^Write 'a?(?:😀)+…$/u);
  }
});
