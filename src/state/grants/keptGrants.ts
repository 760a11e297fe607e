/**
 * The index as plain data for a stored copy, and back. What is read back is checked like an answer of a server: it is
 * taken whole or not at all. Ids and names that repeat are written once and meant by their number.
 */
import * as v from 'valibot';
import type { Grant } from '../../core/grant.ts';
import { asCid, asRoleId, asUserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import type { Known } from './fillPlan.ts';
import type { Pair } from './grantsStore.ts';
import type { Place, TenantPlaces } from './scope.ts';

const version = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Epoch milliseconds. */
const moment = v.pipe(v.number(), v.minValue(0), v.finite());
const place = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{32})?$/));
const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const text = v.optional(v.string());

/** How a grant came about: `grant_type`, `parent_cid`, the CID group's id and name, the user group's id and name. */
const way = v.tuple([v.string(), v.string(), v.string(), v.string(), v.string(), v.string()]);
/** Role, way, and the end or ''. */
type KeptGrant = readonly [number, number, string];
/** User, place, whether the server listed it, whether it is to be read again, when it was read, what is held. */
type KeptPair = readonly [number, number, boolean, boolean, number | null, readonly KeptGrant[]];

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

function isGrant(value: unknown): value is KeptGrant {
  return Array.isArray(value) && value.length === 3 && isCount(value[0]) && isCount(value[1]) && typeof value[2] === 'string';
}

/** By hand: there are a hundred thousand of them, and the editor waits. */
function isPair(value: unknown): value is KeptPair {
  if (!Array.isArray(value) || value.length !== 6) return false;
  const [user, cid, isAssigned, isDoubtful, readAt, grants] = value as unknown[];
  const isRight = isCount(user) && isCount(cid) && typeof isAssigned === 'boolean' && typeof isDoubtful === 'boolean';
  return isRight && (readAt === null || (Number.isFinite(readAt) && (readAt as number) >= 0)) && Array.isArray(grants) && grants.every(isGrant);
}

const record = v.object({
  ...{ uuid: id, cid: text, uid: text, first_name: text, last_name: text, status: text, created_at: text, last_login_at: text },
  factors: v.optional(v.array(v.string())),
});

const keptSchema = v.object({
  version: v.literal(version),
  /** Of the connection: a copy of another one is of no use. */
  identity: v.string(),
  everyPair: v.boolean(),
  /** Present where all users were listed. */
  everybody: v.nullable(v.object({ users: v.array(count), at: moment })),
  tenant: v.nullable(v.object({ places: v.array(place), isWhole: v.boolean() })),
  users: v.array(id),
  places: v.array(place),
  roles: v.array(v.tuple([id, v.string()])),
  ways: v.array(way),
  pairs: v.custom<readonly KeptPair[]>((value) => Array.isArray(value) && value.every(isPair)),
  asked: v.array(v.tuple([count, moment])),
  askedUsers: v.array(v.tuple([count, moment])),
  /** Of whom it has to be asked again where they are assigned, whatever the CIDs were asked before. */
  forgotten: v.optional(v.array(v.tuple([count, moment])), []),
  records: v.array(v.tuple([record, moment])),
});

type Kept = v.InferOutput<typeof keptSchema>;

/** Numbers values in the order in which they come. */
class Numbered<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();

  of(key: string, value: T): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

export interface KeptParts extends Known {
  readonly identity: string;
}

const recordOf = ({ uuid, cid, uid, first_name, last_name, status, factors, created_at, last_login_at }: User): Kept['records'][number][0] => ({
  ...{ uuid, cid, uid, first_name, last_name, status, created_at, last_login_at },
  factors: factors && [...factors],
});

/** @returns a value that JSON can write */
export function keptGrants({ store, records, assignments, identity, places: tenant }: KeptParts & { readonly places: TenantPlaces | undefined }): unknown {
  const users = new Numbered<string>();
  const places = new Numbered<Place>();
  const roles = new Numbered<[string, string]>();
  const ways = new Numbered<v.InferOutput<typeof way>>();
  const grantOf = (one: Grant): KeptGrant => {
    const { role_id, role_name = '', grant_type = '', parent_cid = '', cid_group_id = '', cid_group_name = '', user_group_id = '', user_group_name = '' } = one;
    const by: v.InferOutput<typeof way> = [grant_type, parent_cid, cid_group_id, cid_group_name, user_group_id, user_group_name];
    return [roles.of(role_id, [role_id, role_name]), ways.of(by.join('\n'), by), one.expires_at ?? ''];
  };
  const pairOf = (one: Pair): KeptPair => {
    const grants = one.readAt === undefined ? [] : one.grants.map(grantOf);
    return [users.of(one.user, one.user), places.of(one.place, one.place), one.isAssigned, one.isDoubtful, one.readAt ?? null, grants];
  };
  const everybody = assignments.everybody;
  const kept: Kept = {
    ...{ version, identity, everyPair: assignments.everyPair },
    everybody: everybody ? { users: [...everybody.users].map((user) => users.of(user, user)), at: everybody.askedAt } : null,
    tenant: tenant ? { places: [...tenant.places], isWhole: tenant.isWhole } : null,
    pairs: store.places.flatMap((one) => [...store.pairsIn(one)].map(pairOf)),
    asked: store.places.flatMap((one): Kept['asked'] => {
      const at = store.askedAt(one);
      return at === undefined ? [] : [[places.of(one, one), at]];
    }),
    askedUsers: [...store.askedUsers].map(([user, at]): Kept['askedUsers'][number] => [users.of(user, user), at]),
    forgotten: [...store.forgottenUsers].map(([user, at]): Kept['forgotten'][number] => [users.of(user, user), at]),
    records: [...records.all].flatMap(([, { user, at }]): Kept['records'] => (user ? [[recordOf(user), at]] : [])),
    ...{ users: users.values, places: places.values, roles: roles.values, ways: ways.values },
  };
  return kept;
}

/** Takes the number of something that is not in the list for a copy that was damaged. */
function at<T>(values: readonly T[], number: number): T {
  const value = values[number];
  if (value === undefined) throw new RangeError('The stored copy refers to something that it does not hold.');
  return value;
}

function grantsOf(kept: Kept, [userNumber, placeNumber, , , , grants]: KeptPair): Grant[] {
  const [uuid, cid] = [asUserUuid(at(kept.users, userNumber)), at(kept.places, placeNumber) as Place];
  return grants.map(([roleNumber, wayNumber, end]) => {
    const [role, name] = at(kept.roles, roleNumber);
    const [type, parent, cidGroup, cidGroupName, userGroup, userGroupName] = at(kept.ways, wayNumber);
    return {
      role_id: asRoleId(role),
      uuid,
      ...(name && { role_name: name }),
      ...(cid && { cid }),
      ...(type && { grant_type: type }),
      ...(parent && { parent_cid: asCid(parent) }),
      ...(cidGroup && { cid_group_id: cidGroup }),
      ...(cidGroupName && { cid_group_name: cidGroupName }),
      ...(userGroup && { user_group_id: userGroup }),
      ...(userGroupName && { user_group_name: userGroupName }),
      ...(end && { expires_at: end }),
    };
  });
}

function readKept(value: unknown, identity: string): Kept | undefined {
  const parsed = v.safeParse(keptSchema, value);
  return parsed.success && parsed.output.identity === identity ? parsed.output : undefined;
}

/**
 * Takes a stored copy in; nothing of one that is damaged, of another version or of another connection.
 * @returns the places of the tenant, as they were
 */
export function restoreGrants(value: unknown, parts: KeptParts & { readonly now: () => number }): TenantPlaces | undefined {
  const { store, records, assignments, identity, now } = parts;
  const kept = readKept(value, identity);
  if (!kept) return undefined;
  const userOf = (number: number): ReturnType<typeof asUserUuid> => asUserUuid(at(kept.users, number));
  const placeOf = (number: number): Place => at(kept.places, number) as Place;
  // A clock that was wrong must not make anything fresh for ever.
  const latest = now();
  const past = (time: number): number => Math.min(time, latest);
  let found;
  try {
    found = {
      pairs: kept.pairs.map((one) => ({ user: userOf(one[0]), place: placeOf(one[1]), grants: grantsOf(kept, one), one })),
      asked: kept.asked.map(([number, time]) => ({ place: placeOf(number), time })),
      askedUsers: kept.askedUsers.map(([number, time]) => ({ user: userOf(number), time })),
      forgotten: kept.forgotten.map(([number, time]) => ({ user: userOf(number), time })),
      everybody: kept.everybody && { users: new Set(kept.everybody.users.map(userOf)), askedAt: past(kept.everybody.at) },
    };
  } catch {
    return undefined;
  }
  for (const { user, place, grants, one } of found.pairs) {
    const [, , isAssigned, isDoubtful, readAt] = one;
    if (store.pair(user, place)?.readAt !== undefined) continue;
    if (readAt !== null) store.setRead(user, place, grants, past(readAt));
    if (isAssigned) store.addAssigned(user, place);
    if (isDoubtful && readAt !== null) store.mend(user, place, grants);
  }
  for (const { place, time } of found.asked) store.noteAsked(place, past(time));
  for (const { user, time } of found.askedUsers) store.noteUserAsked(user, past(time));
  for (const { user, time } of found.forgotten) store.forgetWhere(user, past(time));
  for (const [user, time] of kept.records) records.learn([user as User], past(time));
  assignments.restore(kept.everyPair, found.everybody ?? undefined);
  return kept.tenant ? { places: kept.tenant.places as Place[], isWhole: kept.tenant.isWhole } : undefined;
}
