/** The panels of users: one for each user that is looked at, and any number for users to be made. */
import type { WebviewPanel } from 'vscode';
import type { Cid, ConnectionId, UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import { isKeptCreate } from '../../protocol/createUser.ts';
import type { KeptCreate } from '../../protocol/createUser.ts';
import { isKeptEdit } from '../../protocol/user.ts';
import { CreatePanel } from './createPanel.ts';
import type { UserPanelDeps } from './deps.ts';
import { EditPanel } from './editPanel.ts';

interface EditParts {
  readonly connection: ConnectionId;
  readonly user: UserUuid;
  readonly known?: User;
  readonly restored?: WebviewPanel;
}

interface CreateParts {
  readonly connection: ConnectionId;
  readonly cid?: Cid | undefined;
  readonly kept?: KeptCreate;
  readonly restored?: WebviewPanel;
}

export class UserPanels {
  readonly #deps: UserPanelDeps;
  readonly #edits = new Map<string, EditPanel>();
  readonly #creates = new Set<CreatePanel>();

  constructor(deps: UserPanelDeps) {
    this.#deps = deps;
  }

  /** Shows a user's panel; the one that is open already when there is one. */
  edit(connection: ConnectionId, user: User): void {
    const open = this.#edits.get(keyOf(connection, user.uuid));
    if (open) open.frame.reveal();
    else this.#edit({ connection, user: user.uuid, known: user });
  }

  /** An empty panel for a user to be made, in a CID when one is given. */
  create(connection: ConnectionId, cid: Cid | undefined): void {
    this.#create({ connection, cid });
  }

  /** Gives a panel of an earlier window its page again; one whose kept state is not what pages keep is closed. */
  async restore(panel: WebviewPanel, kept: unknown): Promise<void> {
    await this.#deps.store.load();
    if (isKeptEdit(kept) && !this.#edits.has(keyOf(kept.connection, kept.user))) this.#edit({ connection: kept.connection, user: kept.user, restored: panel });
    else if (isKeptCreate(kept)) this.#create({ connection: kept.connection, kept, restored: panel });
    else panel.dispose();
  }

  /** Closes all of them. */
  dispose(): void {
    for (const { frame } of [...this.#edits.values(), ...this.#creates]) frame.dispose();
  }

  #edit({ connection, user, known, restored }: EditParts): void {
    const key = keyOf(connection, user);
    const onClosed = (): void => void this.#edits.delete(key);
    this.#edits.set(key, new EditPanel(this.#deps, { connection, user, known, restored, onClosed }));
  }

  #create({ connection, cid, kept, restored }: CreateParts): void {
    const panel: CreatePanel = new CreatePanel(this.#deps, {
      ...{ connection, cid, kept, restored },
      open: (user) => this.edit(connection, user),
      onClosed: () => void this.#creates.delete(panel),
    });
    this.#creates.add(panel);
  }
}

const keyOf = (connection: ConnectionId, user: UserUuid): string => `${connection}|${user}`;
