/** Gives the users their direct roles: most in their home CID, some in others, a few that end by themselves. */
import type { Customer, DirectGrant, RoleEntry, UserEntry } from '../store/model.ts';
import type { Random } from './random.ts';

const hourMs = 3_600_000;

/** Drawn from evenly, so a role named twice is twice as common. */
const commonRoles = [
  'falconhost_analyst', 'falconhost_analyst', 'falconhost_read_only', 'falconhost_read_only', 'falconhost_read_only', 'falcon_console_guest',
  'event_viewer', 'help_desk', 'endpoint_manager', 'remote_responder_one', 'remote_responder', 'vulnerability_manager', 'dashboard_admin',
  'prevention_policy_manager', 'falconhost_admin', 'security_lead', 'discover_analyst', 'intel_basic_analyst',
];
const temporaryRoles = ['falconhost_admin', 'remote_responder_three', 'quarantine_manager', 'prevention_policy_manager'];

export function assignRoles(users: readonly UserEntry[], customers: readonly Customer[], roles: readonly RoleEntry[], random: Random, now: number): void {
  const roleById = new Map(roles.map((role) => [role.id, role]));
  const drawn = (ids: readonly string[]): RoleEntry => {
    const role = roleById.get(random.pick(ids));
    if (role === undefined) throw new RangeError('A role of the demo data is not defined.');
    return role;
  };
  const customRoles = Map.groupBy(roles.filter(({ owner }) => owner), ({ owner }) => owner);
  const withAdministrator = new Set<Customer>();

  for (const user of users) {
    const give = (role: RoleEntry, customer: Customer, expiresAt = 0): void => {
      if (!user.grants.some((grant) => grant.role === role && grant.customer === customer)) user.grants.push(heldFromTheStart(role, customer, expiresAt));
    };
    if (!withAdministrator.has(user.home)) {
      withAdministrator.add(user.home);
      give(drawn(['falconhost_admin']), user.home);
    } else if (random.chance(0.04)) {
      continue;
    }
    for (let left = 1 + random.below(3); left > 0; left -= 1) give(drawn(commonRoles), user.home);

    const custom = customRoles.get(user.home);
    if (custom && random.chance(0.2)) give(random.pick(custom), user.home);
    // Staff of the parent, and here and there someone else, works in other CIDs too.
    if (customers.length > 1 && random.chance(user.home.index === 0 ? 0.35 : 0.02)) {
      for (let left = 1 + random.below(4); left > 0; left -= 1) give(drawn(commonRoles), customers[1 + random.below(customers.length - 1)] ?? user.home);
    }
    // The same role directly and through a group, as happens when groups are introduced later.
    const link = user.membership?.groups[0]?.links[0];
    if (link && random.chance(0.25)) give(random.pick(link.roles), random.pick([...link.cidGroup.customers].slice(0, 20)));
    if (random.chance(0.04)) give(drawn(temporaryRoles), user.home, Math.floor(now + random.between(1.2, 7 * 24) * hourMs));
  }
}

const heldFromTheStart = (role: RoleEntry, customer: Customer, expiresAt: number): DirectGrant => ({
  role,
  customer,
  expiresAt,
  visibleFrom: 0,
  visibleUntil: Number.POSITIVE_INFINITY,
});
