/** The panels of new users from files: one for each file. */
import type { WebviewPanel } from 'vscode';
import type { Cid, ConnectionId } from '../../core/ids.ts';
import type { ChosenFile } from '../../host/files.ts';
import { isKeptNewUsers } from '../../protocol/newUsers.ts';
import type { NewUsersPanelDeps } from './deps.ts';
import { NewUsersPanel } from './newUsersPanel.ts';
import type { NewUsersPlace } from './newUsersPanel.ts';

interface Opened {
  readonly connection: ConnectionId;
  readonly cid: Cid | undefined;
  readonly panel: NewUsersPanel;
}

export class NewUsersPanels {
  readonly #deps: NewUsersPanelDeps;
  readonly #open = new Set<Opened>();

  constructor(deps: NewUsersPanelDeps) {
    this.#deps = deps;
  }

  /** Shows the users that a file asks for; without a file the panel asks for one. A panel that still waits for one is used. */
  open(connection: ConnectionId, cid: Cid | undefined, file: ChosenFile | undefined): void {
    const waiting = [...this.#open].find((one) => one.connection === connection && one.cid === cid && !one.panel.hasTable)?.panel;
    if (!waiting) return this.#add({ connection, cid, file });
    waiting.frame.reveal();
    if (file) waiting.take(file);
  }

  /** Gives a panel of an earlier window its page again; one whose kept state is not what pages keep is closed. */
  async restore(panel: WebviewPanel, kept: unknown): Promise<void> {
    await this.#deps.store.load();
    if (isKeptNewUsers(kept)) this.#add({ connection: kept.connection, cid: kept.cid, file: undefined, kept, restored: panel });
    else panel.dispose();
  }

  /** Closes all of them. */
  dispose(): void {
    for (const { panel } of [...this.#open]) panel.frame.dispose();
  }

  #add(place: Omit<NewUsersPlace, 'onClosed' | 'openBeside'>): void {
    const { connection, cid } = place;
    const panel = new NewUsersPanel(this.#deps, {
      ...place,
      openBeside: (file) => this.#add({ connection, cid, file }),
      onClosed: () => void this.#open.delete(opened),
    });
    const opened: Opened = { connection, cid, panel };
    this.#open.add(opened);
  }
}
