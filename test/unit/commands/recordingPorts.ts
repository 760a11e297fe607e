/** The editor's dialogs, texts and panels, which write down what they were asked for. */
import type { PanelsPort, StoredGrantsPort } from '../../../src/commands/parts/deps.ts';
import type { Cid, ConnectionId } from '../../../src/core/ids.ts';
import type { CylanceUser } from '../../../src/core/cylance/cylanceUser.ts';
import type { Subject } from '../../../src/core/matrix/matrix.ts';
import type { User } from '../../../src/core/user.ts';
import type { Disposable } from '../../../src/host/disposables.ts';
import type { ChosenFile, FilesPort } from '../../../src/host/files.ts';
import type { QueryFilesPort } from '../../../src/host/queryFiles.ts';
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
  /** What was saved and is no text. */
  readonly bytes: { readonly name: string; readonly bytes: Uint8Array }[] = [];
  /** The file that the person chooses to open; none when undefined. */
  chosen: ChosenFile | undefined;
  /** The person closes the save dialog without a place. */
  savesNothing = false;

  async open(): Promise<ChosenFile | undefined> {
    return this.chosen;
  }

  async save(_title: string, _kinds: unknown, name: string, content: string | Uint8Array): Promise<string | undefined> {
    if (this.savesNothing) return undefined;
    if (typeof content === 'string') this.saved.push({ name, text: content });
    else this.bytes.push({ name, bytes: content });
    return name;
  }
}

export type OpenedPanel =
  | { readonly panel: 'editUser'; readonly connection: ConnectionId; readonly user: User }
  | { readonly panel: 'viewCylanceUser'; readonly connection: ConnectionId; readonly cylanceUser: CylanceUser }
  | { readonly panel: 'createUser'; readonly connection: ConnectionId; readonly cid: Cid | undefined }
  | { readonly panel: 'importUsers'; readonly connection: ConnectionId; readonly cid: Cid | undefined; readonly file: ChosenFile | undefined }
  | { readonly panel: 'manageGrants'; readonly connection: ConnectionId; readonly subject: Subject };

export class RecordingPanels implements PanelsPort {
  readonly opened: OpenedPanel[] = [];
  /** Files of queries that were run. */
  readonly ran: string[] = [];

  async editUser(connection: ConnectionId, user: User): Promise<void> {
    this.opened.push({ panel: 'editUser', connection, user });
  }

  async viewCylanceUser(connection: ConnectionId, cylanceUser: CylanceUser): Promise<void> {
    this.opened.push({ panel: 'viewCylanceUser', connection, cylanceUser });
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

  async runQueries(address: string): Promise<void> {
    this.ran.push(address);
  }
}

/** Files of queries without an editor. */
export class RecordingQueryFiles implements QueryFilesPort {
  /** In front. */
  front: string | undefined;
  readonly created: { readonly name: string; readonly text: string }[] = [];
  readonly shown: { readonly editor: 'builder' | 'text'; readonly address: string }[] = [];

  active(): string | undefined {
    return this.front;
  }

  addressOf(given: unknown): string | undefined {
    return given instanceof URL ? given.href : undefined;
  }

  async open(): Promise<never> {
    throw new Error('No command reads a document.');
  }

  async create(name: string, text: string): Promise<void> {
    this.created.push({ name, text });
  }

  async showBuilder(address: string): Promise<void> {
    this.shown.push({ editor: 'builder', address });
  }

  async showText(address: string): Promise<void> {
    this.shown.push({ editor: 'text', address });
  }

  /** Nothing happens to documents. */
  readonly #silence = (): Disposable => ({ dispose: () => undefined });
  readonly onDidChange = this.#silence;
  readonly onDidClose = this.#silence;
  readonly onWillMove = this.#silence;
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
