/** What the builder of aggregate queries works with. */
import type { CommandId } from '../../host/commandIds.ts';
import type { FilesPort } from '../../host/files.ts';
import type { OpenFrame } from '../../host/panelFrame.ts';
import type { Prompts } from '../../host/prompts.ts';
import type { QueryFilesPort } from '../../host/queryFiles.ts';
import type { ConnectionStore } from '../../state/connectionStore.ts';
import type { Directories } from '../../state/directories.ts';
import type { Sessions } from '../../state/sessions.ts';
import type { UserPanelDeps } from '../user/deps.ts';
import type { PanelWording } from '../wording.ts';

export interface AggregateDeps extends Pick<UserPanelDeps, 'chooseCid' | 'copy'> {
  readonly store: Pick<ConnectionStore, 'all' | 'get' | 'load' | 'onDidChange' | 'onDidLoad'>;
  readonly sessions: Pick<Sessions, 'client'>;
  readonly directories: Pick<Directories, 'of'>;
  readonly queryFiles: Pick<QueryFilesPort, 'open' | 'showText' | 'onDidChange' | 'onDidClose' | 'onWillMove'>;
  readonly files: Pick<FilesPort, 'save'>;
  readonly prompts: Pick<Prompts, 'pick'>;
  readonly wording: PanelWording;
  readonly openFrame: OpenFrame;
  /** Runs a command of the extension, which reports its own failures. */
  readonly runCommand: (id: CommandId, ...args: readonly unknown[]) => PromiseLike<unknown>;
  /** Runs a command of the editor's own on what is open in front. */
  readonly editorCommand: (id: EditorCommand) => PromiseLike<unknown>;
  /** Says something in passing. */
  readonly mention: (text: string) => void;
}

export type EditorCommand = 'undo' | 'redo' | 'workbench.action.files.save';

/** As in the manifest. */
export const aggregateViewType = 'falconAdmin.aggregate';
