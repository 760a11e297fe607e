/** The rules for a new user. */
import { randomUUID } from 'node:crypto';
import { parseJson } from '../server/parameters.ts';
import { Refusal } from '../server/reply.ts';
import { consoleRoles, zoneRoles } from './cylanceRoles.ts';
import type { CylanceStore } from './cylanceStore.ts';
import { wholeSeconds } from './cylanceZones.ts';
import type { CylanceUser, ZoneMembership } from './model.ts';

/** The guides say "under 64" and "64 at most". */
const longestName = 64;

const creatable = [consoleRoles.user, consoleRoles.administrator, consoleRoles.readOnly];
const givable = [zoneRoles.zoneManager, zoneRoles.user];

export const isEmail = (text: string): boolean => /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text);

/** @throws Refusal 400, or 409 when the address is taken */
export function readNewUser(body: string, store: CylanceStore, now: number): CylanceUser {
  const sent = parseJson(body);
  if (typeof sent !== 'object' || sent === null) throw new Refusal(400, 'The request body is empty.');
  const { email, user_role: roleId, first_name: firstName, last_name: lastName, zones: sentZones } = sent as Record<string, unknown>;
  if (typeof email !== 'string' || !isEmail(email)) throw new Refusal(400, 'The email is not valid.');
  const role = creatable.find(({ id }) => id === roleId);
  if (role === undefined) throw new Refusal(400, 'The user role is not valid.');
  // Of an administrator they are ignored.
  const zones = role === consoleRoles.administrator ? [] : readZones(sentZones ?? [], store);
  if (role === consoleRoles.readOnly && zones.length > 0) throw new Refusal(400, 'A read-only user takes no zones.');
  if (role === consoleRoles.user && zones.length === 0) throw new Refusal(400, 'A user who is no administrator needs zones.');
  const names = { firstName: readName(firstName), lastName: readName(lastName) };
  // The general list of codes names 409 for this; the guide's own section said 400 once.
  if (store.findUserByEmail(email)) throw new Refusal(409, 'A user with this email already exists.');
  const createdAt = wholeSeconds(now);
  return {
    id: randomUUID(),
    email: email.toLowerCase(),
    ...names,
    role,
    defaultZoneRole: zoneRoles.none,
    zones,
    hasLoggedIn: false,
    lastLoginAt: undefined,
    emailConfirmedAt: undefined,
    createdAt,
    modifiedAt: createdAt,
  };
}

function readName(sent: unknown): string | null {
  if (sent === undefined || sent === null) return null;
  if (typeof sent !== 'string' || sent.length > longestName) throw new Refusal(400, 'A name is not valid.');
  return sent;
}

function readZones(sent: unknown, store: CylanceStore): ZoneMembership[] {
  if (!Array.isArray(sent)) throw new Refusal(400, 'The zones are not valid.');
  return sent.map((entry: unknown) => {
    const { id, role_type: roleId } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    const zone = typeof id === 'string' ? store.findZone(id) : undefined;
    const role = givable.find((known) => known.id === roleId);
    if (zone === undefined || role === undefined) throw new Refusal(400, 'The zones are not valid.');
    return { zoneId: zone.id, role };
  });
}
