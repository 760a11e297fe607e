/** What is said about rows of new users. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NewUserFacts } from '../../../../src/core/newUsers/facts.ts';
import { Judgements, judgeRows } from '../../../../src/core/newUsers/judgements.ts';
import type { Verdict } from '../../../../src/core/newUsers/judgeRow.ts';
import { CidBook } from '../../../../src/core/newUsers/cidBook.ts';
import { withCell } from '../../../../src/core/newUsers/rows.ts';
import type { Cells } from '../../../../src/core/newUsers/rows.ts';
import { inHours } from '../changes/samples.ts';
import { acme, factsWith, free, retail, row } from './samples.ts';

const email = 'ada@acme.test';
const ada: Partial<Cells> = { email, first: 'Ada', last: 'Lovelace' };

function judged(cells: Partial<Cells>, over: Partial<NewUserFacts> = {}): Verdict {
  const [verdict] = judgeRows([row(2, { ...ada, ...cells })], factsWith({ taken: free(email), ...over }));
  assert.ok(verdict);
  return verdict;
}

const said = (problems: Verdict['problems']): string => problems.map(({ field, sentence }) => `${field}: ${sentence}`).join('\n');

describe('a row', () => {
  test('without faults is ready, with everything as the server wants it', () => {
    const verdict = judged({ email: ' Ada@ACME.test ', cid: ' acme  retail', roles: 'help desk analyst; falconhost_admin', until: inHours(3) });
    assert.deepEqual(verdict, {
      user: {
        uid: email,
        names: { first: 'Ada', last: 'Lovelace' },
        cid: retail,
        roles: [
          { id: 'help_desk', name: 'Help Desk Analyst' },
          { id: 'falconhost_admin', name: 'Falcon Administrator' },
        ],
        expiresAt: inHours(3),
      },
      problems: [],
      notes: [],
      pending: false,
    });
  });

  for (const [what, cells, problem] of [
    ['no address', { email: ' ' }, /^email: Type the e-mail address/],
    ['no @', { email: 'ada.acme.test' }, /^email: .*has one @/],
    ['two @', { email: 'ada@acme@test.de' }, /^email: .*has one @/],
    ['a domain without a dot', { email: 'ada@localhost' }, /^email: A domain such as/],
    ['a domain with an empty part', { email: 'ada@acme..test' }, /^email: A domain such as/],
    ['a space in the address', { email: 'ada l@acme.test' }, /^email: An e-mail address has no spaces/],
    ['a line break in the address', { email: 'ada@acme.test\nbcc: x' }, /^email: .*cannot be seen: .*\\u\{A\}/],
    ['an unseen character in the address', { email: 'ada\u200b@acme.test' }, /^email: .*ada\\u\{200B\}@acme/],
    ['a list of addresses', { email: 'ada@acme.test,bob' }, /^email: .*commas/],
    ['a long address', { email: `${'a'.repeat(250)}@b.cd` }, /^email: .*254 characters at most/],
    ['a long name', { last: 'x'.repeat(256) }, /^last: A name has 255 characters at most; this one has 256\.$/],
    ['a name with a line break', { first: 'Ada\nLovelace' }, /^first: .*control characters: Ada\\u\{A\}Lovelace$/],
    ['an unknown CID', { cid: 'Acme Retial' }, /^cid: No CID of this tenant is called “Acme Retial”\. Is it “Acme Retail”\?$/],
    ['a CID of somebody else', { cid: 'f'.repeat(32) }, /^cid: f+ is no CID of this tenant\.$/],
    ['a name that two CIDs have', { cid: 'TWIN' }, /^cid: 2 CIDs are called “TWIN”\. Write the CID itself, such as c{32}\.$/],
    ['an unknown role', { roles: 'Help Desk Analysts' }, /^roles: There is no role “Help Desk Analysts” in this CID\. Is it “Help Desk Analyst”\?$/],
    ['commas between roles', { roles: 'help_desk, Falcon Administrator' }, /^roles: .*Separate several roles with semicolons\.$/],
    ['a name that two roles have', { roles: 'same name' }, /^roles: 2 roles are called “same name”\. Write the id of one: same_1, same_2\.$/],
    ['a custom role away from home', { cid: 'Acme Retail', roles: 'Night Shift' }, /^roles: Night Shift is a custom role of another CID/],
    ['an end too soon', { roles: 'help_desk', until: inHours(0.5) }, /^until: .*one hour/],
    ['an end too late', { roles: 'help_desk', until: inHours(200) }, /^until: .*seven days/],
    ['an end that is not a date', { roles: 'help_desk', until: 'tomorrow' }, /^until: “tomorrow” is not a date/],
    ['a date that there is not', { roles: 'help_desk', until: '2026-13-40T12:00Z' }, /^until: .*is not a date/],
    ['an end without roles', { until: inHours(3) }, /^until: An end belongs to roles/],
  ] as const) {
    test(`with ${what} is to be mended`, () => assert.match(said(judged(cells).problems), problem));
  }

  for (const [what, cells] of [
    ['an id of a role that shares its name', { roles: 'same_2' }],
    ['a custom role at home', { roles: 'Night Shift' }],
    ['a checksum behind the CID', { cid: `${retail.toUpperCase()}-3F` }],
    ['names from right to left', { first: 'فاطمة', last: 'כהן' }],
    ['names a spreadsheet would calculate', { first: '=cmd()', last: '-x' }],
    ['one name only', { last: '' }],
    ['an end with a space in it', { roles: 'help_desk', until: inHours(3).replace('T', ' ') }],
  ] as const) {
    test(`with ${what} is ready`, () => {
      const { problems, notes, pending } = judged(cells);
      assert.deepEqual({ problems, notes, pending }, { problems: [], notes: [], pending: false });
    });
  }

  for (const [what, cells, note] of [
    ['no names', { first: '', last: ' ' }, /^first: The user will have no name\.$/],
    ['characters that turn the text around', { first: 'Ada\u202eevil' }, /^first: .*Ada\\u\{202E\}evil$/],
    ['a filler that looks like nothing', { last: 'x\u3164' }, /^last: .*x\\u\{3164\}$/],
    ['look-alike letters in the address', { email: 'аda@acme.test' }, /^email: .*\\u\{430\}da@acme\.test$/],
    ['the same role twice', { roles: 'help_desk|Help Desk Analyst' }, /^roles: Help Desk Analyst is named twice\.$/],
    ['an end without a zone', { roles: 'help_desk', until: inHours(3).slice(0, 16) }, /^until: Without a time zone/],
  ] as const) {
    test(`with ${what} is ready and says so`, () => {
      // Machines of all zones run this; only a day is sure to be within the window.
      const { problems, notes } = judged(what.startsWith('an end') ? { ...cells, until: inHours(48).slice(0, 16) } : cells);
      assert.deepEqual(problems, []);
      assert.match(said(notes), note);
    });
  }

  test('with a taken address names where it is used', () => {
    assert.match(said(judged({}, { taken: new Map([[email, 'Acme Retail']]) }).problems), /^email: There is a user with this address already, in Acme Retail\.$/);
    assert.match(said(judged({}, { taken: new Map([[email, '']]) }).problems), /^email: There is a user with this address already\.$/);
  });

  test('is not checked before its address, its CID and its roles are known', () => {
    assert.equal(judged({}, { taken: new Map() }).pending, true);
    assert.equal(judged({}, { cids: undefined }).pending, true);
    assert.equal(judged({ roles: 'help_desk' }, { roles: () => undefined }).pending, true);
    assert.equal(judged({}, { roles: () => undefined }).pending, false);
  });

  test('without a CID belongs to the chosen one, else to that of the session', () => {
    assert.equal(judged({}).user.cid, acme);
    assert.equal(judged({}, { home: retail }).user.cid, retail);
  });

  test('with roles needs a CID that is known', () => {
    const nobody = new CidBook({ own: undefined, ownName: 'Acme', children: [], mayHaveOthers: true });
    assert.deepEqual(judged({}, { cids: nobody }).problems, []);
    assert.match(said(judged({ roles: 'help_desk' }, { cids: nobody }).problems), /^cid: .*Write it here/);
    assert.match(said(judged({ cid: retail }, { cids: nobody }).notes), /^cid: Nobody can tell/);
  });
});

describe('rows with the same address', () => {
  const rows = ['a@b.cd', 'A@B.cd ', 'b@b.cd'].map((one, at) => row(at + 2, { email: one, first: 'x' }));
  const facts = factsWith({ taken: free('a@b.cd', 'b@b.cd', 'c@b.cd') });

  test('name each other', () => {
    const verdicts = judgeRows(rows, facts);
    assert.deepEqual(verdicts.map(({ problems }) => said(problems)), [
      'email: The address stands in line 3 too. Keep one of the rows.',
      'email: The address stands in line 2 too. Keep one of the rows.',
      '',
    ]);
  });

  test('are judged anew when one of them changes, and no others', () => {
    const judgements = new Judgements(rows.map((one) => ({ row: one })), facts);
    const [, second] = rows;
    assert.ok(second);
    assert.deepEqual(judgements.change(1, { row: withCell(second, 'email', 'c@b.cd') }), [1, 0]);
    assert.deepEqual(judgements.all.map(({ problems }) => problems.length), [0, 0, 0]);
    assert.deepEqual(judgements.change(1, { row: withCell(second, 'email', 'b@b.cd') }), [1, 2]);
    assert.deepEqual(judgements.all.map(({ problems }) => problems.length), [0, 1, 1]);
  });
});

describe('many rows', () => {
  const emails = Array.from({ length: 5000 }, (_, at) => `user${at}@acme.test`);
  const rows = emails.map((one, at) => row(at + 2, { email: one, first: 'x', cid: 'Acme Retail', roles: 'help_desk' }));

  test('one edit touches the edited row alone', () => {
    const asked: string[] = [];
    class Watched extends Map<string, null> {
      override get(uid: string): null | undefined {
        asked.push(uid);
        return super.get(uid);
      }
    }
    const judgements = new Judgements(rows.map((one) => ({ row: one })), factsWith({ taken: new Watched(emails.map((one) => [one, null])) }));
    assert.equal(asked.length, 5000);
    asked.length = 0;
    const [first] = rows;
    assert.ok(first);
    assert.deepEqual(judgements.change(0, { row: withCell(first, 'first', 'y') }), [0]);
    assert.deepEqual(asked, ['user0@acme.test']);
  });

  test('what is learned of some addresses touches their rows alone', () => {
    const judgements = new Judgements(rows.map((one) => ({ row: one })), factsWith());
    const facts = factsWith({ taken: new Map([['user7@acme.test', 'Acme Global']]) });
    assert.deepEqual(judgements.learn(facts, judgements.placesOf('user7@acme.test')), [7]);
    assert.match(said(judgements.at(7)?.problems ?? []), /already, in Acme Global/);
  });
});
