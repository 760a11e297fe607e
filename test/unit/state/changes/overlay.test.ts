import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Grant } from '../../../../src/core/grant.ts';
import { asUserUuid } from '../../../../src/core/ids.ts';
import { emptyOverlay, overGrants, overUsers, settlingMs, withWritten } from '../../../../src/state/changes/overlay.ts';
import { acme, ada, bob, createEve, grant, heldGrant, inHours, now, retail, revoke, role, throughGroup } from '../../core/changes/samples.ts';

const here = { userUuid: ada.uuid, cid: acme };
const ids = (grants: readonly Grant[]): string[] => grants.map(({ role_id }) => role_id);
const granted = withWritten(emptyOverlay, grant(ada, acme, [role('a')], inHours(3)), ada.uuid, now);
const stale: readonly Grant[] = [heldGrant(ada, acme, role('b'))];
const fresh: readonly Grant[] = [...stale, heldGrant(ada, acme, role('a'), { expires_at: inHours(3) })];

describe('over grants', () => {
  test('a grant shows at once, with its end, although the server does not show it yet', () => {
    const { shown } = overGrants(granted, here, stale, now + 1);
    assert.deepEqual(ids(shown), ['b', 'a']);
    assert.equal(shown[1]?.expires_at, inHours(3));
  });

  test('a revoke shows at once; what a group gives stays', () => {
    const overlay = withWritten(emptyOverlay, revoke(ada, acme, [role('b')]), ada.uuid, now);
    const { shown } = overGrants(overlay, here, [...stale, heldGrant(ada, acme, role('b'), throughGroup)], now + 1);
    assert.deepEqual(shown.map(({ user_group_id }) => user_group_id), ['g1']);
  });

  test('a moved end shows at once', () => {
    const overlay = withWritten(emptyOverlay, grant(ada, acme, [role('b')], inHours(2)), ada.uuid, now);
    assert.deepEqual(overGrants(overlay, here, stale, now + 1).shown.map(({ expires_at }) => expires_at), [inHours(2)]);
  });

  test('it ends when the server has agreed twice in a row', () => {
    const once = overGrants(granted, here, fresh, now + 1);
    const back = overGrants(once.overlay, here, stale, now + 2);
    assert.deepEqual(ids(back.shown), ['b', 'a'], 'reads go back and forth');
    const again = overGrants(overGrants(back.overlay, here, fresh, now + 3).overlay, here, fresh, now + 4);
    assert.deepEqual(again.overlay, emptyOverlay);
  });

  test('it ends when its time is over, whatever the server shows', () => {
    const { shown, overlay } = overGrants(granted, here, stale, now + settlingMs);
    assert.deepEqual([ids(shown), overlay], [['b'], []]);
  });

  test('another user and another CID are left alone', () => {
    for (const place of [{ ...here, userUuid: bob.uuid }, { ...here, cid: retail }]) {
      const { shown, overlay } = overGrants(granted, place, stale, now + 1);
      assert.deepEqual([shown, overlay], [stale, granted]);
    }
  });

  test('the later of two changes of a role counts', () => {
    const overlay = withWritten(granted, revoke(ada, acme, [role('a')]), ada.uuid, now + 1);
    assert.deepEqual(ids(overGrants(overlay, here, stale, now + 2).shown), ['b']);
  });

  test('for as long as it lasts, what is shown does not depend on how stale a read is', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 12 }), (reads) => {
        let overlay = granted;
        let agreedBefore = 0;
        for (const isFresh of reads) {
          const laid = overGrants(overlay, here, isFresh ? fresh : stale, now + 1);
          if (agreedBefore < 2) assert.deepEqual(new Set(ids(laid.shown)), new Set(['a', 'b']));
          agreedBefore = agreedBefore >= 2 ? 2 : isFresh ? agreedBefore + 1 : 0;
          overlay = laid.overlay;
        }
      }),
    );
  });
});

describe('over users', () => {
  const rename = { kind: 'renameUser', user: ada, before: { first: 'Ada', last: 'Test' }, after: { first: 'Bea', last: 'Best' } } as const;

  test('a new user stands in the list it belongs into until the server shows it', () => {
    const uuid = asUserUuid('eve');
    const overlay = withWritten(emptyOverlay, createEve, uuid, now);
    assert.deepEqual(overUsers(overlay, [ada], now + 1, ({ cid }) => cid === acme).shown.map((user) => user.uuid), [ada.uuid, uuid]);
    assert.deepEqual(overUsers(overlay, [ada], now + 1).shown, [ada]);
    const record = { uuid, uid: 'eve@acme.test', status: 'active' };
    const agreed = overUsers(overlay, [ada, record], now + 1, () => true);
    assert.deepEqual([agreed.shown, agreed.overlay], [[ada, record], []]);
  });

  test('new names show at once, and the rest of the record stays', () => {
    const overlay = withWritten(emptyOverlay, rename, ada.uuid, now);
    const laid = overUsers(overlay, [{ ...ada, status: 'active' }], now + 1);
    assert.deepEqual(laid.shown, [{ ...ada, status: 'active', first_name: 'Bea', last_name: 'Best' }]);
    assert.deepEqual(overUsers(laid.overlay, laid.shown, now + 2).overlay, []);
  });

  test('names that somebody else gave meanwhile show, and the others are not put over them again', () => {
    const overlay = withWritten(emptyOverlay, rename, ada.uuid, now);
    const others = { ...ada, first_name: 'Cleo' };
    const laid = overUsers(overlay, [others], now + 1);
    assert.deepEqual([laid.shown, laid.overlay], [[others], emptyOverlay]);
  });

  test('after two renames the names from before either of them are stale', () => {
    const second = { ...rename, before: rename.after, after: { first: 'Cleo', last: 'Best' } };
    const overlay = withWritten(withWritten(emptyOverlay, rename, ada.uuid, now), second, ada.uuid, now + 1);
    for (const stale of [ada, { ...ada, first_name: 'Bea', last_name: 'Best' }]) {
      assert.deepEqual(overUsers(overlay, [stale], now + 2).shown, [{ ...ada, first_name: 'Cleo', last_name: 'Best' }]);
    }
  });

  test('a deleted user is gone at once, and holds nothing', () => {
    const overlay = withWritten(emptyOverlay, { kind: 'deleteUser', user: ada, grants: [] }, ada.uuid, now);
    assert.deepEqual(overUsers(overlay, [ada, bob], now + 1).shown, [bob]);
    assert.deepEqual(overGrants(overlay, here, stale, now + 1).shown, []);
    assert.deepEqual(overUsers(overlay, [ada, bob], now + settlingMs).shown, [ada, bob]);
  });

  test('a reset changes nothing that is read', () => {
    assert.deepEqual(withWritten(emptyOverlay, { kind: 'resetFactors', user: ada }, ada.uuid, now), emptyOverlay);
  });
});
