/** The two role tables of the Cylance User API, which give the same ids other meanings and must never be mixed. */
import type { Random } from '../data/random.ts';
import type { NamedRole } from './model.ts';

const fixedId = (last: number): string => `00000000-0000-0000-0000-${String(last).padStart(12, '0')}`;

/** The ids are the vendor's; how the names are spelt in answers is not documented, here as in the console. */
export const consoleRoles = {
  user: { id: fixedId(1), name: 'User' },
  administrator: { id: fixedId(2), name: 'Administrator' },
  readOnly: { id: fixedId(3), name: 'Read-Only' },
  /** Only in answers: requests make a user, with zones to manage. */
  zoneManager: { id: fixedId(4), name: 'Zone Manager' },
} as const satisfies Record<string, NamedRole>;

export const zoneRoles = {
  none: { id: fixedId(0), name: 'None' },
  zoneManager: { id: fixedId(1), name: 'Zone Manager' },
  user: { id: fixedId(2), name: 'User' },
} as const satisfies Record<string, NamedRole>;

/** What custom roles look like in this API is not documented: an id of no table, here with a name, and one without. */
export const makeCustomConsoleRoles = (random: Random): NamedRole[] =>
  ['Threat Triage', 'Auditeur Régional', undefined].map((name) => ({ id: random.uuid(), name }));
