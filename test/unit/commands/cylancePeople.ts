/** A house in which a Falcon and a Cylance tenant are connected whose people are partly the same. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { CylanceConnection } from '../../../src/state/cylance/cylanceConnection.ts';
import type { CylanceDirectory } from '../../../src/state/cylance/cylanceDirectory.ts';
import { cylanceNode } from '../../../src/state/cylance/cylanceNodes.ts';
import type { CylanceNode, CylanceUserNode, CylanceUsersNode, NodeOf } from '../../../src/state/nodes.ts';
import { ofKind } from '../state/nodesFound.ts';
import { peopleHouse } from './peopleHouse.ts';
import type { PeopleHouse } from './peopleHouse.ts';

export interface CylancePeople extends PeopleHouse {
  readonly tenant: CylanceConnection;
  readonly root: CylanceNode;
  readonly cylanceList: CylanceUsersNode;
  readonly cylanceDirectory: CylanceDirectory;
  /** Nodes of the users of the first page, known to the view. */
  readonly cylanceUsers: readonly CylanceUserNode[];
  /** One person's user in each of the tenants. */
  readonly both: { readonly falcon: NodeOf<'user'>; readonly cylance: CylanceUserNode };
}

export async function cylancePeople(t: Pick<TestContext, 'after'>, options: DemoTenantOptions = {}): Promise<CylancePeople> {
  const house = await peopleHouse(t, { cids: 1, users: 60, ...options });
  const tenant = await house.connectCylance();
  const root = cylanceNode(tenant);
  const cylanceList = await house.cylance.tree.usersBelow(tenant);
  const cylanceUsers = ofKind(await house.tree.children(cylanceList), 'cylanceUser');
  house.show(root, cylanceList, ...cylanceUsers);
  const byMail = new Map(house.users.map((node) => [node.user.uid?.toLowerCase(), node]));
  const cylance = cylanceUsers.find(({ user }) => byMail.has(user.email?.toLowerCase()));
  const falcon = byMail.get(cylance?.user.email?.toLowerCase());
  assert.ok(cylance && falcon, 'somebody is in both tenants');
  const cylanceDirectory = await house.cylance.directories.of(tenant.id);
  return { ...house, tenant, root, cylanceList, cylanceUsers, cylanceDirectory, both: { falcon, cylance } };
}
