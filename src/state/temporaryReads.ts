/**
 * Finds the temporary roles of tenants without reading everything: the server is asked who holds any, and the grants of
 * these users alone are read into the index, in the background of everything else.
 */
import type { FalconClient } from '../api/falcon/client.ts';
import { readTemporaryCids, temporaryFilter } from '../api/falcon/temporaryCids.ts';
import { TenantError, isCancelled, toTenantError } from '../core/errors.ts';
import type { Cid, ConnectionId } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import type { Directories } from './directories.ts';
import { Emitter } from './emitter.ts';
import type { Scope } from './grants/scope.ts';
import type { TenantDirectory } from './tenantDirectory.ts';

export interface TemporaryRead {
  readonly isReading: boolean;
  /** Epoch milliseconds: how fresh what is known is at least. Undefined until a read came through. */
  readonly asOf: number | undefined;
  /** How many (user, CID) pairs could not be read. */
  readonly failed: number;
  readonly error: TenantError | undefined;
  /** The server does not take the question who holds temporary roles. */
  readonly isRefused: boolean;
  /** What child CIDs with temporary roles are called. */
  readonly names: ReadonlyMap<Cid, string>;
}

const unread: TemporaryRead = { isReading: false, asOf: undefined, failed: 0, error: undefined, isRefused: false, names: new Map() };

export interface TemporaryReadsParts {
  readonly directories: Pick<Directories, 'of' | 'known'>;
  client(id: ConnectionId): Promise<FalconClient>;
  /** Epoch milliseconds. */
  now(): number;
}

export interface ReadOptions {
  /** What was read before this moment, in epoch milliseconds, is read again. */
  readonly olderThan: number;
  readonly signal: AbortSignal;
}

interface Found {
  readonly failed: number;
  /** Of the question who holds temporary roles. */
  readonly refusal: TenantError | undefined;
  readonly names: ReadonlyMap<Cid, string>;
}

export class TemporaryReads {
  readonly #parts: TemporaryReadsParts;
  readonly #states = new Map<ConnectionId, TemporaryRead>();
  readonly #running = new Map<ConnectionId, Promise<void>>();
  readonly #changed = new Emitter<void>();

  /** Fires when a read begins or ends. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: TemporaryReadsParts) {
    this.#parts = parts;
  }

  of(id: ConnectionId): TemporaryRead {
    return this.#states.get(id) ?? unread;
  }

  /** Reads what a connection sees; joins the read that is under way. Never throws: a failure is part of what is known. */
  read(connection: Connection, options: ReadOptions): Promise<void> {
    const { id } = connection;
    let running = this.#running.get(id);
    if (!running) {
      running = this.#run(id, options).finally(() => {
        if (this.#running.get(id) === running) this.#running.delete(id);
      });
      this.#running.set(id, running);
    }
    return running;
  }

  /** After a change: reads what was forgotten because of it. What cannot be read is found by the next read of all. */
  async rereadPairs(id: ConnectionId, scope: Pick<Required<Scope>, 'users' | 'cids'>, signal: AbortSignal): Promise<void> {
    const directory = this.#parts.directories.known(id);
    await directory?.index.fill(scope, { signal, priority: 'background' }).catch(() => undefined);
  }

  /** The connection has gone, or has become another one: what is under way for it is of no use any more. */
  forget(id: ConnectionId): void {
    this.#running.delete(id);
    this.#states.delete(id);
  }

  async #run(id: ConnectionId, options: ReadOptions): Promise<void> {
    const before = this.of(id);
    const startedAt = this.#parts.now();
    const reading: TemporaryRead = { ...before, isReading: true };
    this.#set(id, reading);
    const ended = await this.#find(id, options).then(
      ({ failed, refusal, names }): TemporaryRead => {
        const asOf = refusal ? before.asOf : startedAt;
        return { isReading: false, asOf, failed, error: refusal, isRefused: refusal !== undefined, names };
      },
      (thrown: unknown): TemporaryRead => {
        const error = toTenantError(thrown);
        return isCancelled(error) ? before : { ...before, isReading: false, error, isRefused: false };
      },
    );
    // Forgotten meanwhile, or asked anew since.
    if (this.#states.get(id) === reading) this.#set(id, ended);
  }

  async #find(id: ConnectionId, { olderThan, signal }: ReadOptions): Promise<Found> {
    const directory = await this.#parts.directories.of(id);
    const options = { signal, priority: 'background' } as const;
    let refusal: TenantError | undefined;
    const users = await directory.allUsers({ filter: temporaryFilter }, options).catch((thrown: unknown) => {
      if (!(thrown instanceof TenantError && thrown.kind === 'invalid')) throw thrown;
      refusal = thrown;
      return [];
    });
    const known = directory.index.temporary().items;
    // Also those of whom a temporary role is known that the server knows nothing of any more.
    const people = [...new Set([...users, ...known.map(({ user }) => user)].map(({ uuid }) => uuid))];
    if (people.length === 0) return { failed: 0, refusal, names: unread.names };
    const told = users.length === 0 ? [] : await this.#cids(id, directory, signal);
    const cids = told && [...new Set([...told, ...known.flatMap(({ grant }) => grant.cid ?? [])])];
    const report = await directory.index.fill({ users: people, ...(cids && { cids }) }, { ...options, olderThan });
    return { failed: report.failed.length + report.cidsFailed.length, refusal, names: await readNames(directory, signal) };
  }

  /** @returns undefined where it cannot be told, so that all CIDs of the users count */
  async #cids(id: ConnectionId, directory: TenantDirectory, signal: AbortSignal): Promise<readonly Cid[] | undefined> {
    const [{ cid, hasChildren }, children] = await Promise.all([directory.shape(signal), directory.allChildren(signal)]);
    if (!hasChildren || cid === undefined) return undefined;
    const all = [cid, ...children.map((child) => child.child_cid)];
    const found = await readTemporaryCids(await this.#parts.client(id), all, { signal, priority: 'background' });
    // It said that there are such users, so that it knows of no CID is no answer.
    return found?.length === 0 ? undefined : found;
  }

  #set(id: ConnectionId, state: TemporaryRead): void {
    this.#states.set(id, state);
    this.#changed.fire();
  }
}

/** Asks for children only where there are any; those that are known already are not read. */
async function readNames(directory: TenantDirectory, signal: AbortSignal): Promise<ReadonlyMap<Cid, string>> {
  const { cid: own, hasChildren } = await directory.shape(signal);
  const cids = new Set(directory.index.temporary().items.flatMap(({ grant: { cid } }) => (cid === undefined || cid === own ? [] : cid)));
  const children = hasChildren && cids.size > 0 ? await directory.childrenOf([...cids], signal) : [];
  return new Map(children.flatMap(({ child_cid: cid, name }) => (name ? [[cid, name] as const] : [])));
}
