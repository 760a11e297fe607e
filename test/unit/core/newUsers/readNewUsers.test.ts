/** Files of new users, as spreadsheets, scripts and accidents make them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readNewUsers } from '../../../../src/core/newUsers/readNewUsers.ts';
import { rowsText, templateText } from '../../../../src/core/newUsers/rowsText.ts';
import { newUserFields, noCells } from '../../../../src/core/newUsers/rows.ts';
import type { Cells, ReadRows } from '../../../../src/core/newUsers/rows.ts';
import { bytesOf } from './samples.ts';

function rowsOf(content: string | Uint8Array, name = 'users.csv'): ReadRows {
  const read = readNewUsers(typeof content === 'string' ? bytesOf(content) : content, name);
  assert.ok(!('problem' in read), JSON.stringify(read));
  return read;
}

function problemOf(content: string | Uint8Array, name = 'users.csv'): string {
  const read = readNewUsers(typeof content === 'string' ? bytesOf(content) : content, name);
  assert.ok('problem' in read);
  return read.problem;
}

const emailsOf = (content: string | Uint8Array, name?: string): readonly string[] => rowsOf(content, name).rows.map(({ cells }) => cells.email);

function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
}

describe('a table of new users', () => {
  for (const [what, content] of Object.entries<string | Uint8Array>({
    'commas': 'email,first_name\nada@acme.test,Zoë\n',
    'semicolons': 'email;first_name\nada@acme.test;Zoë\n',
    'tabs': 'email\tfirst_name\nada@acme.test\tZoë\n',
    'quoted cells': '"email","first_name"\n"ada@acme.test","Zoë"\n',
    'Windows line ends': 'email,first_name\r\nada@acme.test,Zoë\r\n',
    'no line end at the end': 'email,first_name\nada@acme.test,Zoë',
    'a byte order mark': '\uFEFFemail,first_name\nada@acme.test,Zoë\n',
    'UTF-16, low byte first': utf16('email,first_name\nada@acme.test,Zoë\n', 'le'),
    'UTF-16, high byte first': utf16('email,first_name\nada@acme.test,Zoë\n', 'be'),
    'empty lines before, between and after': '\n\nemail,first_name\n\n , \nada@acme.test,Zoë\n\n,,\n',
    'other names of the columns': 'E-Mail,First Name\nada@acme.test,Zoë',
  })) {
    test(`is read with ${what}`, () => {
      const { rows, ignored } = rowsOf(content);
      assert.deepEqual(rows.map(({ cells }) => cells), [{ ...noCells, email: 'ada@acme.test', first: 'Zoë' }]);
      assert.deepEqual(ignored, []);
    });
  }

  test('several roles in a cell do not make semicolons the separator', () => {
    assert.equal(rowsOf('email,roles\nada@acme.test,a;b;c;d\n').rows[0]?.cells.roles, 'a;b;c;d');
  });

  test('every row knows its line, past quoted line breaks and empty lines', () => {
    const { rows } = rowsOf('\nemail,last_name\na@b.cd,"two\nlines"\n\nc@d.ef,x\n');
    assert.deepEqual(rows.map(({ line }) => line), [3, 6]);
  });

  test('unknown columns are listed once and change nothing', () => {
    const { rows, ignored } = rowsOf('Department,email,Department, \nsales,a@b.cd,x,y\n');
    assert.deepEqual([rows[0]?.cells.email, ignored], ['a@b.cd', ['Department']]);
  });

  test('endlessly many unknown columns cost little, and are not all listed', () => {
    const names = Array.from({ length: 100_000 }, (_, at) => `x${at}`);
    const { rows, ignored } = rowsOf(`email,${names.join()}\n${'a@b.cd\n'.repeat(50_000)}`);
    assert.deepEqual([rows.length, ignored.length, ignored.at(-1)], [50_000, 21, '…']);
  });

  for (const [what, content, said] of [
    ['no header', 'ada@acme.test,Ada\n', /^Line 1 names no column of e-mail addresses\. .*email, first_name, last_name, cid, roles, expires_at/],
    ['an empty file', '', /^Line 1 names no column/],
    ['nothing below the header', 'email\n\n', /names no user/],
    ['two columns that mean the same', 'email,User Name\na,b\n', /^Line 1 has more than one column for email: “email”, “User Name”/],
    ['a column of passwords', 'email,Password\na@b.cd,secret\n', /Passwords do not belong in files/],
    ['a quote that is never closed', 'email,last_name\na@b.cd,x\nb@b.cd,"Lo\nc@b.cd,y\n', /^A quoted cell in line 3 is never closed/],
    ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), /workbook/],
    ['another encoding', new Uint8Array([...bytesOf('email\nZo'), 0xeb, 0x0a]), /not text in UTF-8/],
    ['UTF-16 without its mark', new Uint8Array(Buffer.from('email\na@b.cd\n', 'utf16le')), /not a text file/],
    ['more than 20 MB', new Uint8Array(20 * 1024 * 1024 + 1), /larger than 20 MB/],
    ['more than 50,000 rows', `email\n${'a@b.cd\n'.repeat(50_001)}`, /more than 50,000 rows/],
    ['endless empty lines', `email\n${'\n'.repeat(300_000)}`, /more than 50,000 rows/],
  ] as const) {
    test(`${what} is refused with the reason`, () => assert.match(problemOf(content), said));
  }

  test('exactly 50,000 rows are read', () => assert.equal(rowsOf(`email\n${'a@b.cd\n'.repeat(50_000)}`).rows.length, 50_000));

  test('a huge cell is cut, and says so where it stands', () => {
    const { rows } = rowsOf(`email,first_name\na@b.cd,${'x'.repeat(2_000_000)}\n`);
    assert.equal(rows[0]?.cells.first.length, 1000);
    assert.deepEqual(rows[0]?.faults, [{ field: 'first', sentence: 'The cell has 2,000,000 characters and was cut after 1,000. Write it anew.' }]);
  });

  test('a line with more cells than the header, and one with a stray quote, are to be checked', () => {
    const { rows } = rowsOf('email,last_name\na@b.cd,x,y\nb@b.cd,"x"y",\nc@b.cd,x,\n');
    assert.match(rows[0]?.faults[0]?.sentence ?? '', /has 3 cells, the header 2/);
    assert.match(rows[1]?.faults[0]?.sentence ?? '', /quotation mark/);
    assert.deepEqual(rows[2]?.faults, []);
  });
});

describe('a list of new users in JSON', () => {
  const users = [{ email: 'a@b.cd', 'First Name': 'Ada', roles: ['x', 'y'], cid: null }, {}, { uid: 'c@d.ef', Roles: 'x|y', team: { name: 'z' } }];
  for (const [what, document] of [['a list', users], ['an object with users', { users, more: [{ email: 'no' }] }]] as const) {
    test(`is read from ${what}`, () => {
      const { rows, ignored } = rowsOf(JSON.stringify(document, undefined, 2), 'users.json');
      assert.deepEqual(rows.map(({ cells }) => cells), [
        { ...noCells, email: 'a@b.cd', first: 'Ada', roles: 'x;y' },
        { ...noCells, email: 'c@d.ef', roles: 'x|y' },
      ]);
      assert.deepEqual(ignored, ['team']);
    });
  }

  test('rows know their lines, and a CID of digits stays whole', () => {
    const { rows } = rowsOf(`[\n{"email":"a@b.cd"},\n\n{"email":"b@b.cd","cid":${'12'.repeat(16)}}]`, 'users.json');
    assert.deepEqual(rows.map(({ line }) => line), [2, 4]);
    assert.equal(rows[1]?.cells.cid, '12'.repeat(16));
  });

  test('it is known without its ending, too', () => assert.deepEqual(emailsOf('\n [{"email":"a@b.cd"}]', 'users.txt'), ['a@b.cd']));

  test('values that are no text are told at their cells', () => {
    const { rows } = rowsOf('[{"email":"a@b.cd","last_name":["x"],"roles":[["y"]],"mail":"b"}]', 'users.json');
    assert.deepEqual(rows[0]?.faults.map(({ field }) => field), ['last', 'roles', 'email']);
  });

  for (const [what, content, said] of [
    ['broken JSON', '[{"email":"a@b.cd",\n  "cid" 1}]', /^Line 2, column 9: this is not JSON \(colon expected\)/],
    ['a document cut short', '[{"email":"a@b.cd"', /^Line 1, column \d+: this is not JSON/],
    ['an empty file', '', /^Line 1, column 1: this is not JSON/],
    ['a list of texts', '["a@b.cd"]', /^Line 1 holds a value where a user is expected/],
    ['a list of lists', '[\n["a@b.cd"]]', /^Line 2 holds a list where a user is expected/],
    ['an object without users', '{"people":[{"email":"a@b.cd"}]}', /holds no list of users/],
    ['a password', '[{"email":"a@b.cd","password":"x"}]', /Passwords do not belong in files/],
    ['endless nesting', '['.repeat(1_000_000), /nested too deeply/],
    ['more than 50,000 users', `[${'{"email":"a"},'.repeat(50_001)}]`, /more than 50,000 rows/],
  ] as const) {
    test(`${what} is refused with the reason`, () => assert.match(problemOf(content, 'users.json'), said));
  }
});

describe('writing a table', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', "'", '=', '+', '-', '@', '\n', '\t', '|', '\u202E'), maxLength: 8 });
  const cells: fc.Arbitrary<Cells> = fc.record({ email: cell, first: cell, last: cell, cid: cell, roles: cell, until: cell }, { noNullPrototype: true });
  const tables = fc.array(cells.filter((one) => newUserFields.some((field) => one[field].trim() !== '')), { minLength: 1, maxLength: 8 });

  test('whatever is written is read again as it was', () => {
    fc.assert(fc.property(tables, (table) => assert.deepEqual(rowsOf(rowsText(table)).rows.map((read) => read.cells), table)));
  });

  test('no cell is left that a spreadsheet would calculate', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r']) {
      assert.match(rowsText([{ ...noCells, email: 'a@b.cd', first: `${start}1+1` }]), new RegExp(`,"'\\${start}1\\+1",`));
    }
  });

  test('the template is a table itself', () => {
    const { rows } = rowsOf(templateText());
    assert.deepEqual([rows.length, rows[0]?.cells.email, rows[0]?.cells.first], [1, 'ada@example.com', 'Ada']);
  });
});

describe('hostile files', () => {
  const answers = (bytes: Uint8Array): void => {
    for (const name of ['x.csv', 'x.json']) {
      const read = readNewUsers(bytes, name);
      assert.ok('problem' in read ? read.problem.length < 1000 : read.rows.length > 0);
    }
  };

  test('any bytes are read or refused', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), answers)));

  test('any text below a header is read or refused', () => {
    const signs = ['"', ',', ';', '\n', '\r', '[', ']', '{', '}', ':', 'email', '\\', '\u2028', '/', '*', 'a'];
    const text = fc.string({ unit: fc.constantFrom(...signs), maxLength: 60 });
    fc.assert(fc.property(text, (rest) => [`email,cid\n${rest}`, `[{"email":${rest}`, rest].forEach((one) => answers(bytesOf(one)))));
  });
});
