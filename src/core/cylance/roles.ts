/**
 * The roles of Cylance tenants. A console role holds in the whole tenant, a zone role in one zone; the same GUIDs mean
 * different things as the one and as the other, so each kind has its own table. Both as in the Cylance User API guide.
 */
import { plainGuid } from './ids.ts';

export type ConsoleRoleWord = 'user' | 'administrator' | 'readOnly' | 'zoneManager';

export interface ConsoleRole {
  /** The same for all who hold the role: a word for the system's own roles, the GUID or the name for others. */
  readonly key: string;
  /** Which of the system's own roles it is. */
  readonly system: ConsoleRoleWord | undefined;
  /** The name to show; empty when the server tells nothing about the role. */
  readonly name: string;
  readonly guid: string | undefined;
}

const system = (last: number): string => `00000000-0000-0000-0000-${String(last).padStart(12, '0')}`;

const consoleRoleNames: Readonly<Record<ConsoleRoleWord, string>> = {
  user: 'User',
  administrator: 'Administrator',
  readOnly: 'Read-Only',
  zoneManager: 'Zone Manager',
};

const consoleRoleWords: ReadonlyMap<string, ConsoleRoleWord> = new Map([
  [system(1), 'user'],
  [system(2), 'administrator'],
  [system(3), 'readOnly'],
  [system(4), 'zoneManager'],
]);

const zoneManagerGuid = system(1);
const zoneRoleNames: ReadonlyMap<string, string> = new Map([
  [system(0), 'None'],
  [zoneManagerGuid, 'Zone Manager'],
  [system(2), 'User'],
]);

const isZoneManagerName = (name: string): boolean => name.toLowerCase().replaceAll(/[^a-z]/g, '') === 'zonemanager';

function wordOf(guid: string, name: string): ConsoleRoleWord | undefined {
  const word = consoleRoleWords.get(guid);
  // Before there was a Read-Only role, its GUID was the zone manager's; only the name tells such a server.
  return word === 'readOnly' && isZoneManagerName(name) ? 'zoneManager' : word;
}

/**
 * The console role that a user's `role_type` and `role_name` mean. The GUID decides, since the spelling of names is not
 * documented; a GUID of none of the system's roles is a custom role, shown by its name, else by the GUID.
 */
export function consoleRole(roleType: string | undefined, roleName: string | undefined): ConsoleRole {
  const guid = roleType ? plainGuid(roleType) : undefined;
  const named = roleName?.trim() ?? '';
  const word = guid === undefined ? undefined : wordOf(guid, named);
  if (word) return { key: word, system: word, name: consoleRoleNames[word], guid };
  return { key: guid ?? named.toLowerCase(), system: undefined, name: named || guid || '', guid };
}

const order: readonly (ConsoleRoleWord | undefined)[] = ['administrator', 'readOnly', 'zoneManager', 'user', undefined];

/** The system's own roles from the one that may do most to the one that may do least, then others by name. */
export const byConsoleRole = (left: ConsoleRole, right: ConsoleRole): number =>
  order.indexOf(left.system) - order.indexOf(right.system) || left.name.localeCompare(right.name);

/** The name to show for a zone role: of the guide's table, else what the server calls it, else its GUID. */
export function zoneRoleName(roleType: string | undefined, roleName: string | undefined): string {
  const guid = roleType ? plainGuid(roleType) : '';
  return zoneRoleNames.get(guid) ?? (roleName?.trim() || guid);
}

/** Whether a zone role is the zone manager's. */
export const isZoneManager = (roleType: string | undefined): boolean => roleType !== undefined && plainGuid(roleType) === zoneManagerGuid;
