/** Reads, in the background, what the rows of a table are judged by, and hands it to the table piece by piece. */
import { allOrNone, batches } from '../../api/batches.ts';
import { isCancelled, TenantError, toTenantError } from '../../core/errors.ts';
import type { Cid } from '../../core/ids.ts';
import { CidBook } from '../../core/newUsers/cidBook.ts';
import type { NewUserFacts } from '../../core/newUsers/facts.ts';
import { RoleBook } from '../../core/newUsers/roleBook.ts';
import type { NewUserTable } from '../../core/newUsers/table.ts';
import type { User } from '../../core/user.ts';
import type { FactsState } from '../../protocol/newUsers.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';

type Directory = Pick<TenantDirectory, 'shape' | 'allChildren' | 'roles' | 'usersWithEmails'>;
type Roles = ReturnType<NewUserFacts['roles']>;

export interface TenantFactsParts {
  readonly directory: () => Promise<Directory>;
  readonly tenantName: () => string;
  readonly home: Cid | undefined;
  readonly now: () => number;
  readonly onChange: () => void;
}

const addressesAtOnce = 500;
const cidsAtOnce = 20;

export class TenantFacts {
  readonly #parts: TenantFactsParts;
  #cids: CidBook | undefined;
  #roles = new Map<Cid, Roles>();
  #taken = new Map<string, string | null>();
  #state: FactsState = { kind: 'none' };
  #reading: AbortController | undefined;

  constructor(parts: TenantFactsParts) {
    this.#parts = parts;
  }

  get state(): FactsState {
    return this.#state;
  }

  get now(): NewUserFacts {
    const [cids, roles, taken] = [this.#cids, this.#roles, this.#taken];
    return { now: this.#parts.now(), home: this.#parts.home, cids, roles: (cid) => roles.get(cid), taken };
  }

  /** What the CID is called in which users without one are made. */
  get homeName(): string | undefined {
    const cid = this.#parts.home ?? this.#cids?.own;
    return cid && (this.#cids?.name(cid) ?? cid);
  }

  /** After a row was written anew: looks up what is not known, unless the person stopped that, or it failed. */
  follow(table: NewUserTable): void {
    if (!this.#reading && this.#state.kind === 'read') this.read(table);
  }

  /** What is known of these addresses may not be so any more. */
  lookUpAgain(table: NewUserTable, uids: readonly string[]): void {
    for (const uid of uids) this.#taken.delete(uid);
    table.learnAddresses(this.now, uids);
    this.follow(table);
  }

  /** Looks up what is not known, from the beginning where it is at it already. */
  read(table: NewUserTable): void {
    this.stop();
    const abort = new AbortController();
    this.#reading = abort;
    void this.#run(table, abort);
  }

  /** What was read stays. */
  stop(): void {
    if (!this.#reading) return;
    this.#reading.abort();
    this.#reading = undefined;
    this.#show({ kind: 'stopped' });
  }

  /** Forgets everything: it was read from another tenant, or could not be read. */
  forget(): void {
    this.stop();
    this.#cids = undefined;
    this.#roles = new Map();
    this.#taken = new Map();
  }

  /** What could not be read is asked for again. */
  forgetFailures(): void {
    for (const [cid, roles] of this.#roles) if (roles && 'unreadable' in roles) this.#roles.delete(cid);
  }

  async #run(table: NewUserTable, abort: AbortController): Promise<void> {
    const { signal } = abort;
    this.#show({ kind: 'reading', read: 0, total: 0 });
    let end: FactsState = { kind: 'read' };
    try {
      const directory = await this.#parts.directory();
      await this.#readCids(directory, table, signal);
      // Rows may be written anew meanwhile.
      while (table.unknownRoles.length > 0 || table.unknownAddresses.length > 0) {
        await this.#readRoles(directory, table, signal);
        await this.#readAddresses(directory, table, signal);
      }
    } catch (thrown) {
      const error = toTenantError(thrown);
      end = isCancelled(error) ? { kind: 'stopped' } : { kind: 'failed', message: error.advice };
    }
    if (this.#reading !== abort) return;
    this.#reading = undefined;
    this.#show(end);
  }

  async #readCids(directory: Directory, table: NewUserTable, signal: AbortSignal): Promise<void> {
    if (!this.#cids) {
      const { cid: own, hasChildren, childrenHidden } = await directory.shape(signal);
      const children = hasChildren ? await directory.allChildren(signal) : [];
      signal.throwIfAborted();
      this.#cids = new CidBook({ own, ownName: this.#parts.tenantName(), children, mayHaveOthers: childrenHidden || own === undefined });
    }
    table.learn(this.now);
    this.#parts.onChange();
  }

  async #readRoles(directory: Directory, table: NewUserTable, signal: AbortSignal): Promise<void> {
    for (const cids of batches(table.unknownRoles, cidsAtOnce)) {
      const read = await allOrNone(cids.map((cid) => async (ownSignal) => [cid, await rolesOf(directory, cid, ownSignal)] as const), signal);
      signal.throwIfAborted();
      for (const [cid, roles] of read) this.#roles.set(cid, roles);
      table.learnRoles(this.now, new Set(cids));
      this.#parts.onChange();
    }
  }

  async #readAddresses(directory: Directory, table: NewUserTable, signal: AbortSignal): Promise<void> {
    const uids = table.unknownAddresses;
    let read = 0;
    for (const some of batches(uids, addressesAtOnce)) {
      const tell = (count: number): void => {
        if (!signal.aborted) this.#show({ kind: 'reading', read: read + count, total: uids.length });
      };
      tell(0);
      const found = await directory.usersWithEmails(some, signal, tell);
      signal.throwIfAborted();
      for (const uid of some) this.#taken.set(uid, this.#placeOf(found.get(uid)));
      read += some.length;
      table.learnAddresses(this.now, some);
    }
  }

  #placeOf(user: User | undefined): string | null {
    if (!user) return null;
    return user.cid ? (this.#cids?.name(user.cid) ?? user.cid) : '';
  }

  #show(state: FactsState): void {
    this.#state = state;
    this.#parts.onChange();
  }
}

/** A CID whose roles may not be read keeps the rows of others from nothing. */
async function rolesOf(directory: Directory, cid: Cid, signal: AbortSignal): Promise<Roles> {
  try {
    return new RoleBook(cid, await directory.roles(cid, signal));
  } catch (error) {
    if (error instanceof TenantError && ['forbidden', 'notFound', 'invalid'].includes(error.kind)) return { unreadable: error.advice };
    throw error;
  }
}
