/** What is known of one Cylance tenant: users page by page or all of them, and zones. Each is read once and kept. */
import type { CylanceClient } from '../../api/cylance/cylanceClient.ts';
import { cylanceUserPageSize, findCylanceUser, readAllCylanceUsers, readCylanceUser, readCylanceUserPage } from '../../api/cylance/users.ts';
import type { AllCylanceUsers } from '../../api/cylance/users.ts';
import { readCylanceZones } from '../../api/cylance/zones.ts';
import type { ZonesRead } from '../../api/cylance/zones.ts';
import type { CylanceReadAllOptions } from '../../api/cylance/allPages.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import { asCylanceUserId } from '../../core/cylance/ids.ts';
import type { CylanceUserId, ZoneId } from '../../core/cylance/ids.ts';
import { ZoneNames } from '../../core/cylance/zone.ts';
import type { Zone } from '../../core/cylance/zone.ts';
import { TenantError } from '../../core/errors.ts';
import { Cached } from '../cached.ts';
import { Emitter } from '../emitter.ts';
import { PagedList } from '../pagedList.ts';
import { arrangeUsers } from './arrangeUsers.ts';
import { isServersOrder, plainCylanceView } from './cylanceView.ts';
import type { CylanceView } from './cylanceView.ts';

/** As much of the list of users as is shown. */
export interface ShownUsers {
  readonly users: readonly CylanceUser[];
  /** How many there are in this view. */
  readonly total: number;
  /** How many can still be shown. */
  readonly remaining: number;
  /** How many more the server counts than could be read. */
  readonly missing: number;
}

export interface CylanceDirectoryOptions {
  readonly now?: () => number;
  readonly dormantAfterDays?: () => number;
}

interface AllRead extends AllCylanceUsers {
  readonly byId: ReadonlyMap<CylanceUserId, CylanceUser>;
}

/** What follows from all users. */
interface Derived {
  all?: AllCylanceUsers;
  byZone?: ReadonlyMap<string, readonly CylanceUser[]>;
  arranged?: { readonly users: readonly CylanceUser[]; readonly dormantAfterDays: number };
}

/** The application may list users, but not read a single one. */
const mayNotRead = (error: unknown): boolean => error instanceof TenantError && error.kind === 'forbidden';
/** What this server takes for an address is narrower than what the lists hold. */
const isBadAddress = (error: unknown): boolean => error instanceof TenantError && error.status === 400;

export class CylanceDirectory {
  readonly #client: () => Promise<CylanceClient>;
  readonly #now: () => number;
  readonly #dormantAfterDays: () => number;
  readonly #learned = new Emitter<void>();
  #view = plainCylanceView;
  #shown = cylanceUserPageSize;
  /** Users who were looked for: those whose turn has not come yet, or whom the filter leaves out, stand before the others. */
  readonly #guests = new Map<CylanceUserId, CylanceUser>();
  /** Those who wait for all users hear how far reading has come. */
  readonly #progress = new Set<NonNullable<CylanceReadAllOptions['onProgress']>>();
  #names = new ZoneNames();
  /** Users who were read by themselves, later than the lists. */
  readonly #fresh = new Map<CylanceUserId, CylanceUser>();
  /** Computed when somebody asks, and kept until something else is known: each row of the tree asks. */
  #derived: Derived = {};
  /** The list has changed between its pages, so that users may be missing from it. */
  #hasShifted = false;

  readonly #pages: PagedList<CylanceUser> = new PagedList(
    async ({ offset, limit }, signal) => {
      const { items, unusable, total, totalPages = 0 } = await readCylanceUserPage(await this.#client(), Math.floor(offset / limit) + 1, { signal });
      const counted = total ?? totalPages * limit;
      if (offset > 0) this.#hasShifted ||= counted !== this.#pages.total || items.some(({ id }) => this.#pages.find(id));
      return { items, total: counted, count: items.length + unusable };
    },
    ({ id }) => id,
    cylanceUserPageSize,
  );

  readonly #all = new Cached<AllRead>(
    async (signal) => {
      const onProgress = (read: number, total: number): void => {
        for (const tell of this.#progress) tell(read, total);
      };
      const all = await readAllCylanceUsers(await this.#client(), { signal, onProgress });
      return { ...all, byId: new Map(all.users.map((user) => [user.id, user])) };
    },
    () => {
      this.#fresh.clear();
      this.#derived = {};
      // From now on the list is cut out of all users: what its pages have shown stays shown.
      if (isServersOrder(this.#view)) this.#showAsFarAs(this.#pages.items.length);
      this.#tellSoon();
    },
  );

  readonly #zones = new Cached<ZonesRead>(
    async (signal) => readCylanceZones(await this.#client(), { signal }),
    () => {
      const read = this.knownZones;
      this.#names = new ZoneNames(read && 'zones' in read ? read.zones : []);
      this.#derived = {};
      this.#tellSoon();
    },
  );

  /** Fires when all users, the zones, or one user have been read: rows may have names and figures by now. */
  readonly onDidLearn = this.#learned.event;

  constructor(client: () => Promise<CylanceClient>, { now = Date.now, dormantAfterDays = () => 90 }: CylanceDirectoryOptions = {}) {
    this.#client = client;
    this.#now = now;
    this.#dormantAfterDays = dormantAfterDays;
  }

  get view(): CylanceView {
    return this.#view;
  }

  setView(view: CylanceView): void {
    this.#view = view;
    this.#derived = {};
    this.#showAnew();
  }

  /** The users as they are listed, from the first one: what has been asked for so far. */
  async users(signal?: AbortSignal): Promise<ShownUsers> {
    for (;;) {
      if (!isServersOrder(this.#view)) await Promise.all([this.#all.get(signal), this.readZoneNames(signal)]);
      else if (!this.#all.known) await this.#pages.load(signal);
      const known = this.knownUsers;
      // Forgotten while it was read, the list is read again.
      if (known) return known;
    }
  }

  /** The same without reading anything; undefined where something would have to be read. */
  get knownUsers(): ShownUsers | undefined {
    const all = this.allKnown;
    if (all) {
      const arranged = this.#knownArranged(all.users);
      const listed = arranged.slice(0, this.#shown);
      return { users: this.#withGuests(listed), total: arranged.length, remaining: arranged.length - listed.length, missing: all.missing };
    }
    const { items, total, remaining } = this.#pages;
    return isServersOrder(this.#view) && total !== undefined ? { users: this.#withGuests(this.#over(items)), total, remaining, missing: 0 } : undefined;
  }

  /** How many users the tenant has, whatever the view; undefined before anything was read. */
  get userCount(): number | undefined {
    return this.#all.known?.users.length ?? this.#pages.total;
  }

  /** Shows a page more. */
  async loadMore(signal?: AbortSignal): Promise<void> {
    if (!isServersOrder(this.#view) || this.#all.known) {
      this.#shown += cylanceUserPageSize;
      return;
    }
    await this.#pages.loadMore(signal);
    // There is no cursor: users may have moved over to pages that were read already, and only all of them tell.
    if (this.#hasShifted) await this.#all.get(signal);
  }

  /** Brings a user into the list whose turn has not come yet, or whom the filter leaves out. */
  include(user: CylanceUser): void {
    this.#guests.set(user.id, user);
    const known = this.allKnown;
    if (known) this.#showAsFarAs(this.#knownArranged(known.users).findIndex(({ id }) => id === user.id) + 1);
  }

  /** Every user of the tenant, newest created first, whatever the view. */
  async allUsers({ signal, onProgress }: CylanceReadAllOptions = {}): Promise<AllCylanceUsers> {
    if (onProgress) this.#progress.add(onProgress);
    try {
      const { users, missing } = await this.#all.get(signal);
      return { users: this.#over(users), missing };
    } finally {
      if (onProgress) this.#progress.delete(onProgress);
    }
  }

  /** Every user of the tenant as the view has them: filtered and sorted. */
  async arrangedUsers(options: CylanceReadAllOptions = {}): Promise<readonly CylanceUser[]> {
    // The server's order takes no names of zones.
    const zones = isServersOrder(this.#view) ? undefined : this.readZoneNames(options.signal);
    const [{ users }] = await Promise.all([this.allUsers(options), zones]);
    return this.#arranged(users);
  }

  /** The users, by name, in whom all words of a text occur; everybody where there are none. */
  async findUsers(text: string, options: CylanceReadAllOptions = {}): Promise<readonly CylanceUser[]> {
    const [{ users }] = await Promise.all([this.allUsers(options), this.readZoneNames(options.signal)]);
    return this.#arranged(users, { filter: text, sort: 'name|asc' });
  }

  /** All users, if they have been read. */
  get allKnown(): AllCylanceUsers | undefined {
    const known = this.#all.known;
    this.#derived.all ??= known && { users: this.#over(known.users), missing: known.missing };
    return this.#derived.all;
  }

  /** Those who have a role of their own in a zone; undefined until all users have been read. */
  usersIn(zone: ZoneId): readonly CylanceUser[] | undefined {
    const users = this.allKnown?.users;
    this.#derived.byZone ??= users && byZone(users);
    return users && (this.#derived.byZone?.get(zone) ?? []);
  }

  /** A user as far as the lists have the record. */
  known(id: CylanceUserId): CylanceUser | undefined {
    return this.#fresh.get(id) ?? this.#all.known?.byId.get(id) ?? this.#pages.find(id) ?? this.#guests.get(id);
  }

  zones(signal?: AbortSignal): Promise<ZonesRead> {
    return this.#zones.get(signal);
  }

  get knownZones(): ZonesRead | undefined {
    return this.#zones.known;
  }

  /** Where the names of zones cannot be read, their ids have to do. */
  async readZoneNames(signal?: AbortSignal): Promise<void> {
    try {
      await this.zones(signal);
    } catch (error) {
      if (signal?.aborted || !(error instanceof TenantError)) throw error;
    }
  }

  /**
   * A zone as the server has it now; undefined where it lists none of this id.
   * @throws TenantError `forbidden` where the application may not list zones
   */
  async readZone(id: ZoneId, signal?: AbortSignal): Promise<Zone | undefined> {
    const read = await readCylanceZones(await this.#client(), { signal });
    if ('forbidden' in read) throw read.forbidden;
    return read.zones.find((zone) => zone.id === id);
  }

  /** What a zone is called, as far as it is known; its id otherwise. */
  zoneName(id: string): string {
    return this.#names.of(id);
  }

  /**
   * A user as the server has it now; the lists show it so as well.
   * @throws TenantError of reason `unknownUser` when there is none
   */
  async readUser(id: CylanceUserId, signal?: AbortSignal): Promise<CylanceUser> {
    try {
      const user = await this.#readOne(id, signal);
      this.#fresh.set(user.id, user);
      this.#derived = {};
      this.#tellSoon();
      return user;
    } catch (error) {
      // The lists still have the user who is gone.
      if (error instanceof TenantError && error.reason === 'unknownUser') this.forgetUsers();
      throw error;
    }
  }

  /** A user by e-mail address, in whatever case it is written. @returns undefined when the tenant has none */
  async findByEmail(email: string, signal?: AbortSignal): Promise<CylanceUser | undefined> {
    const asked = email.trim().toLowerCase();
    const isAsked = (user: CylanceUser): boolean => user.email?.toLowerCase() === asked;
    const known = this.#all.known;
    try {
      const found = await findCylanceUser(await this.#client(), asked, { signal });
      // Whether the server minds the case of an address is not documented; the list tells.
      if (found && isAsked(found)) return found;
    } catch (error) {
      if (!mayNotRead(error) && !isBadAddress(error)) throw error;
    }
    const listed = (known ?? (await this.allUsers({ signal }))).users.find(isAsked);
    if (!known || !listed) return listed;
    // That list may be hours old: the user may be gone since, or have another address.
    const fresh = await this.#readListed(listed.id, signal);
    return fresh && isAsked(fresh) ? fresh : undefined;
  }

  forgetUsers(): void {
    this.#pages.forget();
    this.#all.forget();
    this.#fresh.clear();
    this.#derived = {};
    this.#hasShifted = false;
    this.#showAnew();
  }

  /** Their names stay until others have been read: rows and panels show them meanwhile. */
  forgetZones(): void {
    this.#zones.forget();
  }

  #showAnew(): void {
    this.#shown = cylanceUserPageSize;
    this.#guests.clear();
  }

  /** Whole pages, so that this many users are among them. */
  #showAsFarAs(count: number): void {
    this.#shown = Math.max(this.#shown, Math.ceil(count / cylanceUserPageSize) * cylanceUserPageSize);
  }

  #withGuests(listed: readonly CylanceUser[]): readonly CylanceUser[] {
    if (this.#guests.size === 0) return listed;
    const ids = new Set(listed.map(({ id }) => id));
    return [...this.#over([...this.#guests.values()].filter(({ id }) => !ids.has(id))), ...listed];
  }

  async #readOne(id: CylanceUserId, signal: AbortSignal | undefined): Promise<CylanceUser> {
    try {
      return await readCylanceUser(await this.#client(), id, { signal });
    } catch (error) {
      if (!mayNotRead(error)) throw error;
    }
    this.#all.forget();
    this.#derived = {};
    const user = (await this.allUsers({ signal })).users.find((one) => one.id === asCylanceUserId(id));
    if (!user) throw new TenantError({ kind: 'notFound', reason: 'unknownUser', message: 'The server does not know this user.' });
    return user;
  }

  /** @returns undefined when the user is gone */
  async #readListed(id: CylanceUserId, signal: AbortSignal | undefined): Promise<CylanceUser | undefined> {
    try {
      return await this.readUser(id, signal);
    } catch (error) {
      if (error instanceof TenantError && error.reason === 'unknownUser') return undefined;
      throw error;
    }
  }

  #over(users: readonly CylanceUser[]): readonly CylanceUser[] {
    return this.#fresh.size === 0 ? users : users.map((user) => this.#fresh.get(user.id) ?? user);
  }

  /** @param users all that are known */
  #knownArranged(users: readonly CylanceUser[]): readonly CylanceUser[] {
    const dormantAfterDays = this.#dormantAfterDays();
    if (this.#derived.arranged?.dormantAfterDays !== dormantAfterDays) this.#derived.arranged = { users: this.#arranged(users), dormantAfterDays };
    return this.#derived.arranged.users;
  }

  #arranged(users: readonly CylanceUser[], view = this.#view): readonly CylanceUser[] {
    return arrangeUsers(users, view, { zoneName: (id) => this.zoneName(id), now: this.#now(), dormantAfterDays: this.#dormantAfterDays() });
  }

  /** Not at once: what those who listen do is not part of the read. */
  #tellSoon(): void {
    queueMicrotask(() => this.#learned.fire());
  }
}

function byZone(users: readonly CylanceUser[]): ReadonlyMap<string, readonly CylanceUser[]> {
  const found = new Map<string, CylanceUser[]>();
  for (const user of users) {
    for (const id of new Set(user.zones.map((zone) => zone.id))) {
      const members = found.get(id);
      if (members) members.push(user);
      else found.set(id, [user]);
    }
  }
  return found;
}
