import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareAccessText } from '../../../src/core/compareAccess.ts';
import type { ComparedPerson } from '../../../src/core/compareAccess.ts';
import type { Grant } from '../../../src/core/grant.ts';
import type { Cid } from '../../../src/core/ids.ts';
import { acme, ada, bob, heldGrant, inHours, person, retail, role, throughGroup } from './changes/samples.ts';

const cidName = (cid: Cid): string | undefined => (cid === acme ? 'Acme Global' : cid === retail ? 'Acme Retail' : undefined);
const cleo = person('Cleo');
const compared = (user: typeof ada, grants: readonly Grant[], over: Partial<ComparedPerson> = {}): ComparedPerson => ({
  ...{ label: `${user.first_name} ${user.last_name}`, user, tenantName: 'Acme', grants, cidName },
  ...over,
});

test('each CID tells what all share, and of each what is extra and what is missing', () => {
  const text = compareAccessText([
    compared(ada, [heldGrant(ada, acme, role('a')), heldGrant(ada, acme, role('b')), heldGrant(ada, retail, role('x'), { expires_at: inHours(2) })]),
    compared(bob, [heldGrant(bob, acme, role('a'))]),
    compared(cleo, [heldGrant(cleo, acme, role('a')), heldGrant(cleo, acme, role('b'))]),
  ]);
  assert.deepEqual(text.split('\n'), [
    'Access of',
    '  Ada Test <ada@acme.test> in Acme',
    '  Bob Test <bob@acme.test> in Acme',
    '  Cleo Test <cleo@acme.test> in Acme',
    '',
    'Acme Global',
    '  shared by all',
    '    Role a (direct)',
    '  Ada Test',
    '    extra    Role b (direct)',
    '  Bob Test',
    '    missing  Role b',
    '  Cleo Test',
    '    extra    Role b (direct)',
    '',
    'Acme Retail',
    '  Ada Test',
    '    extra    Role x (direct until 2026-05-05 14:00 UTC)',
    '  Bob Test',
    '    missing  Role x',
    '  Cleo Test',
    '    missing  Role x',
    '',
  ]);
});

test('of what all share it is told how each holds it where they differ in that', () => {
  const text = compareAccessText([
    compared(ada, [heldGrant(ada, acme, role('a'))]),
    compared(bob, [heldGrant(bob, acme, role('a'), throughGroup)]),
    compared(cleo, [heldGrant(cleo, acme, role('a'))]),
  ]);
  assert.match(text, /^ {4}Role a \(Ada Test: direct; Bob Test: through SOC L2 > Retail CIDs; Cleo Test: direct\)$/m);
});

test('the order in which grants are read makes no difference', () => {
  const grants = [acme, retail].flatMap((cid) => ['c', 'a', 'b'].map((id) => heldGrant(ada, cid, role(id))));
  const text = (some: readonly Grant[]): string => compareAccessText([compared(ada, some), compared(bob, []), compared(cleo, some)]);
  assert.equal(text(grants.toReversed()), text(grants));
});

test('people of several tenants are told with theirs, and a CID by the name that any of them knows', () => {
  const nameless = { tenantName: 'Beta', cidName: () => undefined };
  const text = compareAccessText([
    compared(ada, [heldGrant(ada, retail, role('a'))], nameless),
    compared(bob, [heldGrant(bob, retail, role('a'))]),
    compared(cleo, []),
  ]);
  assert.match(text, /^ {2}Ada Test <ada@acme\.test> in Beta$/m);
  assert.match(text, /^Acme Retail$/m);
});

test('people without any role are said to have none, and names cannot make lines', () => {
  assert.match(compareAccessText([ada, bob, cleo].map((one) => compared(one, []))), /^None of them holds any role\.$/m);
  const grants = [heldGrant(ada, acme, { ...role('a'), name: 'One\nAcme Retail' })];
  assert.doesNotMatch(compareAccessText([compared(ada, grants), compared(bob, []), compared(cleo, [])]), /^Acme Retail/m);
});
