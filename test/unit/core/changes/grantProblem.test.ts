import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantProblem } from '../../../../src/core/changes/grantProblem.ts';
import type { Cid } from '../../../../src/core/ids.ts';
import type { Role } from '../../../../src/core/role.ts';
import { acme, ada, bob, eve, retail, role } from './samples.ts';

const place = (cid: Cid): string => (cid === acme ? 'Acme Global' : 'Acme Retail');
const custom = (cid: Cid): Role => ({ id: role('c').id, display_name: 'Role c', description: '', type: 'custom', cid });
const offer = { to: ada, cid: acme, id: role('c').id, name: 'Role c', role: custom(acme) };

test('a custom role can be granted at home, and nowhere else', () => {
  assert.equal(grantProblem(offer, undefined, place), undefined);
  assert.match(grantProblem({ ...offer, cid: retail }, undefined, place) ?? '', /custom role of Acme Global and cannot be granted in Acme Retail/);
  assert.match(grantProblem({ ...offer, to: { ...bob, cid: retail } }, undefined, place) ?? '', /Bob Test .* is at home in another CID/);
});

test('what the server lists can be granted, what it does not list cannot, and nothing is said where it was not asked', () => {
  const usual = { ...offer, role: undefined };
  assert.equal(grantProblem(usual, undefined, place), undefined);
  assert.equal(grantProblem({ ...usual, to: eve }, new Set([offer.id]), place), undefined);
  assert.match(grantProblem(usual, new Set(), place) ?? '', /the server does not list it for this user/);
});
