import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsText, personReport } from '../../../src/core/personReport.ts';
import type { PersonFinding } from '../../../src/core/personReport.ts';

const now = Date.parse('2026-03-09T12:00:00Z');
const acme: PersonFinding = {
  tenantName: 'Acme',
  product: 'Falcon',
  found: { state: 'active', lastLogin: '2026-03-08T12:00:00Z', roles: '3 roles in 1 CID', text: 'First name: Ada\n' },
};
const aurora: PersonFinding = {
  tenantName: 'Aurora Endpoints',
  product: 'Cylance',
  found: { state: 'never logged in', lastLogin: 'never', roles: 'no role', text: 'First name: Ada\nRoles\n' },
};
const beta: PersonFinding = { tenantName: 'Beta', product: 'Falcon', found: undefined };
const gone: PersonFinding = { tenantName: 'Gone', product: 'Cylance', found: { failure: 'No answer.\nTry again.' } };

test('a person is told tenant by tenant in columns, then everything from each where there is something', () => {
  assert.equal(
    personReport('ada@acme.test', [acme, aurora, beta, gone], now),
    [
      'ada@acme.test',
      '',
      'Found in 2 of 4 tenants; 1 could not be read.',
      '',
      'Tenant            Product  State              Last login                        Roles',
      'Acme              Falcon   active             2026-03-08T12:00:00Z (yesterday)  3 roles in 1 CID',
      'Aurora Endpoints  Cylance  never logged in    never                             no role',
      'Beta              Falcon   not found',
      'Gone              Cylance  could not be read',
      '',
      'Acme (Falcon)',
      '-------------',
      'First name: Ada',
      '',
      'Aurora Endpoints (Cylance)',
      '--------------------------',
      'First name: Ada',
      'Roles',
      '',
      'Gone (Cylance)',
      '--------------',
      'Could not be read: No answer. Try again.',
      '',
    ].join('\n'),
  );
});

test('how many tenants were asked, and know the person, is told in words', () => {
  assert.equal(findingsText([beta]), 'Found in 0 of 1 tenant.');
  assert.equal(findingsText([acme, beta]), 'Found in 1 of 2 tenants.');
  assert.equal(findingsText([acme, gone, gone]), 'Found in 1 of 3 tenants; 2 could not be read.');
});

test('how long ago a login was is told in days', () => {
  const rowFor = (lastLogin: string): string =>
    personReport('x', [{ ...acme, found: { state: 'active', lastLogin, roles: 'no roles', text: '' } }], now).split('\n')[5] ?? '';
  assert.match(rowFor('2026-03-09T11:00:00Z'), /\(today\)/);
  assert.match(rowFor('2026-03-08T12:00:00Z'), /\(yesterday\)/);
  assert.match(rowFor('2025-11-09T12:00:00Z'), /\(120 days ago\)/);
  assert.match(rowFor('at a time that is not told'), /told {2}no roles$/);
});

test('columns stay columns and lines stay lines, whatever tenants are called', () => {
  const hostile: PersonFinding = { ...beta, tenantName: 'x\nFound in 9 of 9 tenants.\u202e' };
  const wide: PersonFinding = { ...beta, tenantName: '𝔄𝔠𝔪𝔢' };
  const lines = personReport('ada@acme.test', [hostile, wide, acme], now).split('\n');
  assert.equal(lines.filter((line) => line.startsWith('Found in')).length, 1);
  assert.doesNotMatch(lines.join(''), /\u202e/);
  const at = [...(lines[4] ?? '')].join('').indexOf('Product');
  for (const line of lines.slice(5, 8)) assert.equal([...line].slice(at, at + 6).join(''), 'Falcon', line);
});
