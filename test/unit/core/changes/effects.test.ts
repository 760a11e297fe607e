import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countChanges, countRemovals, describeChange, summarize } from '../../../../src/core/changes/describe.ts';
import { asNewUserKey } from '../../../../src/core/changes/change.ts';
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
  const given = describeChange(grant(ada, acme, [role('a')], inHours(2)), cidName);
  assert.equal(given, 'grant Role a to Ada Test (ada@acme.test) in Acme Global until 2026-05-05 14:00 UTC');
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
      '  Acme Global: Role b until 2026-05-05 14:00 UTC',
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

/** As many new people and as many known ones, each with a name, a role given and a role taken. */
const crowd = (size: number): Change[] =>
  Array.from({ length: size }, (_, index) => {
    const made = { key: asNewUserKey(`new-${index}`), uid: `new-${index}@acme.test`, cid: acme };
    const known = person(`Known-${index}`);
    return [
      { kind: 'createUser', ...made, names: { first: 'New', last: `${index}` } } as const,
      grant(made, acme, [role('a')]),
      grant(known, acme, [role('b')]),
      revoke(known, retail, [role('c')]),
    ];
  }).flat();

/** How often the changes are looked at, and how often grants are asked for. */
function effort(size: number): { readonly looks: number; readonly asked: readonly string[] } {
  let looks = 0;
  const changes = crowd(size).map((change) => new Proxy(change, { get: (of, name) => (looks++, Reflect.get(of, name) as unknown) }));
  const asked: string[] = [];
  effectsOf({ ...setOf(), changes }, { grantsOf: (uuid) => (asked.push(uuid), []), cidName });
  return { looks, asked };
}

test('twice as many people are twice the work, and each one is asked about once', () => {
  const [some, many] = [effort(50), effort(100)];
  assert.equal(many.looks, 2 * some.looks);
  assert.equal(many.asked.length, 100);
  assert.equal(new Set(many.asked).size, 100);
});

test('what happens to one person changes nothing for the others, whatever comes between', () => {
  const set = {
    ...setOf(),
    changes: [
      grant(ada, acme, [role('a')]),
      grant(bob, acme, [role('b')]),
      revoke(ada, acme, [role('a')]),
      { kind: 'renameUser', user: bob, before: { first: 'Bob', last: 'Test' }, after: { first: 'Rob', last: 'Test' } },
      { kind: 'rawOperation', operation: 'deleteUserV1', parameters: {} },
      { kind: 'resetPassword', user: ada },
    ] as const,
  };
  const { people } = effectsOf(set, { grantsOf: () => [], cidName });
  assert.deepEqual(people.map(({ before, after }) => ({ before, after })), [
    { before: ['Ada Test <ada@acme.test>', '  Acme Global: Role a'], after: ['Ada Test <ada@acme.test>', '  no roles', '  password is reset'] },
    { before: ['Bob Test <bob@acme.test>', '  no roles'], after: ['Rob Test <bob@acme.test>', '  Acme Global: Role b'] },
  ]);
});

const forged = 'Ann\n  Acme: Falcon Administrator\n\nBob';

test('names make no lines in a comparison and turn no text around', () => {
  const ann = person('Ann', { first_name: forged, last_name: '\u202eecila' });
  const odd = { id: role('a').id, name: 'Help\r\nDesk' };
  const set = setOf(grant(ann, acme, [odd]), grant({ ...eve, uid: 'eve@acme.test\n  Acme: x' }, acme, [odd]));
  const held = heldGrant(ann, acme, role('z'), { ...throughGroup, user_group_name: 'SOC\u2028L2' });
  const { before, people } = effectsOf(set, { grantsOf: () => [held], cidName: () => 'Acme\n\nRetail\u2066' });
  const name = 'Ann   Acme: Falcon Administrator Bob ecila';
  assert.equal(before, `${name} <ann@acme.test>\n  Acme Retail: Role z (through SOC L2 > Retail CIDs)\n`);
  assert.deepEqual(people.map(({ label }) => label), [`${name} (ann@acme.test)`, 'eve@acme.test   Acme: x']);
  assert.deepEqual(people[0]?.after, [`${name} <ann@acme.test>`, '  Acme Retail: Help Desk', '  Acme Retail: Role z (through SOC L2 > Retail CIDs)']);
});

test('names make no lines in a sentence and do not fill it', () => {
  const ann = person('Ann', { first_name: forged, last_name: 'x'.repeat(500) });
  const changes: readonly Change[] = [
    grant(ann, acme, [{ id: role('a').id, name: 'Help\nDesk' }]),
    revoke(ann, acme, [{ id: role('b').id, name: `\u202e${'y'.repeat(500)}` }]),
    { kind: 'renameUser', user: ann, before: { first: forged, last: '' }, after: { first: 'Ann', last: 'z'.repeat(500) } },
    { kind: 'createUser', ...eve, uid: 'eve\n@acme.test', names: { first: '', last: '' } },
  ];
  const sentences = [...changes.map((change) => describeChange(change, () => 'Acme\nRetail')), summarize(changes, () => 'Acme\nRetail')];
  for (const sentence of sentences) {
    assert.doesNotMatch(sentence, /[\p{Cc}\u2028\u202e]|(?<letter>[xyz])\k<letter>{120}/u);
  }
  assert.match(sentences[0] ?? '', /^grant Help Desk to Ann {3}Acme: Falcon Administrator Bob x+… \(ann@acme\.test\) in Acme Retail$/);
  assert.equal(sentences[3], 'create eve @acme.test in Acme Retail');
});

test('a name of which nothing can be seen is none', () => {
  const nobody = person('Ann', { first_name: '\u202e', last_name: '\n' });
  assert.equal(summarize([{ kind: 'resetFactors', user: nobody }]), 'Reset the second factors of ann@acme.test.');
  assert.match(summarize([grant(ada, acme, [role('a')])], () => '\u200e'), new RegExp(`in ${acme}\\.$`));
});
