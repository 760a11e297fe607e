/** The rules for new users and for changed ones. */
import { randomUUID } from 'node:crypto';
import { parseJson } from '../server/parameters.ts';
import { Refusal } from '../server/reply.ts';
import { consoleRoles, zoneRoles } from './cylanceRoles.ts';
import type { CylanceStore } from './cylanceStore.ts';
import { wholeSeconds } from './cylanceZones.ts';
import type { CylanceUser, NamedRole, ZoneMembership } from './model.ts';

/** The guides say "under 64" and "64 at most". */
const longestName = 64;

const creatable = [consoleRoles.user, consoleRoles.administrator, consoleRoles.readOnly];
const givable = [zoneRoles.zoneManager, zoneRoles.user];

export const isEmail = (text: string): boolean => /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text);

/** @throws Refusal 400, or 409 when the address is taken */
export function readNewUser(body: string, store: CylanceStore, now: number): CylanceUser {
  const sent = readSent(body);
  // Of an administrator they are ignored.
  const fields = readFields({ ...sent, ...(sent['user_role'] === consoleRoles.administrator.id && { zones: [] }) }, store, givable);
  // The general list of codes names 409 for this; the guide's own section said 400 once.
  if (store.findUserByEmail(fields.email)) throw taken();
  const createdAt = wholeSeconds(now);
  return {
    id: randomUUID(),
    ...fields,
    defaultZoneRole: zoneRoles.none,
    hasLoggedIn: false,
    lastLoginAt: undefined,
    emailConfirmedAt: undefined,
    createdAt,
    modifiedAt: createdAt,
  };
}

/** @throws Refusal 400, or 409 when the address is somebody else's */
export function readChangedUser(body: string, user: CylanceUser, store: CylanceStore, now: number): CylanceUser {
  const fields = readFields(readSent(body), store, [...givable, zoneRoles.none]);
  if (fields.role === consoleRoles.administrator && fields.zones.length > 0) throw new Refusal(400, 'An administrator takes no zones.');
  if ((store.findUserByEmail(fields.email) ?? user) !== user) throw taken();
  return { ...user, ...fields, modifiedAt: wholeSeconds(now) };
}

const taken = (): Refusal => new Refusal(409, 'A user with this email already exists.');

function readSent(body: string): Readonly<Record<string, unknown>> {
  const sent = parseJson(body);
  if (typeof sent !== 'object' || sent === null) throw new Refusal(400, 'The request body is empty.');
  return sent as Readonly<Record<string, unknown>>;
}

type Fields = Pick<CylanceUser, 'email' | 'role' | 'zones' | 'firstName' | 'lastName'>;

function readFields(sent: Readonly<Record<string, unknown>>, store: CylanceStore, allowed: readonly NamedRole[]): Fields {
  const { email, user_role: roleId, first_name: firstName, last_name: lastName, zones: sentZones } = sent;
  if (typeof email !== 'string' || !isEmail(email)) throw new Refusal(400, 'The email is not valid.');
  const role = creatable.find(({ id }) => id === roleId);
  if (role === undefined) throw new Refusal(400, 'The user role is not valid.');
  const zones = readZones(sentZones ?? [], store, allowed);
  if (role === consoleRoles.readOnly && zones.length > 0) throw new Refusal(400, 'A read-only user takes no zones.');
  if (role === consoleRoles.user && zones.length === 0) throw new Refusal(400, 'A user who is no administrator needs zones.');
  return { email: email.toLowerCase(), role, zones, firstName: readName(firstName), lastName: readName(lastName) };
}

function readName(sent: unknown): string | null {
  if (sent === undefined || sent === null) return null;
  if (typeof sent !== 'string' || sent.length > longestName) throw new Refusal(400, 'A name is not valid.');
  return sent;
}

function readZones(sent: unknown, store: CylanceStore, allowed: readonly NamedRole[]): ZoneMembership[] {
  if (!Array.isArray(sent)) throw new Refusal(400, 'The zones are not valid.');
  return sent.map((entry: unknown) => {
    const { id, role_type: roleId } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    const zone = typeof id === 'string' ? store.findZone(id) : undefined;
    const role = allowed.find((known) => known.id === roleId);
    if (zone === undefined || role === undefined) throw new Refusal(400, 'The zones are not valid.');
    return { zoneId: zone.id, role };
  });
}
