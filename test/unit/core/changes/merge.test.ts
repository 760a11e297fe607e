import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { accessOf, applyChange } from '../../../../src/core/changes/access.ts';
import type { Access } from '../../../../src/core/changes/access.ts';
import { personKey } from '../../../../src/core/changes/change.ts';
import type { Change, GrantRoles } from '../../../../src/core/changes/change.ts';
import { mergeChanges } from '../../../../src/core/changes/mergeChanges.ts';
import { mostRolesPerCall } from '../../../../src/core/changes/mergeRoles.ts';
import { inSafeOrder, phaseOf } from '../../../../src/core/changes/orderChanges.ts';
import { planGrant, planRevoke } from '../../../../src/core/changes/planRoles.ts';
import { restOf } from '../../../../src/core/changes/retry.ts';
import type { Grant } from '../../../../src/core/grant.ts';
import { acme, ada, bob, createEve, eve, grant, heldGrant, inHours, now, person, retail, revoke, role, setOf, throughGroup } from './samples.ts';

const names = (first: string) => ({ first, last: 'Test' });
const rename = (before: string, after: string): Change => ({ kind: 'renameUser', user: ada, before: names(before), after: names(after) });

describe('merging', () => {
  test('grants of one user in one CID with one end become one call', () => {
    const merged = mergeChanges([grant(ada, acme, [role('b')]), grant(ada, acme, [role('a')]), grant(ada, acme, [role('a')])]);
    assert.deepEqual(merged, [grant(ada, acme, [role('a'), role('b')])]);
  });

  test('another user, CID or end is another call', () => {
    const apart = [grant(ada, acme, [role('a')]), grant(bob, acme, [role('a')]), grant(ada, retail, [role('a')]), grant(ada, acme, [role('b')], inHours(2))];
    assert.equal(mergeChanges(apart).length, 4);
  });

  test('ends that are the same moment in other digits are one end', () => {
    const merged = mergeChanges([grant(ada, acme, [role('a')], '2026-05-05T14:00:00Z'), grant(ada, acme, [role('b')], '2026-05-05T14:00:00.000Z')]);
    assert.equal(merged.length, 1);
  });

  test('a call never carries more roles than the server is known to take', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 350 }), (ids) => {
        const calls = mergeChanges([grant(ada, acme, ids.map((id) => role(String(id))))]) as GrantRoles[];
        assert.equal(calls.length, Math.ceil(ids.length / mostRolesPerCall));
        assert.ok(calls.every(({ roles }) => roles.length <= mostRolesPerCall));
        const sent = calls.flatMap(({ roles }) => roles.map(({ id }) => Number(id)));
        assert.deepEqual(new Set(sent), new Set(ids));
        assert.equal(sent.length, ids.length);
      }),
    );
  });

  test('the last word on a role counts, and what comes back to the start is no change', () => {
    const lasting = { ...role('a'), expiresAt: undefined };
    assert.deepEqual(mergeChanges([grant(ada, acme, [role('a')]), revoke(ada, acme, [lasting])]), []);
    assert.deepEqual(mergeChanges([revoke(ada, acme, [role('a')]), grant(ada, acme, [role('a')])]), []);
    const moved = mergeChanges([revoke(ada, acme, [role('a')]), grant(ada, acme, [role('a')], inHours(3))]);
    assert.deepEqual(moved, [grant(ada, acme, [{ ...role('a'), held: {} }], inHours(3))]);
  });

  test('renames become one, from the first names to the last; back again is none', () => {
    assert.deepEqual(mergeChanges([rename('Ada', 'Bea'), rename('Bea', 'Cleo')]), [rename('Ada', 'Cleo')]);
    assert.deepEqual(mergeChanges([rename('Ada', 'Bea'), rename('Bea', 'Ada')]), []);
  });

  test('whoever is deleted is not renamed, reset or given anything, but loses access first', () => {
    const merged = setOf(
      { kind: 'deleteUser', user: ada, grants: [] },
      rename('Ada', 'Bea'),
      { kind: 'resetPassword', user: ada },
      grant(ada, acme, [role('a')]),
      revoke(ada, acme, [role('b')]),
      grant(bob, acme, [role('a')]),
    ).changes;
    assert.deepEqual(merged.map(({ kind }) => kind), ['grant', 'revoke', 'deleteUser']);
  });

  test('merged changes give the access that the changes give one by one', () => {
    const held = [heldGrant(ada, acme, role('a')), heldGrant(bob, acme, role('b'), { expires_at: inHours(9) }), heldGrant(ada, acme, role('c'), throughGroup)];
    const start: Access = new Map([ada, bob].map((user) => [personKey(user), accessOf(user, held.filter(({ uuid }) => uuid === user.uuid))]));
    const step = fc.record({
      user: fc.constantFrom(ada, bob),
      what: fc.constantFrom('a', 'b', 'c'),
      end: fc.constantFrom(undefined, inHours(2), inHours(9)),
      give: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        // Each step knows what the one before it made.
        let access = start;
        const changes = steps.flatMap(({ user, what, end, give }) => {
          const known = [...(access.get(personKey(user))?.roles.values() ?? [])].map(({ cid, role: given, expiresAt, through }): Grant => {
            return heldGrant(user, cid, given, { ...(expiresAt && { expires_at: expiresAt }), ...(through !== undefined && throughGroup) });
          });
          const plan = { cid: acme, roles: [role(what)], known: known.filter((found) => !found.user_group_id) };
          const change = give ? planGrant({ ...plan, to: user, expiresAt: end }) : planRevoke({ ...plan, user });
          if (change) access = applyChange(access, change);
          return change ? [change] : [];
        });
        const merged = inSafeOrder(mergeChanges(changes));
        const sorted = (result: Access): unknown => [...result].map(([key, { roles }]) => [key, new Set(roles.keys()), new Map(roles)]);
        assert.deepEqual(sorted(merged.reduce((before, change) => applyChange(before, change), start)), sorted(access));
      }),
    );
  });
});

describe('the safe order', () => {
  test('people first, grants before revokes, resets after them, deletions last', () => {
    const { changes } = setOf(
      { kind: 'deleteUser', user: person('Zoe'), grants: [] },
      { kind: 'resetFactors', user: bob },
      revoke(bob, acme, [role('a')]),
      grant(eve, acme, [role('a')]),
      rename('Ada', 'Bea'),
      createEve,
    );
    assert.deepEqual(changes.map(({ kind }) => kind), ['createUser', 'renameUser', 'grant', 'revoke', 'resetFactors', 'deleteUser']);
  });

  test('any order of asking runs in the same phases, and keeps its order within a phase', () => {
    const all: Change[] = [createEve, rename('Ada', 'Bea'), grant(bob, acme, [role('a')]), revoke(bob, acme, [role('b')]), grant(ada, acme, [role('a')])];
    fc.assert(
      fc.property(fc.shuffledSubarray(all), (asked) => {
        const ordered = inSafeOrder(asked);
        for (const [at, change] of ordered.entries()) {
          const next = ordered[at + 1];
          if (next) assert.ok(phaseOf(change) < phaseOf(next) || (phaseOf(change) === phaseOf(next) && asked.indexOf(change) < asked.indexOf(next)));
        }
      }),
    );
  });
});

describe('planning', () => {
  test('what is held already with the same end is not asked for', () => {
    const known = [heldGrant(ada, acme, role('a')), heldGrant(ada, acme, role('b'), { expires_at: inHours(3) })];
    assert.equal(planGrant({ to: ada, cid: acme, roles: [role('a')], known }), undefined);
    assert.deepEqual(planGrant({ to: ada, cid: acme, roles: [role('a'), role('b'), role('c')], known }), {
      ...grant(ada, acme, [{ ...role('b'), held: { expiresAt: inHours(3) } }, role('c')]),
    });
  });

  test('a role that comes through a group is granted directly beside it', () => {
    assert.ok(planGrant({ to: ada, cid: acme, roles: [role('a')], known: [heldGrant(ada, acme, role('a'), throughGroup)] }));
  });

  test('a revoke carries the old end, leaves out what is not held, and keeps what a guard has to explain', () => {
    const known = [heldGrant(ada, acme, role('a'), { expires_at: inHours(3) }), heldGrant(ada, acme, role('b'), throughGroup)];
    const planned = planRevoke({ user: ada, cid: acme, roles: [role('a'), role('b'), role('c')], known });
    assert.deepEqual(planned, revoke(ada, acme, [{ ...role('a'), expiresAt: inHours(3) }, role('b')]));
    assert.equal(planRevoke({ user: ada, cid: acme, roles: [role('c')], known }), undefined);
  });
});

describe('the rest of a run', () => {
  test('holds what did not succeed; what may have is looked up first; a new user is named by uuid', () => {
    // In the safe order: create, rename, grant, revoke.
    const set = setOf(createEve, rename('Ada', 'Bea'), grant(eve, acme, [role('a')]), revoke(bob, acme, [role('b')]));
    const made = person('Eve');
    const rest = restOf(set, [{ state: 'done', created: made }, { state: 'unknown', message: '' }, { state: 'skipped', message: '' }, undefined], now);
    assert.deepEqual(rest, [{ ...rename('Ada', 'Bea'), doubtfulSince: now }, grant(made, acme, [role('a')]), revoke(bob, acme, [role('b')])]);
    assert.deepEqual(setOf(...rest).changes, rest, 'nothing of it is merged away');
  });

  test('is in doubt since it was begun itself, where that is known, and since its first try', () => {
    const set = setOf(revoke(ada, acme, [role('a')]), revoke(bob, acme, [role('b')]), { ...revoke(bob, retail, [role('b')]), doubtfulSince: 1 });
    const outcomes = set.changes.map(() => ({ state: 'unknown', message: '' }) as const);
    assert.deepEqual(restOf(set, outcomes, now, [now + 5, undefined, now + 7]).map(({ doubtfulSince }) => doubtfulSince), [now + 5, now, 1]);
  });
});
