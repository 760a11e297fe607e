import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Grant } from '../../../../src/core/grant.ts';
import { grantKey } from '../../../../src/core/grant.ts';
import { asRoleId } from '../../../../src/core/ids.ts';
import { GrantsStore, exists } from '../../../../src/state/grants/grantsStore.ts';
import { aGrant, cidOf, FakeTenant, indexOf, noon, userOf } from './fakeTenant.ts';

const [users, cids] = [6, 4];
const roles = ['admin', 'analyst', 'guest'];

const randomGrant = fc
  .record({
    user: fc.nat(users - 1),
    cid: fc.nat(cids - 1),
    role: fc.constantFrom(...roles),
    group: fc.option(fc.constantFrom('g1', 'g2'), { nil: undefined }),
    endsInHours: fc.option(fc.integer({ min: -5, max: 5 }).filter((hours) => hours !== 0), { nil: undefined }),
  })
  .map(({ user, cid, role, group, endsInHours }) =>
    aGrant(user, cid, role, {
      ...(group && { user_group_id: group, grant_type: 'inherited' }),
      ...(endsInHours && !group && { expires_at: new Date(noon + endsInHours * 3_600_000).toISOString() }),
    }),
  );

const randomGrants = fc.uniqueArray(randomGrant, { selector: grantKey, maxLength: 40 });
const keys = (grants: readonly Grant[]): string[] => grants.map(grantKey).sort();
const grantsOf = (items: readonly { readonly grant: Grant }[]): Grant[] => items.map(({ grant }) => grant);
const isOver = ({ expires_at: end }: Grant): boolean => end !== undefined && Date.parse(end) <= noon;

test('what is answered after everything was read is what a look at all grants gives', async () => {
  await fc.assert(
    fc.asyncProperty(randomGrants, async (all) => {
      const tenant = new FakeTenant(users, cids, all);
      const { index } = indexOf(tenant);
      await index.fill({});
      const held = all.filter((grant) => !isOver(grant));
      for (const role of roles.map(asRoleId)) {
        const ofRole = held.filter((grant) => grant.role_id === role);
        assert.deepEqual(keys(grantsOf(index.holders(role).items)), keys(ofRole));
        for (const cid of tenant.cids) assert.deepEqual(keys(grantsOf(index.holders(role, cid).items)), keys(ofRole.filter((grant) => grant.cid === cid)));
      }
      for (const { uuid } of tenant.users) assert.deepEqual(keys(index.grantsOf(uuid).items), keys(held.filter((grant) => grant.uuid === uuid)));
      for (const cid of tenant.cids) assert.deepEqual(keys(grantsOf(index.accessTo(cid).items)), keys(held.filter((grant) => grant.cid === cid)));
      const ends = grantsOf(index.temporary().items).map((grant) => Date.parse(grant.expires_at ?? ''));
      assert.deepEqual(ends, held.flatMap((grant) => (grant.expires_at ? Date.parse(grant.expires_at) : [])).sort((left, right) => left - right));
      const { coverage } = index.holders(asRoleId('admin'));
      const pairs = new Set(all.map((grant) => `${grant.uuid}|${grant.cid}`)).size;
      assert.deepEqual([coverage.pairsRead, coverage.pairsKnown, coverage.cidsAsked, coverage.isWhole], [pairs, pairs, cids, true]);
      assert.equal(tenant.pairsRead.length, pairs, 'no pair is read that does not exist, and none twice');
    }),
    { numRuns: 60 },
  );
});

type Step = readonly [kind: 'read' | 'forget' | 'list' | 'remove', user: number, cid: number, grants: readonly string[]];
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('read', 'forget', 'list', 'remove'),
  fc.nat(users - 1),
  fc.nat(cids - 1),
  fc.uniqueArray(fc.constantFrom(...roles), { maxLength: 2 }),
);

test('lookups by role and CID always agree with the pairs themselves', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const store = new GrantsStore(() => undefined);
      for (const [at, [kind, user, cid, held]] of steps.entries()) {
        const [uuid, place] = [userOf(user), cidOf(cid)];
        if (kind === 'read') store.setRead(uuid, place, held.map((role) => aGrant(user, cid, role)), at);
        else if (kind === 'forget') store.forget(uuid, place);
        else if (kind === 'list') store.setAssigned(place, new Set([uuid]), at);
        else store.removeUser(uuid);
      }
      const pairs = Array.from({ length: users }, (_, n) => [...store.pairsOf(userOf(n))]).flat();
      for (const role of roles.map(asRoleId)) {
        const holding = pairs.filter(({ grants }) => grants.some((grant) => grant.role_id === role));
        assert.deepEqual(new Set(store.pairsWith(role)), new Set(holding));
        for (let n = 0; n < cids; n++) {
          assert.deepEqual(new Set(store.pairsWith(role, cidOf(n))), new Set(holding.filter(({ place }) => place === cidOf(n))));
        }
      }
      for (let n = 0; n < cids; n++) {
        const here = pairs.filter(({ place }) => place === cidOf(n));
        const { known, read, looked } = store.tally(cidOf(n));
        const wasRead = here.filter(({ readAt }) => readAt !== undefined);
        assert.deepEqual([known, read, looked], [here.filter(exists).length, wasRead.filter(exists).length, wasRead.length]);
      }
    }),
  );
});

test('strong roles of people without a second factor, or who never logged in, are told with the reason', async () => {
  const tenant = new FakeTenant(5, 1, [0, 1, 2, 3].map((user) => aGrant(user, 0, 'admin')).concat(aGrant(4, 0, 'guest')));
  const [factors, seen] = [{ factors: ['TOTP'] }, { last_login_at: '2026-01-01T00:00:00Z' }];
  for (const [n, facts] of [{ ...factors, ...seen }, seen, factors].entries()) Object.assign(tenant.users[n] ?? {}, facts);
  const { index } = indexOf(tenant);
  const strong = new Set([asRoleId('admin')]);
  await index.grants(userOf(1), cidOf(0));
  assert.deepEqual([index.strongWithoutSafety(strong).items, index.strongWithoutSafety(strong).coverage.isWhole], [[], false]);
  await index.fill({});
  const { items, coverage } = index.strongWithoutSafety(strong);
  const why = new Map(items.map((one) => [one.user.uuid, one.why]));
  assert.deepEqual([0, 1, 2, 3, 4].map((n) => why.get(userOf(n))), [undefined, 'noFactor', 'neverLoggedIn', 'both', undefined]);
  assert.equal(coverage.isWhole, true);
});

test('what is said about people is as old as their records, when these are older than the grants', async () => {
  const tenant = new FakeTenant(2, 1, [aGrant(0, 0, 'admin')]);
  const { index } = indexOf(tenant);
  index.learnUsers(tenant.users);
  tenant.now += 3_600_000;
  await index.fill({});
  const strong = new Set([asRoleId('admin')]);
  assert.deepEqual([index.strongWithoutSafety(strong).coverage.asOf, index.holders(asRoleId('admin')).coverage.asOf], [noon, noon + 3_600_000]);
});

test('a temporary grant leaves every answer at its end', async () => {
  const end = new Date(noon + 3_600_000).toISOString();
  const tenant = new FakeTenant(1, 1, [aGrant(0, 0, 'admin', { expires_at: end })]);
  const { index } = indexOf(tenant);
  await index.fill({});
  const answers = () => [index.temporary(), index.holders(asRoleId('admin')), index.grantsOf(userOf(0)), index.accessTo(cidOf(0))];
  const counts = (): number[] => answers().map(({ items }) => items.length);
  assert.deepEqual(counts(), [1, 1, 1, 1]);
  tenant.now = noon + 3_600_000;
  assert.deepEqual(counts(), [0, 0, 0, 0]);
});
