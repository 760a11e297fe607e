/** What commands work with. Each command names the part it uses; the editor's side stands behind interfaces. */
import type { Command } from '../../host/commands.ts';
import type { L10n } from '../../host/l10n.ts';
import type { ChosenFile, FilesPort } from '../../host/files.ts';
import type { Prompts } from '../../host/prompts.ts';
import type { QueryFilesPort } from '../../host/queryFiles.ts';
import type { RequestsPort } from '../../host/requestDocuments.ts';
import type { TextsPort } from '../../host/textViews.ts';
import type { RecordAddress } from '../../host/recordAddress.ts';
import type { Cid, ConnectionId } from '../../core/ids.ts';
import type { CylanceUser } from '../../core/cylance/cylanceUser.ts';
import type { User } from '../../core/user.ts';
import type { Subject as GrantsSubject } from '../../core/matrix/matrix.ts';
import type { Activity } from '../../state/activity.ts';
import type { ApiRequests } from '../../state/apiRequests.ts';
import type { ChangeRoad } from '../../state/changes/changeRoad.ts';
import type { ConnectionStore } from '../../state/connectionStore.ts';
import type { CylanceDirectories } from '../../state/cylance/cylanceDirectories.ts';
import type { CylanceSessions } from '../../state/cylance/cylanceSessions.ts';
import type { CylanceStore } from '../../state/cylance/cylanceStore.ts';
import type { CylanceTree } from '../../state/cylance/cylanceTree.ts';
import type { Directories } from '../../state/directories.ts';
import type { TenantNode } from '../../state/nodes.ts';
import type { Sessions } from '../../state/sessions.ts';
import type { TenantTree } from '../../state/tenantTree.ts';
import type { DemoSession } from './demoSession.ts';

/** The view of tenants, as far as commands use it. */
export interface TreePort {
  /** The node behind an item's id, as it is known now. */
  node(id: string): TenantNode | undefined;
  /** Shows a node and what is below it anew; everything when none is given. */
  refresh(node?: TenantNode): void;
  /** Reads what stands below a node and then shows both anew; a failure stands there as a row. */
  reread(node: TenantNode): Promise<void>;
  reveal(node: TenantNode, options?: { readonly expand?: boolean }): Promise<void>;
  /** Runs work that shows in the head of the view and is stopped together with other reads of the tree. */
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  cancel(): void;
}

export type Report = (stage: { readonly message?: string; readonly share?: number }) => void;

export interface DocumentsPort {
  show(address: RecordAddress, signal: AbortSignal, options?: { readonly preview?: boolean }): Promise<void>;
  refresh(connection?: string): void;
  close(connection: string): Promise<void>;
}

/** The panels, as far as commands open them. */
export interface PanelsPort {
  /** Shows a user's panel; the one that is open already when there is one. */
  editUser(connection: ConnectionId, user: User): Promise<void>;
  /** An empty panel for a user to be made, in a CID when one is given. */
  createUser(connection: ConnectionId, cid: Cid | undefined): Promise<void>;
  /** A table of the users that a file asks for; without a file the panel asks for one. */
  importUsers(connection: ConnectionId, cid: Cid | undefined, file: ChosenFile | undefined): Promise<void>;
  /** The grants of some users over all CIDs of their tenant, or of everybody in one CID. */
  manageGrants(connection: ConnectionId, subject: GrantsSubject): Promise<void>;
  /** Shows the panel of a Cylance user; the one that is open already when there is one. */
  viewCylanceUser(connection: ConnectionId, user: CylanceUser): Promise<void>;
  /** Runs the aggregate queries of a document; what is answered shows in its builder. */
  runQueries(address: string): Promise<void>;
}

export interface StoredGrantsPort {
  /** Of how many tenants something is stored. */
  count(): Promise<number>;
  clear(): Promise<void>;
}

/** The Cylance tenants. Nothing is ever changed in one. */
export interface CylanceDeps {
  readonly store: CylanceStore;
  readonly sessions: CylanceSessions;
  readonly directories: CylanceDirectories;
  readonly tree: CylanceTree;
}

export interface CommandDeps {
  readonly store: ConnectionStore;
  readonly sessions: Sessions;
  readonly directories: Directories;
  readonly tree: TenantTree;
  readonly cylance: CylanceDeps;
  readonly view: TreePort;
  /** The view of temporary access: reads again which temporary roles there are. */
  readonly temporary: { refresh(): Promise<void> };
  readonly prompts: Prompts;
  readonly documents: DocumentsPort;
  readonly texts: TextsPort;
  readonly files: FilesPort;
  readonly queryFiles: QueryFilesPort;
  /** Documents of API requests. */
  readonly requests: RequestsPort;
  /** The requests that were sent from them. */
  readonly apiRequests: ApiRequests;
  readonly panels: PanelsPort;
  /** Every change of a tenant goes this way. */
  readonly road: ChangeRoad;
  readonly activity: Activity;
  /** What was read about grants and is kept between sessions. */
  readonly storedGrants: StoredGrantsPort;
  readonly demo: DemoSession;
  readonly l10n: L10n;
  /** BCP 47, for figures. */
  readonly locale: string;
  /** From how many days without a login on a user counts as dormant. */
  readonly dormantAfterDays: () => number;
  /** Work that somebody waits for, with a cancel button. */
  readonly progress: <T>(title: string, work: (signal: AbortSignal, report: Report) => Promise<T>) => Promise<T>;
  readonly copy: (text: string) => PromiseLike<void>;
  /** Says something in passing. */
  readonly mention: (text: string) => void;
  readonly showLog: () => void;
  readonly newId: () => ConnectionId;
  /** What is offered again in this window. */
  readonly remembered: { filter: string | undefined };
}

export type TenantCommand = Command<CommandDeps>;
