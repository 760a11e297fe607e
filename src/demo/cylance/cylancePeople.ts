/** Makes the users of the Cylance tenant: half of them are people of the Falcon tenant too, under the same e-mail address. */
import { drawName } from '../data/people.ts';
import type { Random } from '../data/random.ts';
import type { Customer, UserEntry } from '../store/model.ts';
import { consoleRoles, zoneRoles } from './cylanceRoles.ts';
import { wholeSeconds } from './cylanceZones.ts';
import type { CylanceUser, CylanceZone, NamedRole, ZoneMembership } from './model.ts';

const dayMs = 86_400_000;

/** Every so many users the rare cases come round again. */
const cycle = 40;

export interface PeopleOptions {
  readonly count: number;
  readonly falconUsers: readonly UserEntry[];
  readonly customers: readonly Customer[];
  readonly zones: readonly CylanceZone[];
  readonly customRoles: readonly NamedRole[];
  readonly now: number;
}

type Person = Pick<CylanceUser, 'firstName' | 'lastName' | 'email'>;

/** @returns newest first */
export function makeCylanceUsers(options: PeopleOptions, random: Random): CylanceUser[] {
  const { count, falconUsers } = options;
  const shared = random.shuffled(falconUsers).slice(0, Math.floor(count / 2));
  const taken = new Set(falconUsers.map(({ uid }) => uid));
  const people = Array.from({ length: count }, (_, index): Person => {
    // The two kinds alternate, so that both are found among the first of any list.
    const known = index % 2 === 1 ? shared[(index - 1) / 2] : undefined;
    return known ? { firstName: known.firstName, lastName: known.lastName, email: known.uid } : newcomer(options, taken, random);
  });
  const users = people.map((person, index) => makeUser(index % cycle, person, options, random));
  return users.sort((left, right) => right.createdAt - left.createdAt);
}

/** Somebody who is in no Falcon tenant. */
function newcomer({ customers }: PeopleOptions, taken: Set<string>, random: Random): Person {
  const first = drawName('first', random);
  const last = drawName('last', random, first.set);
  const { domain } = random.pick(customers);
  const mailbox = `${first.name.latin}.${last.name.latin}`;
  let email = `${mailbox}@${domain}`;
  for (let number = 2; taken.has(email); number += 1) email = `${mailbox}${String(number)}@${domain}`;
  taken.add(email);
  return { firstName: first.name.written, lastName: last.name.written, email };
}

/** @param turn the place within the cycle of rare cases */
function makeUser(turn: number, person: Person, options: PeopleOptions, random: Random): CylanceUser {
  const { now, zones } = options;
  const createdAt = wholeSeconds(now - random.between(1, 1500) * dayMs);
  const role = roleFor(turn, options, random);
  return {
    id: random.uuid(),
    ...person,
    ...namesFor(turn),
    role,
    defaultZoneRole: turn === 14 ? zoneRoles.zoneManager : turn === 15 ? zoneRoles.user : zoneRoles.none,
    zones: zonesFor(turn, role, zones, random),
    ...loginFor(turn, createdAt, now, random),
    createdAt,
    modifiedAt: random.chance(0.4) ? createdAt : wholeSeconds(random.between(createdAt, now)),
  };
}

/** Names are optional when a user is created; whether they then arrive empty or null is not documented. */
function namesFor(turn: number): Partial<Person> {
  if (turn === 10) return { firstName: '', lastName: '' };
  return turn === 12 ? { firstName: null, lastName: null } : {};
}

function roleFor(turn: number, { customRoles }: PeopleOptions, random: Random): NamedRole {
  const fixed = [consoleRoles.administrator, consoleRoles.readOnly, consoleRoles.zoneManager, consoleRoles.user, ...customRoles][turn];
  if (fixed) return fixed;
  const drawn = random.below(100);
  if (drawn < 12) return consoleRoles.administrator;
  if (drawn < 24) return consoleRoles.readOnly;
  if (drawn < 44) return consoleRoles.zoneManager;
  return drawn < 52 ? random.pick(customRoles) : consoleRoles.user;
}

function zonesFor(turn: number, role: NamedRole, zones: readonly CylanceZone[], random: Random): ZoneMembership[] {
  // Zones of administrators are ignored, and those who only read take none.
  if (role === consoleRoles.administrator || role === consoleRoles.readOnly) return [];
  const chosen = new Set(Array.from({ length: 1 + random.below(4) }, () => random.pick(zones).id));
  const memberships = [...chosen].map((zoneId, place) => {
    if (role === consoleRoles.zoneManager && place === 0) return { zoneId, role: zoneRoles.zoneManager };
    return { zoneId, role: random.pick([zoneRoles.user, zoneRoles.user, zoneRoles.user, zoneRoles.zoneManager, zoneRoles.none]) };
  });
  // A zone that is not in the list: deleted meanwhile.
  return turn === 3 ? [...memberships, { zoneId: random.uuid(), role: zoneRoles.user }] : memberships;
}

function loginFor(turn: number, createdAt: number, now: number, random: Random): Pick<CylanceUser, 'hasLoggedIn' | 'lastLoginAt' | 'emailConfirmedAt'> {
  const confirmedAt = wholeSeconds(random.between(createdAt, Math.min(now, createdAt + 3 * dayMs)));
  const seenAt = wholeSeconds(Math.max(confirmedAt, now - random.next() ** 2 * 200 * dayMs));
  switch (turn) {
    case 5:
    case 25:
      return { hasLoggedIn: false, lastLoginAt: undefined, emailConfirmedAt: undefined };
    case 26:
      return { hasLoggedIn: false, lastLoginAt: undefined, emailConfirmedAt: confirmedAt };
    case 7:
      // As recorded, with single sign-on perhaps.
      return { hasLoggedIn: true, lastLoginAt: seenAt, emailConfirmedAt: undefined };
    case 8:
      return { hasLoggedIn: true, lastLoginAt: undefined, emailConfirmedAt: confirmedAt };
    default:
      return { hasLoggedIn: true, lastLoginAt: seenAt, emailConfirmedAt: confirmedAt };
  }
}
