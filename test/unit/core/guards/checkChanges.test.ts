import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../../../../src/core/changes/change.ts';
import { checkChanges, guards, refusals } from '../../../../src/core/guards/checkChanges.ts';
import { nothingKnown } from '../../../../src/core/guards/guard.ts';
import type { GuardFacts, Severity } from '../../../../src/core/guards/guard.ts';
import type { Grant } from '../../../../src/core/grant.ts';
import type { Role } from '../../../../src/core/role.ts';
import {
  acme, ada, administrator, bob, createEve, eve, grant, heldGrant, inHours, now, person, retail, revoke, role, setOf, throughGroup,
} from '../changes/samples.ts';

const grantsAre = (...held: readonly Grant[]): Partial<GuardFacts> => ({
  grants: (uuid, cid) => held.filter((found) => found.uuid === uuid && found.cid === cid),
});
const customRole = (cid: typeof acme): Partial<GuardFacts> => ({
  role: (id): Role => ({ id, display_name: 'Night Duty', description: '', type: 'custom', cid }),
});
const administratorsAre = (...users: readonly { uuid: typeof ada.uuid }[]): Partial<GuardFacts> => ({
  administrators: () => new Set(users.map(({ uuid }) => uuid)),
});
const revokeAdministrator = revoke(ada, acme, [administrator]);
const deletion = (user = ada, grants: readonly Grant[] | undefined = []): Change => ({ kind: 'deleteUser', user, grants });
const deletionUnread: Change = { kind: 'deleteUser', user: ada, grants: undefined };
const homeDeletion: Change = { kind: 'deleteUser', user: ada, grants: [], grantsAreWhole: false };
const administratorsIn = (holders: Readonly<Record<string, readonly (typeof ada)[]>>, tenantCids: GuardFacts['tenantCids']): Partial<GuardFacts> => ({
  tenantCids,
  administrators: (cid) => holders[cid] && new Set(holders[cid].map(({ uuid }) => uuid)),
});
const rename = { kind: 'renameUser', user: ada, before: { first: 'Ada', last: 'Test' }, after: { first: 'Bea', last: 'Test' } } as const;
const manyRevokes = (count: number): Change[] => Array.from({ length: count }, (_, n) => revoke(person(`P${n}`), acme, [role('a')]));

interface Case {
  readonly what: string;
  readonly changes: readonly Change[];
  readonly facts?: Partial<GuardFacts>;
  /** Rule and severity of each finding; none when nothing is the matter. */
  readonly finds: readonly (readonly [string, Severity])[];
  readonly says?: RegExp;
}

const aGrant = grant(ada, acme, [role('a')]);

const cases: readonly Case[] = [
  { what: 'a plain grant', changes: [aGrant], finds: [] },
  { what: 'anything in a read-only tenant', changes: [aGrant], facts: { readOnly: true }, finds: [['readOnlyTenant', 'refuse']], says: /Acme Global is read-only/ },
  {
    what: 'anything without the write scope',
    changes: [aGrant],
    facts: { missingScopes: ['usermgmt:write'] },
    finds: [['missingWriteScope', 'refuse']],
    says: /User Management: Write/,
  },
  { what: 'anything without another scope', changes: [aGrant], facts: { missingScopes: ['mssp:read'] }, finds: [] },
  { what: 'a foreign CID', changes: [aGrant, createEve], facts: { hasCid: () => false }, finds: [['unknownCid', 'refuse']] },
  { what: 'a CID of the tenant', changes: [aGrant], facts: { hasCid: () => true }, finds: [] },
  { what: 'a custom role at home', changes: [aGrant], facts: customRole(acme), finds: [] },
  { what: 'a custom role in another CID', changes: [grant(ada, retail, [role('a')])], facts: customRole(acme), finds: [['customRoleAway', 'refuse']] },
  {
    what: 'a custom role for a user of another home',
    changes: [grant({ ...ada, cid: retail }, acme, [role('a')])],
    facts: customRole(acme),
    finds: [['customRoleAway', 'refuse']],
    says: /at home in another CID/,
  },
  {
    what: 'a custom role for a new user of another home',
    changes: [createEve, grant({ ...eve, cid: retail }, acme, [role('a')])],
    facts: customRole(acme),
    finds: [['customRoleAway', 'refuse']],
  },
  ...[
    { hours: 0.9, finds: [['temporaryEnd', 'refuse']] as const, says: /one hour/ },
    { hours: 1, finds: [] },
    { hours: 7 * 24, finds: [] },
    { hours: 7 * 24 + 0.1, finds: [['temporaryEnd', 'refuse']] as const, says: /seven days/ },
  ].map(({ hours, ...rest }): Case => ({ what: `an end in ${hours} hours`, changes: [grant(ada, acme, [role('a')], inHours(hours))], ...rest })),
  { what: 'an end that is no time', changes: [grant(ada, acme, [role('a')], 'tomorrow')], finds: [['temporaryEnd', 'refuse']], says: /not a date and time/ },
  { what: 'a role that the server lists as grantable', changes: [aGrant], facts: { grantable: () => new Set([role('a').id]) }, finds: [] },
  {
    what: 'a role that the server does not list',
    changes: [aGrant],
    facts: { grantable: () => new Set() },
    finds: [['roleNotGrantable', 'refuse']],
    says: /Role a cannot be granted to Ada Test/,
  },
  {
    what: 'a later end for a role that is held, and so not listed',
    changes: [grant(ada, acme, [{ ...role('a'), held: { expiresAt: inHours(2) } }], inHours(3))],
    facts: { grantable: () => new Set(), ...grantsAre(heldGrant(ada, acme, role('a'), { expires_at: inHours(2) })) },
    finds: [],
  },
  {
    what: 'an end for a role that is held for good',
    changes: [grant(ada, acme, [{ ...role('a'), held: {} }], inHours(3))],
    facts: grantsAre(heldGrant(ada, acme, role('a'))),
    finds: [['heldAlready', 'warn']],
    says: /holds Role a in .* for good, and would lose it on/,
  },
  {
    what: 'a sooner end for a role that is held for a while',
    changes: [grant(ada, acme, [{ ...role('a'), held: { expiresAt: inHours(30) } }], inHours(3))],
    facts: grantsAre(heldGrant(ada, acme, role('a'), { expires_at: inHours(30) })),
    finds: [['heldAlready', 'warn']],
    says: /until .* UTC, and would lose it on/,
  },
  { what: 'a grant of what is held', changes: [aGrant], facts: grantsAre(heldGrant(ada, acme, role('a'))), finds: [['heldAlready', 'refuse']], says: /Leave it out/ },
  {
    what: 'a grant of what a group gives',
    changes: [aGrant],
    facts: grantsAre(heldGrant(ada, acme, role('a'), throughGroup)),
    finds: [['heldAlready', 'warn']],
    says: /SOC L2 > Retail CIDs/,
  },
  {
    what: 'a revoke of what a group gives',
    changes: [revoke(ada, acme, [role('a')])],
    facts: grantsAre(heldGrant(ada, acme, role('a'), throughGroup)),
    finds: [['notRevocable', 'refuse']],
    says: /comes through SOC L2 > Retail CIDs/,
  },
  {
    what: 'a revoke of what is held directly and through a group',
    changes: [revoke(ada, acme, [role('a')])],
    facts: grantsAre(heldGrant(ada, acme, role('a')), heldGrant(ada, acme, role('a'), throughGroup)),
    finds: [['notRevocable', 'warn']],
    says: /stays in force/,
  },
  { what: 'a revoke of what is not held', changes: [revoke(ada, acme, [role('a')])], facts: grantsAre(), finds: [['notRevocable', 'refuse']] },
  { what: 'a revoke of what is held', changes: [revoke(ada, acme, [role('a')])], facts: grantsAre(heldGrant(ada, acme, role('a'))), finds: [] },
  {
    what: 'a revoke whose earlier try may have worked',
    changes: [{ ...revoke(ada, acme, [role('a')]), doubtfulSince: now }],
    facts: grantsAre(),
    finds: [],
  },
  {
    what: 'the last administrator',
    changes: [revokeAdministrator],
    facts: administratorsAre(ada),
    finds: [['lastAdministrator', 'warn']],
    says: /without any Falcon Administrator/,
  },
  { what: 'one of two administrators', changes: [revokeAdministrator], facts: administratorsAre(ada, bob), finds: [] },
  {
    what: 'both administrators, one revoked and one deleted',
    changes: [revokeAdministrator, deletion(bob, [heldGrant(bob, acme, administrator)])],
    facts: administratorsAre(ada, bob),
    finds: [['lastAdministrator', 'warn']],
  },
  { what: 'an administrator who is replaced', changes: [revokeAdministrator, grant(bob, acme, [administrator])], facts: administratorsAre(ada), finds: [] },
  {
    what: 'an administrator who is replaced for some hours',
    changes: [revokeAdministrator, grant(bob, acme, [administrator], inHours(5))],
    facts: administratorsAre(ada),
    finds: [['lastAdministrator', 'warn']],
  },
  {
    what: 'an administrator who stays one through a group',
    changes: [revokeAdministrator],
    facts: { ...administratorsAre(ada), ...grantsAre(heldGrant(ada, acme, administrator), heldGrant(ada, acme, administrator, throughGroup)) },
    finds: [['notRevocable', 'warn']],
  },
  {
    what: 'an administrator where nobody has counted',
    changes: [revokeAdministrator],
    finds: [['lastAdministrator', 'warn']],
    says: /not known whether anybody else/,
  },
  {
    what: 'a deletion of somebody nobody has looked at',
    changes: [{ kind: 'deleteUser', user: ada, grants: undefined }],
    finds: [['lastAdministrator', 'warn']],
    says: /has not been read/,
  },
  {
    what: 'an end for the role of the last administrator, held without one',
    changes: [grant(ada, acme, [{ ...administrator, held: {} }], inHours(5))],
    facts: administratorsAre(ada),
    finds: [['lastAdministrator', 'warn']],
    says: /without any Falcon Administrator once the new end has come/,
  },
  {
    what: 'another end for the role of the last administrator, held with one',
    changes: [grant(ada, acme, [{ ...administrator, held: { expiresAt: inHours(3) } }], inHours(5))],
    facts: administratorsAre(ada),
    finds: [],
  },
  {
    what: 'an end for the role of one of two administrators',
    changes: [grant(ada, acme, [{ ...administrator, held: {} }], inHours(5))],
    facts: administratorsAre(ada, bob),
    finds: [],
  },
  {
    what: 'a deletion of somebody of whom only the home is read',
    changes: [homeDeletion],
    facts: administratorsIn({ [acme]: [bob] }, [acme, retail]),
    finds: [['lastAdministrator', 'warn']],
    says: /Ada Test .* outside the home CID has not been read/,
  },
  {
    what: 'a deletion of somebody of whom nothing is read, where only the home is counted',
    changes: [deletionUnread],
    facts: administratorsIn({ [acme]: [bob] }, [acme, retail]),
    finds: [['lastAdministrator', 'warn']],
    says: /outside the home CID has not been read/,
  },
  {
    what: 'a deletion of the last administrator of another CID, counted but not read',
    changes: [homeDeletion],
    facts: administratorsIn({ [acme]: [bob], [retail]: [ada] }, [acme, retail]),
    finds: [['lastAdministrator', 'warn']],
    says: new RegExp(`leaves ${retail} without any`),
  },
  {
    what: 'a deletion of somebody who is no administrator in any CID, all of them counted',
    changes: [homeDeletion],
    facts: administratorsIn({ [acme]: [bob], [retail]: [bob] }, [acme, retail]),
    finds: [],
  },
  {
    what: 'a deletion where there may be CIDs that are not known',
    changes: [homeDeletion],
    facts: administratorsIn({ [acme]: [bob] }, undefined),
    finds: [['lastAdministrator', 'warn']],
  },
  { what: 'a rename of somebody who is called as before', changes: [rename], facts: { namesNow: () => rename.before }, finds: [] },
  { what: 'a rename of somebody who is called so already', changes: [rename], facts: { namesNow: () => rename.after }, finds: [] },
  {
    what: 'a rename of somebody whom somebody else has renamed',
    changes: [rename],
    facts: { namesNow: () => ({ first: 'Cleo', last: 'Test' }) },
    finds: [['renamedMeanwhile', 'refuse']],
    says: /Ada Test .* renamed meanwhile, to “Cleo Test”\. Leave this out/,
  },
  {
    what: 'a rename whose earlier try may have worked',
    changes: [{ ...rename, doubtfulSince: now }],
    facts: { namesNow: () => ({ first: 'Cleo', last: 'Test' }) },
    finds: [],
  },
  {
    what: 'a reset that may have been carried out already',
    changes: [{ kind: 'resetPassword', user: ada, doubtfulSince: now }],
    finds: [['sentAgain', 'warn']],
    says: /reset the password of Ada Test .* may have been carried out already; it is sent again/,
  },
  {
    what: 'several resets and calls that may have been carried out already',
    changes: [
      { kind: 'resetFactors', user: ada, doubtfulSince: now },
      { kind: 'resetFactors', user: bob },
      { kind: 'rawOperation', operation: 'deleteUserV1', parameters: {}, doubtfulSince: now },
    ],
    finds: [['sentAgain', 'warn']],
    says: /^2 resets or calls/,
  },
  { what: 'a rename and a reset that nobody has tried', changes: [rename, { kind: 'resetPassword', user: ada }], finds: [] },
  { what: 'a deletion of somebody who is no administrator', changes: [deletion()], facts: administratorsAre(bob), finds: [] },
  { what: 'deleting oneself', changes: [deletion()], facts: { myEmail: 'ADA@acme.test ' }, finds: [['ownAccount', 'refuse']] },
  { what: 'taking a role from oneself', changes: [revoke(ada, acme, [role('a')])], facts: { myEmail: 'ada@acme.test' }, finds: [['ownAccount', 'warn']] },
  {
    what: 'taking Falcon Administrator from oneself',
    changes: [revokeAdministrator],
    facts: { myEmail: 'ada@acme.test', ...administratorsAre(ada, bob) },
    finds: [['ownAccount', 'refuse']],
  },
  { what: 'resetting oneself', changes: [{ kind: 'resetFactors', user: ada }], facts: { myEmail: 'ada@acme.test' }, finds: [['ownAccount', 'warn']] },
  { what: 'giving oneself a role', changes: [grant(ada, acme, [role('a')])], facts: { myEmail: 'ada@acme.test' }, finds: [['ownAccount', 'warn']] },
  { what: 'changing somebody else', changes: [deletion()], facts: { myEmail: 'bob@acme.test' }, finds: [] },
  {
    what: 'an address twice in the set, in other letters',
    changes: [createEve, { ...createEve, key: person('x').uuid as unknown as typeof createEve.key, uid: ' EVE@acme.test' }],
    finds: [['duplicateEmail', 'refuse']],
    says: /twice/,
  },
  { what: 'an address that is taken', changes: [createEve], facts: { userWithEmail: () => ada.uuid }, finds: [['duplicateEmail', 'refuse']] },
  { what: 'an address that is free', changes: [createEve], facts: { userWithEmail: () => null }, finds: [] },
  {
    what: 'an address that an earlier try may have made',
    changes: [{ ...createEve, doubtfulSince: now }],
    facts: { userWithEmail: () => ada.uuid },
    finds: [],
  },
  { what: 'as many removals as the cap', changes: manyRevokes(25), finds: [] },
  { what: 'more removals than the cap', changes: manyRevokes(26), finds: [['removalCap', 'refuse']], says: /26 roles and users in Acme Global, more than 25/ },
  { what: 'more removals, with the name typed', changes: manyRevokes(26), facts: { typedTenantName: 'Acme Global' }, finds: [] },
  { what: 'more removals, with another name typed', changes: manyRevokes(26), facts: { typedTenantName: 'acme' }, finds: [['removalCap', 'refuse']] },
  { what: 'roles count one by one', changes: [revoke(ada, acme, Array.from({ length: 26 }, (_, n) => role(String(n))))], finds: [['removalCap', 'refuse']] },
];

for (const { what, changes, facts, finds, says } of cases) {
  test(`${what}: ${finds.map(([rule, severity]) => `${rule} (${severity})`).join(', ') || 'nothing'}`, () => {
    const found = checkChanges(setOf(...changes), { ...nothingKnown, now, ...facts });
    assert.deepEqual(found.map(({ rule, severity }) => [rule, severity]), finds);
    if (says) assert.match(found.map(({ sentence }) => sentence).join('\n'), says);
    for (const { rows } of found) for (const row of rows) assert.ok(row < setOf(...changes).changes.length);
  });
}

test('refusals come first', () => {
  const set = setOf(revokeAdministrator, { kind: 'resetFactors', user: ada });
  const found = checkChanges(set, { ...nothingKnown, now, readOnly: true, myEmail: 'ada@acme.test' });
  const severities = found.map(({ severity }) => severity);
  assert.deepEqual(severities, [...severities].sort());
  assert.equal(refusals(found).length, 2);
});

test('every rule has a name of its own and says what it is about', () => {
  assert.equal(new Set(guards.map(({ id }) => id)).size, guards.length);
  for (const { about } of guards) assert.match(about, /^[A-Z].*\.$/);
  const found = new Set(cases.flatMap(({ finds }) => finds.map(([rule]) => rule)));
  assert.deepEqual(guards.map(({ id }) => id).filter((id) => !found.has(id)), [], 'each rule is met above');
});
