/** The editor's dialogs, texts and panels, which write down what they were asked for. */
import type { PanelsPort, StoredGrantsPort } from '../../../src/commands/parts/deps.ts';
import type { Cid, ConnectionId } from '../../../src/core/ids.ts';
import type { Subject } from '../../../src/core/matrix/matrix.ts';
import type { User } from '../../../src/core/user.ts';
import type { ChosenFile, FilesPort } from '../../../src/host/files.ts';
import type { TextsPort, ViewedText } from '../../../src/host/textViews.ts';

export interface Compared {
  readonly left: ViewedText;
  readonly right: ViewedText;
  readonly title: string;
}

export class RecordingTexts implements TextsPort {
  readonly shown: ViewedText[] = [];
  readonly compared: Compared[] = [];

  async show(text: ViewedText): Promise<void> {
    this.shown.push(text);
  }

  async compare(left: ViewedText, right: ViewedText, title: string): Promise<void> {
    this.compared.push({ left, right, title });
  }
}

export class RecordingFiles implements FilesPort {
  readonly saved: { readonly name: string; readonly text: string }[] = [];
  /** The file that the person chooses to open; none when undefined. */
  chosen: ChosenFile | undefined;
  /** The person closes the save dialog without a place. */
  savesNothing = false;

  async open(): Promise<ChosenFile | undefined> {
    return this.chosen;
  }

  async save(_title: string, _kinds: unknown, name: string, text: string): Promise<string | undefined> {
    if (this.savesNothing) return undefined;
    this.saved.push({ name, text });
    return name;
  }
}

export type OpenedPanel =
  | { readonly panel: 'editUser'; readonly connection: ConnectionId; readonly user: User }
  | { readonly panel: 'createUser'; readonly connection: ConnectionId; readonly cid: Cid | undefined }
  | { readonly panel: 'importUsers'; readonly connection: ConnectionId; readonly cid: Cid | undefined; readonly file: ChosenFile | undefined }
  | { readonly panel: 'manageGrants'; readonly connection: ConnectionId; readonly subject: Subject };

export class RecordingPanels implements PanelsPort {
  readonly opened: OpenedPanel[] = [];

  async editUser(connection: ConnectionId, user: User): Promise<void> {
    this.opened.push({ panel: 'editUser', connection, user });
  }

  async createUser(connection: ConnectionId, cid: Cid | undefined): Promise<void> {
    this.opened.push({ panel: 'createUser', connection, cid });
  }

  async importUsers(connection: ConnectionId, cid: Cid | undefined, file: ChosenFile | undefined): Promise<void> {
    this.opened.push({ panel: 'importUsers', connection, cid, file });
  }

  async manageGrants(connection: ConnectionId, subject: Subject): Promise<void> {
    this.opened.push({ panel: 'manageGrants', connection, subject });
  }
}

/** The stored grants of some tenants. */
export class RecordingStorage implements StoredGrantsPort {
  tenants = 0;

  async count(): Promise<number> {
    return this.tenants;
  }

  async clear(): Promise<void> {
    this.tenants = 0;
  }
}
