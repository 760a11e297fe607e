import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countChanges, countRemovals, describeChange, summarize } from '../../../../src/core/changes/describe.ts';
import type { Change } from '../../../../src/core/changes/change.ts';
import { effectsOf } from '../../../../src/core/changes/effects.ts';
import { countOutcomes, countsText } from '../../../../src/core/changes/outcome.ts';
import { acme, ada, bob, createEve, eve, grant, heldGrant, inHours, person, retail, revoke, role, setOf, throughGroup } from './samples.ts';

const cidName = (cid: string): string => (cid === acme ? 'Acme Global' : 'Acme Retail');

const summaries: readonly (readonly [string, readonly Change[]])[] = [
  ['Change nothing.', []],
  ['Create eve@acme.test.', [createEve]],
  ['Grant Role a to Ada Test (ada@acme.test) in Acme Global.', [grant(ada, acme, [role('a')])]],
  ['Grant Role a to 2 users in 2 CIDs.', [grant(ada, acme, [role('a')]), grant(bob, retail, [role('a')])]],
  ['Grant 2 roles to Ada Test (ada@acme.test) in Acme Global.', [grant(ada, acme, [role('a'), role('b')])]],
  [
    'Create eve@acme.test, grant Role a to eve@acme.test in Acme Global, revoke Role b from Ada Test (ada@acme.test) in Acme Retail and delete 2 users.',
    [
      createEve,
      grant(eve, acme, [role('a')]),
      revoke(ada, retail, [role('b')]),
      { kind: 'deleteUser', user: bob, grants: [] },
      { kind: 'deleteUser', user: person('Zoe'), grants: [] },
    ],
  ],
  ['Reset the password of 2 users and reset the second factors of Ada Test (ada@acme.test).', [
    { kind: 'resetPassword', user: ada },
    { kind: 'resetPassword', user: bob },
    { kind: 'resetFactors', user: ada },
  ]],
  ['Call deleteUserV1.', [{ kind: 'rawOperation', operation: 'deleteUserV1', parameters: {} }]],
];

for (const [sentence, changes] of summaries) test(`a set says: ${sentence}`, () => assert.equal(summarize(changes, cidName), sentence));

test('a change is one line', () => {
  assert.equal(describeChange(grant(ada, acme, [role('a')], inHours(2)), cidName), `grant Role a to Ada Test (ada@acme.test) in Acme Global until ${inHours(2)}`);
  const rename: Change = { kind: 'renameUser', user: ada, before: { first: 'Ada', last: '' }, after: { first: 'Ada', last: 'Lovelace' } };
  assert.equal(describeChange(rename), 'rename “Ada” to “Ada Lovelace”');
});

test('counts are of roles and people, not of calls', () => {
  const changes = [grant(ada, acme, [role('a'), role('b')]), grant(ada, retail, [role('a')]), revoke(bob, acme, [role('c'), role('d')])];
  const { granted, revoked, people, cids } = countChanges(changes);
  assert.deepEqual([granted, revoked, people, cids], [3, 2, 2, 2]);
  assert.equal(countRemovals([...changes, { kind: 'deleteUser', user: ada, grants: [] }]), 3);
});

test('outcomes are counted in words, only those there are', () => {
  const counts = countOutcomes([{ state: 'done' }, { state: 'done' }, { state: 'failed', kind: 'server', message: '' }, undefined]);
  assert.equal(counts.total, 4);
  assert.equal(countsText(counts), '2 done, 1 failed');
  assert.equal(countsText(countOutcomes([])), 'nothing done');
});

test('effects show each person before and after, sorted, with what the set leaves alone', () => {
  const known = [heldGrant(ada, acme, role('z')), heldGrant(ada, retail, role('g'), throughGroup)];
  const set = setOf(
    createEve,
    grant(eve, acme, [role('a')]),
    grant(ada, acme, [role('b')], inHours(2)),
    revoke(ada, retail, [role('x')]),
    { kind: 'resetFactors', user: ada },
    { kind: 'deleteUser', user: bob, grants: [heldGrant(bob, acme, role('y'))] },
  );
  const { before, after, people } = effectsOf(set, { grantsOf: (uuid) => known.filter((found) => found.uuid === uuid), cidName });
  assert.deepEqual(people.map(({ label }) => label), ['Ada Test (ada@acme.test)', 'Bob Test (bob@acme.test)', 'eve@acme.test']);
  assert.equal(
    before,
    [
      'Ada Test <ada@acme.test>',
      '  Acme Global: Role z',
      '  Acme Retail: Role g (through SOC L2 > Retail CIDs)',
      '  Acme Retail: Role x',
      '',
      'Bob Test <bob@acme.test>',
      '  Acme Global: Role y',
      '',
    ].join('\n'),
  );
  assert.equal(
    after,
    [
      'Ada Test <ada@acme.test>',
      `  Acme Global: Role b until ${inHours(2)}`,
      '  Acme Global: Role z',
      '  Acme Retail: Role g (through SOC L2 > Retail CIDs)',
      '  second factors are reset',
      '',
      'Eve Test <eve@acme.test>',
      '  Acme Global: Role a',
      '',
    ].join('\n'),
  );
});
