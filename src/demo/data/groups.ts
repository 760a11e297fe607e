/** Makes the Flight Control groups of the parent, through which its people hold roles in many children at once. */
import type { CidGroup, Customer, Membership, RoleEntry, UserGroup } from '../store/model.ts';
import type { Random } from './random.ts';

/** About so many CIDs form one region. */
const regionSize = 60;

export interface Groups {
  readonly userGroups: readonly UserGroup[];
  /** The record of belonging to exactly these groups, the same object for the same groups. */
  readonly membershipOf: (groups: readonly UserGroup[]) => Membership | undefined;
}

export function makeGroups(customers: readonly Customer[], roles: readonly RoleEntry[], random: Random): Groups {
  const children = customers.slice(1);
  const roleById = new Map(roles.map((role) => [role.id, role]));
  const rolesOf = (...ids: string[]): RoleEntry[] => ids.flatMap((id) => roleById.get(id) ?? []);
  const cidGroup = (name: string, members: readonly Customer[]): CidGroup => ({ id: random.hex(32), name, customers: new Set(members) });
  const userGroup = (name: string, links: UserGroup['links']): UserGroup => ({ id: random.hex(32), name, links });

  const all = cidGroup('All customers', children);
  const regulated = cidGroup('Regulated industries', children.filter((_, index) => index % 3 === 0));
  const pilot = cidGroup('Pilot – early policies', children.slice(0, 2));
  const regions = Array.from({ length: Math.min(12, Math.ceil(children.length / regionSize)) }, (_, region) =>
    cidGroup(`Region ${String(region + 1)}`, children.filter((__, index) => Math.floor(index / regionSize) === region)),
  );

  const userGroups =
    children.length === 0
      ? []
      : [
          userGroup('SOC Level 1', [{ cidGroup: all, roles: rolesOf('falconhost_read_only', 'event_viewer') }]),
          userGroup('SOC Level 2', [
            { cidGroup: regulated, roles: rolesOf('falconhost_analyst') },
            { cidGroup: pilot, roles: rolesOf('falconhost_analyst', 'remote_responder_one') },
          ]),
          userGroup('Incident Response', [{ cidGroup: regulated, roles: rolesOf('remote_responder_three', 'quarantine_manager') }]),
          userGroup('Platform Engineering', [{ cidGroup: pilot, roles: rolesOf('prevention_policy_manager', 'firewall_manager') }]),
          ...regions.map((region) => userGroup(`Customer Care ${region.name}`, [{ cidGroup: region, roles: rolesOf('help_desk', 'falconhost_read_only') }])),
        ];

  const memberships = new Map<string, Membership>();
  const membershipOf = (groups: readonly UserGroup[]): Membership | undefined => {
    if (groups.length === 0) return undefined;
    const key = groups.map(({ id }) => id).join();
    const known = memberships.get(key);
    if (known) return known;
    const reached = new Set(groups.flatMap(({ links }) => links.flatMap((link) => [...link.cidGroup.customers])));
    const membership = { groups, customers: reached, cids: [...reached].map(({ cid }) => cid) };
    memberships.set(key, membership);
    return membership;
  };
  return { userGroups, membershipOf };
}
