/** What the panels of new users from a file work with. */
import type { CommandId } from '../../host/commandIds.ts';
import type { FilesPort } from '../../host/files.ts';
import type { OpenFrame } from '../../host/panelFrame.ts';
import type { ChangeRoad } from '../../state/changes/changeRoad.ts';
import type { ConnectionStore } from '../../state/connectionStore.ts';
import type { Directories } from '../../state/directories.ts';
import type { PanelWording } from '../wording.ts';

export interface NewUsersPanelDeps {
  readonly store: Pick<ConnectionStore, 'get' | 'load' | 'onDidChange'>;
  readonly directories: Pick<Directories, 'of' | 'onDidWrite'>;
  readonly road: Pick<ChangeRoad, 'propose'>;
  readonly files: FilesPort;
  readonly wording: PanelWording;
  readonly openFrame: OpenFrame;
  /** Runs a command of the extension, which reports its own failures. */
  readonly runCommand: (id: CommandId, argument: unknown) => PromiseLike<unknown>;
}

/** As in the manifest. */
export const newUsersViewType = 'falconAdmin.newUsers';
