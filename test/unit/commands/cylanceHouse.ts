/** A house whose tree shows the users of a Cylance tenant. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { CylanceConnection, CylanceEntry } from '../../../src/state/cylance/cylanceConnection.ts';
import type { CylanceDirectory } from '../../../src/state/cylance/cylanceDirectory.ts';
import { cylanceNode } from '../../../src/state/cylance/cylanceNodes.ts';
import { connectionNode } from '../../../src/state/nodes.ts';
import type { CylanceNode, CylanceUserNode, CylanceUsersNode, NodeOf } from '../../../src/state/nodes.ts';
import { ofKind } from '../state/nodesFound.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

export interface CylanceShown {
  readonly tenant: CylanceConnection;
  readonly directory: CylanceDirectory;
  readonly root: CylanceNode;
  readonly list: CylanceUsersNode;
  /** Nodes of users, known to the view. */
  readonly users: readonly CylanceUserNode[];
}

export interface CylanceHouse extends CommandHouse, CylanceShown {}

/** Connects the Cylance tenant of the demo and shows it; under another id it is another tenant for the extension. */
export async function showCylance({ connectCylance, cylance, tree, show }: CommandHouse, over: Partial<CylanceEntry> = {}): Promise<CylanceShown> {
  const tenant = await connectCylance(over);
  const [root, list, directory] = [cylanceNode(tenant), await cylance.tree.usersBelow(tenant), await cylance.directories.of(tenant.id)];
  const users = ofKind(await tree.children(list), 'cylanceUser');
  show(root, list, ...users);
  return { tenant, directory, root, list, users };
}

export async function cylanceHouse(t: Pick<TestContext, 'after'>, { cylance, ...options }: DemoTenantOptions = {}): Promise<CylanceHouse> {
  const house = await commandHouse(t, { cids: 1, users: 40, cylance: { users: 40, ...cylance }, ...options });
  return { ...house, ...(await showCylance(house)) };
}

/** Connects the Falcon tenant of the demo and shows its users. */
export async function showFalcon({ connect, tree, show }: CommandHouse): Promise<readonly NodeOf<'user'>[]> {
  const users = ofKind(await tree.children(await tree.usersBelow(connectionNode(await connect()))), 'user');
  show(...users);
  return users;
}

/** A user with both names, an address and a zone that has a name. */
export function memberOf({ users, directory }: Pick<CylanceShown, 'users' | 'directory'>): CylanceUserNode & { readonly email: string } {
  const found = users.find(({ user }) => user.first_name && user.last_name && user.zones.some(({ id }) => directory.zoneName(id) !== id));
  assert.ok(found?.user.email);
  return { ...found, email: found.user.email };
}
