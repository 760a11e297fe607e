/** What the panels of users work with. */
import type { Cid, ConnectionId } from '../../core/ids.ts';
import type { CommandId } from '../../host/commandIds.ts';
import type { OpenFrame } from '../../host/panelFrame.ts';
import type { Prompts } from '../../host/prompts.ts';
import type { RecordAddress } from '../../host/recordAddress.ts';
import type { ChangeRoad } from '../../state/changes/changeRoad.ts';
import type { Connection } from '../../state/connection.ts';
import type { ConnectionStore } from '../../state/connectionStore.ts';
import type { Directories } from '../../state/directories.ts';
import type { PanelWording } from '../wording.ts';

export interface ChosenCid {
  readonly cid: Cid;
  readonly name: string;
}

export interface UserPanelDeps {
  readonly store: ConnectionStore;
  readonly directories: Directories;
  readonly road: ChangeRoad;
  /** Shows a record as JSON. */
  readonly documents: { show(address: RecordAddress, signal: AbortSignal): Promise<void> };
  readonly prompts: Pick<Prompts, 'pickMany'>;
  readonly wording: PanelWording;
  readonly openFrame: OpenFrame;
  /** Runs a command of the extension, which reports its own failures. */
  readonly runCommand: (id: CommandId, argument: unknown) => PromiseLike<unknown>;
  readonly copy: (text: string) => PromiseLike<void>;
  /** Asks which CID of a tenant is meant; undefined when the question was left. */
  readonly chooseCid: (connection: Connection, title: string) => Promise<ChosenCid | undefined>;
}

/** As in the manifest. */
export const userViewType = 'falconAdmin.user';

/** An open panel, as the set of panels sees it. */
export interface OpenPanel {
  reveal(): void;
  dispose(): void;
}

export interface PanelPlace {
  readonly connection: ConnectionId;
  readonly onClosed: () => void;
}
