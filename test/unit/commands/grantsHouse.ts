/** A house in which somebody looks at who holds what, with users who hold what a test needs. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { CommandDeps } from '../../../src/commands/parts/deps.ts';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import type { Change, GrantRoles } from '../../../src/core/changes/change.ts';
import { directGrant } from '../../../src/core/changes/planRoles.ts';
import { sendChange } from '../../../src/api/falcon/writes.ts';
import { snapshotOf } from '../../../src/core/changes/change.ts';
import type { Grant } from '../../../src/core/grant.ts';
import { isInherited } from '../../../src/core/grant.ts';
import { asRoleId } from '../../../src/core/ids.ts';
import type { Cid, RoleId } from '../../../src/core/ids.ts';
import type { User } from '../../../src/core/user.ts';
import type { NodeOf } from '../../../src/state/nodes.ts';
import { peopleHouse } from './peopleHouse.ts';
import type { PeopleHouse } from './peopleHouse.ts';

export interface GrantsHouse extends PeopleHouse {
  /** The parent's CID, which the users of `users` are at home in. */
  readonly own: Cid;
  readonly children: readonly Cid[];
  readonly grantsOf: (user: User) => Promise<readonly Grant[]>;
  /** The first user whose grants are as wanted. */
  readonly userWith: (fits: (grants: readonly Grant[]) => boolean) => Promise<{ readonly node: NodeOf<'user'>; readonly grants: readonly Grant[] }>;
  /** Changes the tenant elsewhere: nothing of it is known here. */
  readonly elsewhere: (change: Change) => Promise<void>;
  /** Gives a user a role that the user does not hold. */
  readonly give: (user: User, cid: Cid, role: string, expiresAt?: string) => Promise<void>;
  readonly reads: (operation: string) => number;
}

export const isDirect = (grant: Grant): boolean => !isInherited(grant);
export const hasRole = (grants: readonly Grant[], cid: Cid, id: string): boolean => directGrant(grants, cid, asRoleId(id)) !== undefined;

/** Hours from now, as servers write it. */
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

export async function grantsHouse(t: Pick<TestContext, 'after'>, options: DemoTenantOptions = {}): Promise<GrantsHouse> {
  const house = await peopleHouse(t, { cids: 3, users: 60, ...options });
  const { directory, users, sessions, connection, demo } = house;
  const { cid: own } = await directory.shape();
  assert.ok(own);
  const children = (await directory.allChildren()).map(({ child_cid: cid }) => cid);
  const grantsOf = (user: User): Promise<readonly Grant[]> => directory.accessOf(user);
  const userWith: GrantsHouse['userWith'] = async (fits) => {
    for (const node of users) {
      const grants = await grantsOf(node.user);
      if (fits(grants)) return { node, grants };
    }
    return assert.fail('the demo tenant has no such user');
  };
  const elsewhere = async (change: Change): Promise<void> => {
    const user = 'user' in change ? change.user : (change as GrantRoles).to;
    assert.ok('uuid' in user);
    await sendChange(await sessions.client(connection.id), change, { uuid: user.uuid });
  };
  const give: GrantsHouse['give'] = (user, cid, role, expiresAt) =>
    elsewhere({ kind: 'grant', to: snapshotOf(user), cid, roles: [{ id: asRoleId(role), name: role }], ...(expiresAt && { expiresAt }) });
  const reads = (operation: string): number => demo.requests.filter((request) => request.operation === operation).length;
  return { ...house, own, children, grantsOf, userWith, elsewhere, give, reads };
}

/** A person who presses Cancel once the server has answered so many reads of grants. */
export async function cancelsAfter(t: Pick<TestContext, 'mock'>, { sessions, connection }: GrantsHouse, count: number): Promise<CommandDeps['progress']> {
  const client = await sessions.client(connection.id);
  const call = client.call.bind(client);
  let present = new AbortController();
  let answered = 0;
  t.mock.method(client, 'call', async (...parts: Parameters<typeof call>) => {
    const reply = await call(...parts);
    const [operation] = parts;
    if (operation === 'CombinedUserRolesV2' && ++answered === count) present.abort();
    return reply;
  });
  return (_title, work) => {
    present = new AbortController();
    return work(present.signal, () => undefined);
  };
}

export interface SaidChange {
  readonly kind: Change['kind'];
  readonly user: string;
  readonly cid: Cid;
  readonly roles: readonly RoleId[];
  readonly expiresAt: string | undefined;
}

/** What was proposed about roles, in short. */
export function saidChanges({ proposed }: Pick<GrantsHouse, 'proposed'>): SaidChange[] {
  return proposed.flatMap(({ changes }) =>
    changes.flatMap((change): SaidChange[] => {
      if (change.kind !== 'grant' && change.kind !== 'revoke') return [];
      const person = change.kind === 'grant' ? change.to : change.user;
      const user = 'uuid' in person ? person.uuid : person.key;
      const expiresAt = change.kind === 'grant' ? change.expiresAt : undefined;
      return [{ kind: change.kind, user, cid: change.cid, roles: change.roles.map(({ id }) => id), expiresAt }];
    }),
  );
}
