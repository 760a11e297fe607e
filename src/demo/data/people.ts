/** Makes the users: who they are, where they belong and when they were last seen. Roles come afterwards. */
import type { Customer, Membership, UserEntry } from '../store/model.ts';
import type { Groups } from './groups.ts';
import type { Name } from './names.ts';
import { latinOf, nameSets } from './names.ts';
import type { Random } from './random.ts';

const dayMs = 86_400_000;
const noFactors: readonly string[] = [];
// `TOTP` is the one value seen in public; the other is here so that nobody relies on it.
const oneFactor: readonly string[] = ['TOTP'];
const twoFactors: readonly string[] = ['TOTP', 'WEBAUTHN'];

/** An MSSP's own staff does not grow with the number of its customers' users. */
const mostStaff = 400;

interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly mailbox: string;
  readonly home: Customer;
}

export function makeUsers(count: number, customers: readonly Customer[], groups: Groups, random: Random, now: number): UserEntry[] {
  const uids = new Set<string>();
  const users: UserEntry[] = [];
  const people: Person[] = [];
  for (let index = 0; index < count; index += 1) {
    // Every 40th person looks almost like an earlier one: the pairs that are taken for each other in daily work.
    const earlier = index % 40 === 39 ? people[random.below(people.length)] : undefined;
    const person = earlier ? lookAlike(earlier, customers, random) : newPerson(homeOf(index, count, customers, random), random);
    people.push(person);
    users.push(makeUser(index, person, freeUid(person, uids), membershipFor(person, groups, random), random, now));
  }
  return users;
}

function homeOf(index: number, count: number, customers: readonly Customer[], random: Random): Customer {
  const [parent] = customers;
  if (parent === undefined) throw new RangeError('A tenant has one CID at least.');
  const children = customers.length - 1;
  const staff = children === 0 ? count : Math.min(mostStaff, Math.ceil(count / 5));
  // A few large customers and many small ones.
  return index < staff ? parent : (customers[1 + Math.floor(random.next() ** 1.6 * children)] ?? parent);
}

function newPerson(home: Customer, random: Random): Person {
  // Some accounts are made by scripts that leave out the names.
  if (random.chance(0.005)) return { firstName: '', lastName: '', mailbox: `svc-${random.hex(6)}`, home };
  const first = drawName('first', random);
  const last = drawName('last', random, first.set);
  return { firstName: first.name.written, lastName: last.name.written, mailbox: `${first.name.latin}.${last.name.latin}`, home };
}

export function drawName(part: 'first' | 'last', random: Random, set = drawSet(random)): { name: Name; set: (typeof nameSets)[number] } {
  return { name: random.pick(set[part]), set };
}

function drawSet(random: Random): (typeof nameSets)[number] {
  let left = random.below(100);
  const drawn = nameSets.find(({ weight }) => (left -= weight) < 0);
  return drawn ?? random.pick(nameSets);
}

function lookAlike(earlier: Person, customers: readonly Customer[], random: Random): Person {
  switch (random.below(3)) {
    case 0:
      // The same person, as it seems, at another customer.
      return { ...earlier, home: random.pick(customers) };
    case 1:
      // The same name without its accents.
      return { ...earlier, firstName: earlier.firstName.normalize('NFD').replaceAll(/\p{M}/gu, ''), mailbox: `${earlier.mailbox}1` };
    default:
      // The same name under another mailbox.
      return { ...earlier, mailbox: `${latinOf(earlier.mailbox).slice(0, 1)}.${earlier.mailbox.split('.').at(-1) ?? ''}` };
  }
}

function freeUid({ mailbox, home }: Person, taken: Set<string>): string {
  let uid = `${mailbox}@${home.domain}`;
  for (let number = 2; taken.has(uid); number += 1) uid = `${mailbox}${String(number)}@${home.domain}`;
  taken.add(uid);
  return uid;
}

function membershipFor({ home }: Person, groups: Groups, random: Random): Membership | undefined {
  if (home.index !== 0 || groups.userGroups.length === 0 || random.chance(0.3)) return undefined;
  const joined = groups.userGroups.filter(() => random.chance(1.4 / groups.userGroups.length));
  return groups.membershipOf(joined.length > 0 ? joined : [random.pick(groups.userGroups)]);
}

function makeUser(
  index: number,
  { firstName, lastName, home }: Person,
  uid: string,
  membership: Membership | undefined,
  random: Random,
  now: number,
): UserEntry {
  const createdAt = Math.floor(now - random.between(1, 1500) * dayMs);
  const lastLoginAt = random.chance(0.08) ? 0 : lastSeen(createdAt, random, now);
  return {
    index,
    uuid: random.uuid(),
    uid,
    home,
    firstName,
    lastName,
    // `inactive` is assumed by public connectors, not documented.
    status: random.chance(0.05) ? 'inactive' : 'active',
    factors: random.chance(0.82) ? (random.chance(0.06) ? twoFactors : oneFactor) : noFactors,
    createdAt,
    updatedAt: Math.floor(random.between(createdAt, now)),
    lastLoginAt,
    membership,
    grants: [],
    deleted: false,
    encoded: undefined,
  };
}

function lastSeen(createdAt: number, random: Random, now: number): number {
  const days = random.chance(0.13) ? random.between(91, 700) : random.next() ** 2 * 30;
  return Math.floor(Math.max(createdAt + 60_000, now - days * dayMs));
}
