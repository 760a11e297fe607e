/** The state of the Cylance tenant while it runs. */
import type { CylanceData, CylanceUser, CylanceZone } from './model.ts';

export class CylanceStore {
  readonly tenantId: string;
  readonly zones: readonly CylanceZone[];
  readonly #zonesById: ReadonlyMap<string, CylanceZone>;
  readonly #usersById: Map<string, CylanceUser>;
  readonly #usersByEmail: Map<string, CylanceUser>;
  #users: readonly CylanceUser[];

  constructor({ tenantId, zones, users }: CylanceData) {
    this.tenantId = tenantId;
    this.zones = zones;
    this.#users = users;
    this.#zonesById = new Map(zones.map((zone) => [zone.id, zone]));
    this.#usersById = new Map(users.map((user) => [user.id, user]));
    this.#usersByEmail = new Map(users.map((user) => [user.email, user]));
  }

  /** Newest first. */
  get users(): readonly CylanceUser[] {
    return this.#users;
  }

  findZone(id: string): CylanceZone | undefined {
    return this.#zonesById.get(id.toLowerCase());
  }

  findUser(id: string): CylanceUser | undefined {
    return this.#usersById.get(id.toLowerCase());
  }

  /** Whether case counts is not documented; here it does not. */
  findUserByEmail(email: string): CylanceUser | undefined {
    return this.#usersByEmail.get(email.toLowerCase());
  }

  /** The newest user of all, so the first of the list. */
  addUser(user: CylanceUser): void {
    this.#users = [user, ...this.#users];
    this.#usersById.set(user.id, user);
    this.#usersByEmail.set(user.email, user);
  }

  replaceUser(user: CylanceUser, changed: CylanceUser): void {
    this.#users = this.#users.map((other) => (other === user ? changed : other));
    this.#usersById.set(changed.id, changed);
    this.#usersByEmail.delete(user.email);
    this.#usersByEmail.set(changed.email, changed);
  }

  deleteUser(user: CylanceUser): void {
    this.#users = this.#users.filter((other) => other !== user);
    this.#usersById.delete(user.id);
    this.#usersByEmail.delete(user.email);
  }
}
