import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsText, personReport } from '../../../src/core/personReport.ts';
import type { FoundPerson, PersonFinding } from '../../../src/core/personReport.ts';

const now = Date.UTC(2026, 4, 5, 12);
const email = 'ada@acme.test';
const found: FoundPerson = { state: 'active', lastLogin: '2026-05-05T08:00:00Z', roles: '3 roles in 2 CIDs', text: 'First name: Ada\n\nRoles\n  Acme: One\n' };
const finding = (tenantName: string, what: PersonFinding['found'] = undefined, product: PersonFinding['product'] = 'Falcon'): PersonFinding => ({
  tenantName,
  product,
  found: what,
});
const failure = { failure: 'The server did not answer. Try again.' };
const linesOf = (findings: readonly PersonFinding[]): string[] => personReport(email, findings, now).split('\n');

test('each tenant has a line, in columns as wide as they need to be, and below it all that is known', () => {
  const other = { state: 'never logged in', lastLogin: 'never', roles: 'Zone Manager, 1 zone', text: 'First name: Ada\n' };
  assert.deepEqual(linesOf([finding('Acme', found), finding('Acme Endpoints', other, 'Cylance'), finding('Beta'), finding('Gamma', failure)]), [
    'ada@acme.test',
    '',
    'Found in 2 of 4 tenants; 1 could not be read.',
    '',
    'Tenant          Product  State              Last login                    Roles',
    'Acme            Falcon   active             2026-05-05T08:00:00Z (today)  3 roles in 2 CIDs',
    'Acme Endpoints  Cylance  never logged in    never                         Zone Manager, 1 zone',
    'Beta            Falcon   not found',
    'Gamma           Falcon   could not be read',
    '',
    'Acme (Falcon)',
    '-------------',
    'First name: Ada',
    '',
    'Roles',
    '  Acme: One',
    '',
    'Acme Endpoints (Cylance)',
    '------------------------',
    'First name: Ada',
    '',
    'Gamma (Falcon)',
    '--------------',
    'Could not be read: The server did not answer. Try again.',
    '',
  ]);
});

test('where nobody was found, the lines of the tenants are all there is', () => {
  assert.deepEqual(linesOf([finding('Acme'), finding('Acme Endpoints', undefined, 'Cylance')]), [
    'ada@acme.test',
    '',
    'Found in 0 of 2 tenants.',
    '',
    'Tenant          Product  State      Last login  Roles',
    'Acme            Falcon   not found',
    'Acme Endpoints  Cylance  not found',
    '',
  ]);
});

test('tenants are counted: found, asked, and those that could not be read', () => {
  assert.equal(findingsText([finding('Acme', found)]), 'Found in 1 of 1 tenant.');
  assert.equal(findingsText([finding('Acme', failure)]), 'Found in 0 of 1 tenant; 1 could not be read.');
  assert.equal(findingsText([finding('Acme', failure), finding('Beta', found), finding('Gamma', failure)]), 'Found in 1 of 3 tenants; 2 could not be read.');
});

for (const [lastLogin, told] of [
  ['2026-05-05T08:00:00Z', '2026-05-05T08:00:00Z (today)'],
  ['2026-05-04T12:00:00Z', '2026-05-04T12:00:00Z (yesterday)'],
  ['2026-05-03T12:00:00Z', '2026-05-03T12:00:00Z (2 days ago)'],
  // The clock of the server may be ahead of this machine's.
  ['2026-05-05T13:00:00Z', '2026-05-05T13:00:00Z (today)'],
  ['never', 'never'],
  ['at a time that is not told', 'at a time that is not told'],
] as const) {
  test(`a last login of “${lastLogin}” is told as “${told}”`, () => {
    const [row] = linesOf([finding('Acme', { ...found, lastLogin })]).slice(5);
    assert.equal(row, `Acme    Falcon   active  ${told.padEnd('Last login'.length)}  3 roles in 2 CIDs`);
  });
}

test('columns are as wide as characters are many, not their halves', () => {
  const lines = linesOf([finding('😀😀😀😀😀😀😀😀'), finding('Beta')]);
  assert.deepEqual(lines.slice(4, 7), ['Tenant    Product  State      Last login  Roles', '😀😀😀😀😀😀😀😀  Falcon   not found', 'Beta      Falcon   not found']);
  assert.ok(linesOf([finding('😀', found)]).includes('-'.repeat('x (Falcon)'.length)));
});

test('no name, role or failure can make a line of its own or turn one round', () => {
  const forged = 'x\nAcme  Falcon  active\u2028\u202E\u0007y';
  const shown = 'x Acme  Falcon  active y';
  const everywhere = { state: forged, lastLogin: forged, roles: forged, text: 'All of it\n' };
  const lines = linesOf([finding(forged, everywhere), finding(forged, { failure: forged }, 'Cylance')]);
  assert.deepEqual(lines.slice(5), [
    `${shown}  Falcon   ${shown}  ${shown}  ${shown}`,
    `${shown}  Cylance  could not be read`,
    '',
    `${shown} (Falcon)`,
    '-'.repeat(`${shown} (Falcon)`.length),
    'All of it',
    '',
    `${shown} (Cylance)`,
    '-'.repeat(`${shown} (Cylance)`.length),
    `Could not be read: ${shown}`,
    '',
  ]);
});

test('an address with line breaks stays on its line, and a name without end is cut', () => {
  assert.match(personReport('ada@acme.test\nFound in 9 of 9 tenants.', [finding('Acme')], now), /^ada@acme\.test Found in 9 of 9 tenants\.\n\nFound in 0 of 1 tenant\.\n/);
  const [row = ''] = linesOf([finding('n'.repeat(500))]).slice(5);
  assert.match(row, /^n{119}… {2}Falcon {3}not found$/);
});
