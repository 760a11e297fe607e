/** The users of a Cylance tenant in the order, and narrowed down in the way, that a person has asked for. */
import { byNewestCreated, consoleRoleOf, cylanceDisplayName, cylanceUserState } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import { zoneRoleName } from '../../core/cylance/roles.ts';
import { stateWords } from '../../core/user.ts';
import { isServersOrder } from './cylanceView.ts';
import type { CylanceSort, CylanceView } from './cylanceView.ts';

export interface ArrangeFacts {
  readonly zoneName: (id: string) => string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly dormantAfterDays: number;
}

/** Everything that a word of a filter may be found in; console role and state can be told from the rest by what stands before them. */
function textOf(user: CylanceUser, { zoneName, now, dormantAfterDays }: ArrangeFacts): string {
  const zones = user.zones.flatMap(({ id, role_type: type, role_name: name }) => [zoneName(id), id, zoneRoleName(type, name)]);
  const state = stateWords[cylanceUserState(user, now, dormantAfterDays)];
  const named = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return [user.email, named, user.id, `role:${consoleRoleOf(user).name}`, `state:${state}`, ...zones].filter(Boolean).join('\n').toLowerCase();
}

/** Filter words stand for a user in whom all of them occur; quotation marks keep words together, and with what stands directly before. */
export const filterWords = (filter: string): string[] =>
  [...filter.toLowerCase().matchAll(/([^\s"]*)"([^"]*)"?|[^\s"]+/g)]
    .map(([word, before = '', quoted]) => (quoted === undefined ? word : before + quoted))
    .filter(Boolean);

type Order = (left: CylanceUser, right: CylanceUser) => number;

const inReadingOrder = new Intl.Collator(undefined, { numeric: true });
const byText =
  (textOf: (user: CylanceUser) => string): Order =>
  (left, right) =>
    inReadingOrder.compare(textOf(left), textOf(right));

/** Those who never logged in count as the longest ago. */
const loginAt = ({ date_last_login: at }: CylanceUser): number => (at === undefined ? 0 : Date.parse(at));

const orders: Readonly<Record<string, Order>> = {
  created: (left, right) => byNewestCreated(right, left),
  name: byText(cylanceDisplayName),
  email: byText(({ email = '' }) => email),
  role: byText((user) => consoleRoleOf(user).name),
  lastLogin: (left, right) => loginAt(left) - loginAt(right),
};

function orderOf(sort: CylanceSort): Order {
  const [property = '', direction] = sort.split('|');
  const order = orders[property] ?? byNewestCreated;
  return direction === 'desc' ? (left, right) => order(right, left) : order;
}

/** @param users newest created first, which also decides between those who are equal */
export function arrangeUsers(users: readonly CylanceUser[], view: CylanceView, facts: ArrangeFacts): readonly CylanceUser[] {
  if (isServersOrder(view)) return users;
  const words = filterWords(view.filter ?? '');
  const found = words.length === 0 ? users : users.filter((user) => hasAll(textOf(user, facts), words));
  return [...found].sort(orderOf(view.sort));
}

const hasAll = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));
