/** All panels, whose code is loaded when the first of them is opened or brought back. */
import type { Cid, ConnectionId } from '../core/ids.ts';
import type { Subject } from '../core/matrix/matrix.ts';
import type { User } from '../core/user.ts';
import type { ChosenFile } from '../host/files.ts';
import { Lazy } from '../host/lazy.ts';
import type { RestorePanel } from '../host/restorePanels.ts';
import type { ShowDocument } from '../host/textEditors.ts';
import type { CylanceUser } from '../core/cylance/cylanceUser.ts';
import type { AggregateDeps } from './aggregate/deps.ts';
import type { CylanceUserPanels } from './cylanceUser/cylanceUserPanels.ts';
import type { CylancePanelDeps } from './cylanceUser/deps.ts';
import type { GrantsPanelDeps } from './grants/deps.ts';
import type { GrantsPanels } from './grants/grantsPanels.ts';
import type { NewUsersPanelDeps } from './newUsers/deps.ts';
import type { NewUsersPanels } from './newUsers/newUsersPanels.ts';
import type { UserPanelDeps } from './user/deps.ts';
import type { UserPanels } from './user/userPanels.ts';

/** As in the manifest. */
export const panelTypes = ['falconAdmin.user', 'falconAdmin.newUsers', 'falconAdmin.grants', 'falconAdmin.cylanceUser'] as const;
export type PanelType = (typeof panelTypes)[number];

type PanelDeps = UserPanelDeps & NewUsersPanelDeps & GrantsPanelDeps & AggregateDeps & CylancePanelDeps;

interface Loaded {
  readonly user: UserPanels;
  readonly newUsers: NewUsersPanels;
  readonly grants: GrantsPanels;
  readonly cylanceUser: CylanceUserPanels;
}

export class LazyPanels {
  readonly #deps: () => Promise<PanelDeps>;
  /** Files of queries are opened on their own more often than beside panels. */
  readonly #queries = new Lazy(async () => {
    const [deps, { AggregateEditors }] = await Promise.all([this.#deps(), import('./aggregate/aggregateEditors.ts')]);
    return new AggregateEditors(deps);
  });
  readonly #panels = new Lazy(() => this.#load());

  /** @param deps made with the first panel, since they bring code as well */
  constructor(deps: () => Promise<PanelDeps>) {
    this.#deps = deps;
  }

  async editUser(connection: ConnectionId, user: User): Promise<void> {
    (await this.#panels.get()).user.edit(connection, user);
  }

  async createUser(connection: ConnectionId, cid: Cid | undefined): Promise<void> {
    (await this.#panels.get()).user.create(connection, cid);
  }

  async importUsers(connection: ConnectionId, cid: Cid | undefined, file: ChosenFile | undefined): Promise<void> {
    (await this.#panels.get()).newUsers.open(connection, cid, file);
  }

  async manageGrants(connection: ConnectionId, subject: Subject): Promise<void> {
    (await this.#panels.get()).grants.open(connection, subject);
  }

  async viewCylanceUser(connection: ConnectionId, user: CylanceUser): Promise<void> {
    (await this.#panels.get()).cylanceUser.view(connection, user);
  }

  /** Runs the queries of a document; what is answered shows in its builder. */
  async runQueries(address: string): Promise<void> {
    await (await this.#queries.get()).run(address);
  }

  /** What shows files of queries. */
  async builder(): Promise<ShowDocument> {
    const [editors, { queryDocument }] = await Promise.all([this.#queries.get(), import('../host/queryFiles.ts')]);
    return async (document, panel) => editors.open(await queryDocument(document), panel);
  }

  /** What brings panels of a kind back. */
  async restorer(type: PanelType): Promise<RestorePanel> {
    const { user, newUsers, grants, cylanceUser } = await this.#panels.get();
    const panels = { 'falconAdmin.user': user, 'falconAdmin.newUsers': newUsers, 'falconAdmin.grants': grants, 'falconAdmin.cylanceUser': cylanceUser }[type];
    return (panel, kept) => panels.restore(panel, kept);
  }

  dispose(): void {
    this.#queries.known?.dispose();
    const panels: readonly Loaded[keyof Loaded][] = Object.values(this.#panels.known ?? {});
    for (const each of panels) each.dispose();
  }

  async #load(): Promise<Loaded> {
    const [deps, user, newUsers, grants, cylanceUser] = await Promise.all([
      this.#deps(),
      import('./user/userPanels.ts'),
      import('./newUsers/newUsersPanels.ts'),
      import('./grants/grantsPanels.ts'),
      import('./cylanceUser/cylanceUserPanels.ts'),
    ]);
    return {
      user: new user.UserPanels(deps),
      newUsers: new newUsers.NewUsersPanels(deps),
      grants: new grants.GrantsPanels(deps),
      cylanceUser: new cylanceUser.CylanceUserPanels(deps),
    };
  }
}
