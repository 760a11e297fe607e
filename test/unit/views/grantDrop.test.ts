import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCylanceUserId } from '../../../src/core/cylance/ids.ts';
import { consoleRole } from '../../../src/core/cylance/roles.ts';
import { asCid, asConnectionId, asRoleId, asUserUuid } from '../../../src/core/ids.ts';
import { withoutSecret } from '../../../src/state/connection.ts';
import { withoutCylanceSecret } from '../../../src/state/cylance/cylanceConnection.ts';
import { cylanceNode, cylanceRoleNode, cylanceRolesNode, cylanceUserNode, cylanceUsersNode } from '../../../src/state/cylance/cylanceNodes.ts';
import { plainCylanceView } from '../../../src/state/cylance/cylanceView.ts';
import * as nodes from '../../../src/state/nodes.ts';
import type { TenantNode } from '../../../src/state/nodes.ts';
import { plainView } from '../../../src/state/userView.ts';
import { grantDropped } from '../../../src/views/grantDrop.ts';
import type { Dropped } from '../../../src/views/grantDrop.ts';
import { aCylanceEntry, anEntry } from '../state/entries.ts';
import { plainL10n } from './plainWording.ts';

const cid = asCid('c'.repeat(32));

function tenant(id: string, name: string) {
  const connection = nodes.connectionNode(withoutSecret(anEntry({ id: asConnectionId(id), name })));
  const child = nodes.cidNode(connection, cid, { child_cid: cid, name: 'Acme Retail' }, undefined);
  const users = nodes.usersNode(child, nodes.placeOf(child), plainView, 2);
  const roles = nodes.rolesNode(child, nodes.placeOf(child), 2);
  const role = nodes.roleNode(roles, { id: asRoleId('admin'), display_name: 'Falcon Administrator', description: '' }, undefined);
  const other = nodes.roleNode(roles, { id: asRoleId('analyst'), display_name: 'Falcon Analyst', description: '' }, undefined);
  const [ada, bob] = ['ada', 'bob'].map((uuid) => nodes.userNode(users, { uuid: asUserUuid(uuid) }, undefined));
  assert.ok(ada && bob);
  const holder = nodes.holderNode(other, ada.user, { role_id: other.role.id });
  return { connection, child, users, roles, role, other, ada, bob, holder };
}

const acme = tenant('one', 'Acme');
const beta = tenant('two', 'Beta');
const dropped = (dragged: readonly TenantNode[], target: TenantNode | undefined): Dropped => grantDropped(dragged, target, plainL10n);

test('users and holders dropped onto a role ask for it in the CID of the role, each user once', () => {
  const users = [asUserUuid('ada'), asUserUuid('bob')];
  const grant = { connection: 'one', users, cid, role: 'admin' };
  assert.deepEqual(dropped([acme.ada, acme.bob, acme.holder], acme.role), { grant });
});

test('a role dropped onto a user or a holder asks for it as well', () => {
  const grant = { connection: 'one', users: ['ada'], cid, role: 'admin' };
  assert.deepEqual(dropped([acme.role], acme.ada), { grant });
  assert.deepEqual(dropped([acme.role], acme.holder), { grant });
});

test('users of another tenant are refused, and both tenants are named', () => {
  for (const refused of [dropped([acme.ada, beta.bob], acme.role), dropped([acme.role], beta.ada)]) {
    assert.ok('refusal' in refused);
    assert.match(refused.refusal, /^Users of Beta cannot be given a role of Acme: /);
  }
});

test('whatever else is dropped is refused with what can be', () => {
  const says = (...given: Parameters<typeof dropped>): string => {
    const answer = dropped(...given);
    return 'refusal' in answer ? answer.refusal : 'granted';
  };
  const hint = /^To grant a role, drop users onto a role/;
  assert.match(says([acme.ada], undefined), hint);
  assert.match(says([acme.ada], acme.child), hint);
  assert.match(says([acme.ada, acme.child], acme.role), hint);
  assert.match(says([acme.role], acme.other), hint);
  assert.match(says([], acme.role), hint);
  assert.match(says([acme.role, acme.other], acme.ada), /^One role at a time/);
});

test('users of a Cylance tenant get no role by being dropped, and none of its roles can be given', () => {
  const root = cylanceNode(withoutCylanceSecret(aCylanceEntry()));
  const list = cylanceUsersNode(root, plainCylanceView, 1);
  const eve = cylanceUserNode(list, { id: asCylanceUserId('eve'), zones: [] });
  const role = cylanceRoleNode(cylanceRolesNode(root, 1), consoleRole(undefined, 'Night Shift'), 1);
  for (const [dragged, target] of [
    [[eve], acme.role],
    [[acme.ada, eve], acme.role],
    [[acme.ada], role],
    [[acme.role], eve],
    [[role], eve],
  ] as const) {
    assert.ok('refusal' in dropped(dragged, target));
  }
});
