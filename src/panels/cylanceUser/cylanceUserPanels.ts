/** The panels of Cylance users: one for each user that is looked at. */
import type { WebviewPanel } from 'vscode';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import type { CylanceUserId } from '../../core/cylance/ids.ts';
import type { ConnectionId } from '../../core/ids.ts';
import { isKeptCylanceUser } from '../../protocol/cylanceUser.ts';
import { CylanceUserPanel } from './cylanceUserPanel.ts';
import type { CylancePanelDeps } from './deps.ts';

interface OpenParts {
  readonly connection: ConnectionId;
  readonly user: CylanceUserId;
  readonly known?: CylanceUser;
  readonly restored?: WebviewPanel;
}

const keyOf = (connection: ConnectionId, user: CylanceUserId): string => `${connection}|${user}`;

export class CylanceUserPanels {
  readonly #deps: CylancePanelDeps;
  readonly #open = new Map<string, CylanceUserPanel>();

  constructor(deps: CylancePanelDeps) {
    this.#deps = deps;
  }

  /** Shows a user's panel; the one that is open already when there is one. */
  view(connection: ConnectionId, user: CylanceUser): void {
    const open = this.#open.get(keyOf(connection, user.id));
    if (open) open.frame.reveal();
    else this.#show({ connection, user: user.id, known: user });
  }

  /** Gives a panel of an earlier window its page again; one whose kept state is not what pages keep is closed. */
  async restore(panel: WebviewPanel, kept: unknown): Promise<void> {
    await this.#deps.cylance.store.load();
    if (isKeptCylanceUser(kept) && !this.#open.has(keyOf(kept.connection, kept.user))) this.#show({ ...kept, restored: panel });
    else panel.dispose();
  }

  /** Closes all of them. */
  dispose(): void {
    for (const { frame } of [...this.#open.values()]) frame.dispose();
  }

  #show({ connection, user, known, restored }: OpenParts): void {
    const key = keyOf(connection, user);
    this.#open.set(key, new CylanceUserPanel(this.#deps, { connection, user, known, restored, onClosed: () => void this.#open.delete(key) }));
  }
}
