/** Reads what the guards have to know about a set: no more than it touches, and nothing that is known already. */
import { isNewUser, namesOf } from '../../core/changes/change.ts';
import type { Change, GrantRoles, Names, RevokeRoles } from '../../core/changes/change.ts';
import type { CidName } from '../../core/changes/describe.ts';
import { TenantError } from '../../core/errors.ts';
import type { GuardFacts } from '../../core/guards/guard.ts';
import type { Cid, RoleId, UserUuid } from '../../core/ids.ts';
import { falconAdministrator } from '../../core/role.ts';
import type { Role } from '../../core/role.ts';
import type { Grant } from '../../core/grant.ts';
import type { User } from '../../core/user.ts';
import type { TenantDirectory } from '../tenantDirectory.ts';
import { allOrNone } from '../../api/batches.ts';

/** Whether the tenant may be changed is looked at by the runner itself, at the moment of the run. */
export type ReadFacts = Omit<GuardFacts, 'now' | 'readOnly' | 'missingScopes'>;

export interface FactsOptions {
  readonly myEmail: string | undefined;
  readonly removalCap: number;
  /** The name under which the parent, or a tenant of one CID, is known. */
  readonly tenantName: string;
  readonly signal?: AbortSignal | undefined;
  /** Counts requests that have been answered. */
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

/** A record that is gone, or that may not be read, is not known; the server will say so itself. */
async function orUnknown<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof TenantError && ['notFound', 'invalid', 'forbidden'].includes(error.kind)) return undefined;
    throw error;
  }
}

interface Cids {
  readonly hasCid: GuardFacts['hasCid'];
  readonly cidName: CidName;
  readonly tenantCids: GuardFacts['tenantCids'];
}

/** What the CIDs of a tenant are called, and which there are. */
export async function readCids(directory: TenantDirectory, tenantName: string, signal?: AbortSignal): Promise<Cids> {
  const { cid: own, hasChildren, childrenHidden } = await directory.shape(signal);
  const children = hasChildren ? await directory.allChildren(signal) : [];
  const names = new Map<Cid, string | undefined>(children.map((child) => [child.child_cid, child.name]));
  if (own) names.set(own, tenantName);
  const isWhole = own !== undefined && !childrenHidden;
  return {
    hasCid: (cid) => names.has(cid) || (isWhole ? false : undefined),
    cidName: (cid) => names.get(cid) || undefined,
    tenantCids: isWhole ? [...names.keys()] : undefined,
  };
}

const pairKey = (userUuid: UserUuid, cid: Cid): string => `${userUuid}|${cid}`;
const isAboutRoles = (change: Change): change is GrantRoles | RevokeRoles => change.kind === 'grant' || change.kind === 'revoke';
/** What may have been carried out already is looked up by the run itself; nothing is said about it before. */
const isCertain = ({ doubtfulSince }: Change): boolean => doubtfulSince === undefined;

type Read = (signal: AbortSignal) => Promise<unknown>;

/** Whom a set takes Falcon Administrator from, now or later, CID by CID, as far as that is known. */
function losers(changes: readonly Change[], directory: TenantDirectory): Map<Cid, Set<UserUuid>> {
  const found = new Map<Cid, Set<UserUuid>>();
  const add = (cid: Cid, uuid: UserUuid): void => void found.set(cid, (found.get(cid) ?? new Set()).add(uuid));
  for (const change of changes) {
    if (change.kind === 'deleteUser') {
      const { user, grants = [] } = change;
      for (const { role_id: id, cid } of [...grants, ...directory.allKnownGrants(user.uuid)]) if (id === falconAdministrator && cid) add(cid, user.uuid);
    } else if (isAboutRoles(change) && change.roles.some(({ id }) => id === falconAdministrator)) {
      const person = change.kind === 'grant' ? change.to : change.user;
      if (!isNewUser(person) && (change.kind === 'revoke' || change.expiresAt)) add(change.cid, person.uuid);
    }
  }
  return found;
}

class Facts {
  readonly reads: Read[] = [];
  readonly grants = new Map<string, readonly Grant[]>();
  readonly grantable = new Map<string, ReadonlySet<RoleId>>();
  readonly roles = new Map<Cid, readonly Role[]>();
  readonly names = new Map<UserUuid, Names>();
  emails: ReadonlyMap<string, User | undefined> = new Map();
  readonly #directory: TenantDirectory;
  readonly #asked = new Set<string>();

  constructor(directory: TenantDirectory) {
    this.#directory = directory;
  }

  ask(changes: readonly Change[]): void {
    // Before what the set touches is forgotten: then nobody knows any more who administers a CID.
    const certain = changes.filter(isCertain);
    for (const [cid, leaving] of losers(certain, this.#directory)) {
      const others = [...(this.#directory.knownAdministrators(cid) ?? [])].filter((uuid) => !leaving.has(uuid));
      if (others.length > 0) this.reads.push((signal) => this.#confirmAdministrator(cid, others, signal));
    }
    for (const change of certain.filter(isAboutRoles)) {
      const { cid } = change;
      if (change.kind === 'grant') this.#once(`roles|${cid}`, async (signal) => this.#keep(this.roles, cid, this.#directory.roles(cid, signal)));
      const person = change.kind === 'grant' ? change.to : change.user;
      if (isNewUser(person)) continue;
      const { uuid } = person;
      // What was read an hour ago may have been changed by somebody else since.
      this.#directory.forgetGrants(uuid, cid);
      const key = pairKey(uuid, cid);
      this.#once(`grants|${key}`, (signal) => this.#keep(this.grants, key, this.#directory.grants(uuid, cid, signal)));
      if (change.kind === 'grant') this.#once(`grantable|${key}`, (signal) => this.#keep(this.grantable, key, this.#directory.grantable(uuid, cid, signal)));
    }
    for (const change of certain) {
      if (change.kind !== 'renameUser') continue;
      const { uuid } = change.user;
      this.#once(`names|${uuid}`, (signal) => this.#keep(this.names, uuid, this.#directory.readUser(uuid, signal).then(namesOf)));
    }
    const uids = certain.flatMap((change) => (change.kind === 'createUser' ? [change.uid] : []));
    if (uids.length > 0) this.reads.push(async (signal) => (this.emails = await this.#directory.usersWithEmails(uids, signal)));
  }

  /** What was counted long ago, or by another window, must not let the last administrator go unnoticed. */
  async #confirmAdministrator(cid: Cid, others: readonly UserUuid[], signal: AbortSignal): Promise<void> {
    // Usually the first one still is, so that this is one request.
    for (const uuid of others) {
      this.#directory.forgetGrants(uuid, cid);
      const grants = await orUnknown(this.#directory.grants(uuid, cid, signal));
      if (grants?.some(({ role_id: id }) => id === falconAdministrator)) return;
    }
  }

  #once(key: string, read: Read): void {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.reads.push(read);
  }

  async #keep<K, V>(into: Map<K, V>, key: K, read: Promise<V>): Promise<void> {
    const value = await orUnknown(read);
    if (value !== undefined) into.set(key, value);
  }
}

/** @throws TenantError when the server cannot be reached; what it refuses to tell is not known, and no failure */
export async function readFacts(directory: TenantDirectory, changes: readonly Change[], options: FactsOptions): Promise<ReadFacts> {
  const { myEmail, removalCap, tenantName, signal, onProgress } = options;
  const cids = await readCids(directory, tenantName, signal);
  const facts = new Facts(directory);
  facts.ask(changes);
  let read = 0;
  const { reads } = facts;
  await allOrNone(
    reads.map((one) => async (ownSignal) => {
      await one(ownSignal);
      onProgress?.(++read, reads.length);
    }),
    signal,
  );
  const userWithEmail = (uid: string): UserUuid | null | undefined => (facts.emails.has(uid) ? (facts.emails.get(uid)?.uuid ?? null) : undefined);
  return {
    ...cids,
    myEmail,
    removalCap,
    typedTenantName: undefined,
    role: (id, cid) => facts.roles.get(cid)?.find((role) => role.id === id),
    grants: (userUuid, cid) => facts.grants.get(pairKey(userUuid, cid)),
    grantable: (userUuid, cid) => facts.grantable.get(pairKey(userUuid, cid)),
    administrators: (cid) => directory.knownAdministrators(cid),
    userWithEmail,
    namesNow: (userUuid) => facts.names.get(userUuid),
  };
}
