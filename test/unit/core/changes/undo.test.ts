import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { accessOf, applyChange } from '../../../../src/core/changes/access.ts';
import type { Access } from '../../../../src/core/changes/access.ts';
import { asNewUserKey, isNewUser, namesOf, personKey, uuidKey } from '../../../../src/core/changes/change.ts';
import type { Change, ChangeSet, GrantRoles, Person, UserSnapshot } from '../../../../src/core/changes/change.ts';
import type { RowOutcome } from '../../../../src/core/changes/outcome.ts';
import { planGrant, planRevoke } from '../../../../src/core/changes/planRoles.ts';
import { recreate, undoOf } from '../../../../src/core/changes/undo.ts';
import type { Grant } from '../../../../src/core/grant.ts';
import type { Cid } from '../../../../src/core/ids.ts';
import { acme, ada, bob, createEve, eve, grant, heldGrant, inHours, now, person, retail, revoke, role, setOf, throughGroup } from './samples.ts';

const people = [ada, bob, person('Cid')];
const cids = [acme, retail];
const roles = [role('one'), role('two'), role('three')];
const ends = [undefined, inHours(5), inHours(48)];

/** A tenant: which of the people hold which roles where, until when, and some through a group. */
const tenants = fc
  .array(fc.record({ user: fc.constantFrom(...people), cid: fc.constantFrom(...cids), role: fc.constantFrom(...roles), end: fc.constantFrom(...ends) }))
  .chain((held) => fc.tuple(fc.constant(held), fc.array(fc.record({ user: fc.constantFrom(...people), role: fc.constantFrom(...roles) }), { maxLength: 3 })))
  .map(([held, inherited]): Grant[] => {
    const direct = held.map(({ user, cid, role: given, end }) => heldGrant(user, cid, given, end ? { expires_at: end } : {}));
    const kept = new Map(direct.map((found) => [`${found.uuid}|${found.cid}|${found.role_id}`, found]));
    return [...kept.values(), ...inherited.map(({ user, role: given }) => heldGrant(user, retail, given, throughGroup))];
  });

type Intent =
  | { readonly do: 'grant'; readonly user: UserSnapshot; readonly cid: Cid; readonly role: (typeof roles)[number]; readonly end: string | undefined }
  | { readonly do: 'revoke'; readonly user: UserSnapshot; readonly cid: Cid; readonly role: (typeof roles)[number] }
  | { readonly do: 'rename'; readonly user: UserSnapshot; readonly first: string }
  | { readonly do: 'create'; readonly name: string; readonly role: (typeof roles)[number] };

const about = { user: fc.constantFrom(...people), cid: fc.constantFrom(...cids), role: fc.constantFrom(...roles) };
const intents = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('grant' as const), ...about, end: fc.constantFrom(...ends) }),
    fc.record({ do: fc.constant('revoke' as const), ...about }),
    fc.record({ do: fc.constant('rename' as const), user: about.user, first: fc.constantFrom('Ada', 'Bea', 'Cleo') }),
    fc.record({ do: fc.constant('create' as const), name: fc.constantFrom('n1', 'n2'), role: about.role }),
  ),
  { maxLength: 12 },
);

/** What somebody who wants these things would ask for, knowing the tenant as it was at first. */
function changesFor(wanted: readonly Intent[], grants: readonly Grant[]): Change[] {
  return wanted.flatMap((intent): (Change | undefined)[] => {
    if (intent.do === 'create') {
      const to = { key: asNewUserKey(intent.name), uid: `${intent.name}@acme.test`, cid: acme };
      return [{ kind: 'createUser', ...to, names: { first: 'New', last: intent.name } }, grant(to, acme, [intent.role])];
    }
    const { user } = intent;
    const known = grants.filter(({ uuid }) => uuid === user.uuid);
    if (intent.do === 'rename') return [{ kind: 'renameUser', user, before: namesOf(user), after: { first: intent.first, last: 'Test' } }];
    const here = known.filter(({ cid }) => cid === intent.cid);
    if (intent.do === 'grant') return [planGrant({ to: user, cid: intent.cid, roles: [intent.role], expiresAt: intent.end, known: here })];
    if (here.some(({ role_id, grant_type }) => role_id === intent.role.id && grant_type === 'inherited')) return [];
    return [planRevoke({ user, cid: intent.cid, roles: [intent.role], known: here })];
  }).filter((change) => change !== undefined);
}

const accessIn = (grants: readonly Grant[]): Access =>
  new Map(people.map((user) => [personKey(user), accessOf(user, grants.filter(({ uuid }) => uuid === user.uuid))]));

const madeFor = ({ key, uid }: { key: string; uid: string }): UserSnapshot => person(`made-${key}`, { uid });
const keyOf = (who: Person) => (isNewUser(who) ? uuidKey(madeFor(who).uuid) : personKey(who));
const run = (access: Access, { changes }: Pick<ChangeSet, 'changes'>): Access => changes.reduce((before, change) => applyChange(before, change, keyOf), access);

const allDone = ({ changes }: ChangeSet): RowOutcome[] =>
  changes.map((change) => ({ state: 'done', ...(change.kind === 'createUser' && { created: madeFor(change) }) }));

const byKey = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number => (left < right ? -1 : 1);

/** The order in which things came to be is no part of access. */
const plain = (access: Access): unknown =>
  [...access].map(([key, { roles: held, ...rest }]): [string, unknown] => [key, { ...rest, held: [...held].sort(byKey) }]).sort(byKey);

describe('undo', () => {
  test('a set and then its undo leave everybody with the access they had', () => {
    fc.assert(
      fc.property(tenants, intents, (grants, wanted) => {
        const set = setOf(...changesFor(wanted, grants));
        const before = accessIn(grants);
        const { changes } = undoOf(set, allDone(set), now);
        assert.deepEqual(plain(run(run(before, set), setOf(...changes))), plain(before));
      }),
      { numRuns: 500 },
    );
  });

  test('only what was carried out is taken back, whatever else happened', () => {
    fc.assert(
      fc.property(tenants, intents, fc.infiniteStream(fc.boolean()), (grants, wanted, luck) => {
        const set = setOf(...changesFor(wanted, grants));
        const failed: RowOutcome = { state: 'failed', kind: 'server', message: '' };
        const outcomes = allDone(set).map((outcome, row) => {
          const change = set.changes[row];
          // A grant to a new user hangs on that user's creation.
          const works = luck.next().value === true && !(change?.kind === 'grant' && isNewUser(change.to));
          return works ? outcome : failed;
        });
        const done = { changes: set.changes.filter((_, row) => outcomes[row]?.state === 'done') };
        const before = accessIn(grants);
        const { changes } = undoOf(set, outcomes, now);
        assert.deepEqual(plain(run(run(before, done), setOf(...changes))), plain(before));
      }),
    );
  });

  test('the undo of an undo is the set again, as far as roles and names go', () => {
    const set = setOf(grant(ada, acme, [role('one')], inHours(5)), revoke(bob, retail, [{ ...role('two'), expiresAt: inHours(30) }]));
    const undo = setOf(...undoOf(set, allDone(set), now).changes);
    const again = setOf(...undoOf(undo, allDone(undo), now).changes);
    assert.deepEqual(again.changes, set.changes);
  });

  test('a grant that only moved an end is undone by moving it back', () => {
    const extended = setOf(grant(ada, acme, [{ ...role('one'), held: { expiresAt: inHours(5) } }], inHours(50)));
    const [change] = undoOf(extended, allDone(extended), now).changes;
    assert.deepEqual(change, grant(ada, acme, [{ ...role('one'), held: { expiresAt: inHours(50) } }], inHours(5)));
  });

  test('what would have ended by itself is not given back, and what ends within the hour cannot be', () => {
    const set = setOf(revoke(ada, acme, [{ ...role('one'), expiresAt: inHours(-1) }, { ...role('two'), expiresAt: inHours(0.5) }]));
    const { changes, notes } = undoOf(set, allDone(set), now);
    assert.deepEqual(changes, []);
    assert.match(notes[0]?.sentence ?? '', /would have ended by itself/);
    assert.match(notes[1]?.sentence ?? '', /too near/);
    assert.match(notes[1]?.instead ?? '', /another end/);
  });

  test('a created user is deleted, with a warning, and the roles given to it need no call of their own', () => {
    const set = setOf(createEve, grant(eve, acme, [role('one')]));
    const { changes, notes } = undoOf(set, allDone(set), now);
    assert.deepEqual(changes.map(({ kind }) => kind), ['deleteUser']);
    assert.match(notes[0]?.sentence ?? '', /eve@acme\.test is deleted for good/);
  });

  for (const change of [
    { kind: 'deleteUser', user: ada, grants: [] },
    { kind: 'resetPassword', user: ada },
    { kind: 'resetFactors', user: ada },
  ] satisfies Change[]) {
    test(`${change.kind} cannot be undone: it is said, with what can be done instead`, () => {
      const { changes, notes } = undoOf(setOf(change), [{ state: 'done' }], now);
      assert.deepEqual(changes, []);
      assert.match(notes[0]?.sentence ?? '', /Ada Test/);
      assert.ok(notes[0]?.instead);
    });
  }

  test('a row whose outcome is not known is left alone and named', () => {
    const { changes, notes } = undoOf(setOf(grant(ada, acme, [role('one')])), [{ state: 'unknown', message: '' }], now);
    assert.deepEqual(changes, []);
    assert.equal(notes[0]?.row, 0);
  });

  test('a deleted user is made again with its lasting direct roles', () => {
    const grants = [
      heldGrant(ada, acme, role('one')),
      heldGrant(ada, retail, role('two'), throughGroup),
      heldGrant(ada, retail, role('three'), { expires_at: inHours(9) }),
    ];
    const changes = recreate({ kind: 'deleteUser', user: ada, grants });
    assert.deepEqual(changes.map(({ kind }) => kind), ['createUser', 'grant']);
    assert.deepEqual((changes[1] as GrantRoles).roles, [role('one')]);
    assert.deepEqual(recreate({ kind: 'deleteUser', user: { ...ada, uid: undefined }, grants }), []);
  });
});
