/** A house whose tree shows the users of the parent CID. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { isNode } from '../../../src/state/nodes.ts';
import type { CidNode, ConnectionNode, NodeOf } from '../../../src/state/nodes.ts';
import type { Connection } from '../../../src/state/connection.ts';
import type { TenantDirectory } from '../../../src/state/tenantDirectory.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { commandHouse } from './commandHouse.ts';
import type { CommandHouse } from './commandHouse.ts';

export interface PeopleHouse extends CommandHouse {
  readonly connection: Connection;
  readonly directory: TenantDirectory;
  readonly cid: ConnectionNode | CidNode;
  readonly list: NodeOf<'users'>;
  /** Nodes of users, known to the view. */
  readonly users: readonly NodeOf<'user'>[];
}

type Shown = Pick<PeopleHouse, 'directory' | 'cid' | 'list' | 'users'>;

async function shownUsers({ tree, directories, show }: CommandHouse, connection: Connection): Promise<Shown> {
  const directory = await directories.of(connection.id);
  const { cid: own } = await directory.shape();
  const cid = await tree.pathToCid(connection, own);
  const list = await tree.usersBelow(cid);
  const users = (await tree.children(list)).filter((node) => isNode(node, 'user'));
  show(cid, list, ...users);
  return { directory, cid, list, users };
}

export async function peopleHouse(t: Pick<TestContext, 'after'>, options: DemoTenantOptions = {}): Promise<PeopleHouse> {
  const house = await commandHouse(t, { cids: 3, users: 150, ...options });
  const connection = await house.connect({ canChange: true });
  return { ...house, connection, ...(await shownUsers(house, connection)) };
}

/** Connects the same server once more under another name: for the extension that is another tenant. */
export async function secondTenant(house: PeopleHouse): Promise<{ readonly connection: Connection; readonly users: readonly NodeOf<'user'>[] }> {
  const connection = await house.connect({ id: asConnectionId('two'), name: 'Beta', canChange: true });
  return { connection, users: (await shownUsers(house, connection)).users };
}

/** The first few of a list that has to be longer. */
export function firstOf<T>(list: readonly T[]): readonly [T, T, T] {
  const [first, second, third] = list;
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  return [first, second, third];
}

export const idsOf = (nodes: readonly { readonly id: string }[]): string[] => nodes.map(({ id }) => id);
