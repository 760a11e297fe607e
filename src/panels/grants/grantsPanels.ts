/** The panels of grants: one for each subject that is looked at. */
import type { WebviewPanel } from 'vscode';
import type { ConnectionId } from '../../core/ids.ts';
import type { Subject } from '../../core/matrix/matrix.ts';
import { isKeptGrants } from '../../protocol/grants.ts';
import type { GrantsPanelDeps } from './deps.ts';
import { GrantsPanel } from './grantsPanel.ts';
import type { GrantsPlace } from './grantsPanel.ts';

interface Opened {
  readonly connection: ConnectionId;
  readonly panel: GrantsPanel;
}

function isSame(left: Subject, right: Subject): boolean {
  if (left.by === 'cid') return right.by === 'cid' && left.cid === right.cid;
  if (right.by === 'cid') return false;
  const users = new Set(left.users);
  return users.size === new Set(right.users).size && right.users.every((user) => users.has(user));
}

export class GrantsPanels {
  readonly #deps: GrantsPanelDeps;
  readonly #open = new Set<Opened>();

  constructor(deps: GrantsPanelDeps) {
    this.#deps = deps;
  }

  /** Shows the grants of some users, or in a CID; the panel that shows them already when there is one. */
  open(connection: ConnectionId, subject: Subject): void {
    const shown = this.#find(connection, subject);
    if (shown) shown.frame.reveal();
    else this.#add({ connection, subject });
  }

  /** Gives a panel of an earlier window its page again; one whose kept state is not what pages keep is closed. */
  async restore(panel: WebviewPanel, kept: unknown): Promise<void> {
    await this.#deps.store.load();
    if (isKeptGrants(kept) && !this.#find(kept.connection, kept.subject)) {
      const { connection, subject } = kept;
      this.#add({ connection, subject, kept, restored: panel });
    } else panel.dispose();
  }

  /** Closes all of them. */
  dispose(): void {
    for (const { panel } of [...this.#open]) panel.frame.dispose();
  }

  /** A panel may show something else by now than what it was opened for. */
  #find(connection: ConnectionId, subject: Subject): GrantsPanel | undefined {
    return [...this.#open].find((one) => one.connection === connection && isSame(one.panel.subject, subject))?.panel;
  }

  #add(place: Omit<GrantsPlace, 'onClosed'>): void {
    const panel = new GrantsPanel(this.#deps, { ...place, onClosed: () => void this.#open.delete(opened) });
    const opened: Opened = { connection: place.connection, panel };
    this.#open.add(opened);
  }
}
