/** What the panels of Cylance users work with. */
import type { CommandId } from '../../host/commandIds.ts';
import type { OpenFrame } from '../../host/panelFrame.ts';
import type { RecordAddress } from '../../host/recordAddress.ts';
import type { CylanceDirectories } from '../../state/cylance/cylanceDirectories.ts';
import type { CylanceStore } from '../../state/cylance/cylanceStore.ts';
import type { PanelWording } from '../wording.ts';

export interface CylancePanelDeps {
  readonly cylance: {
    readonly store: Pick<CylanceStore, 'get' | 'load' | 'onDidChange'>;
    readonly directories: Pick<CylanceDirectories, 'of'>;
  };
  readonly wording: PanelWording;
  readonly openFrame: OpenFrame;
  /** Shows a record as JSON. */
  readonly documents: { show(address: RecordAddress, signal: AbortSignal): Promise<void> };
  /** Runs a command of the extension, which reports its own failures. */
  readonly runCommand: (id: CommandId, ...args: readonly unknown[]) => PromiseLike<unknown>;
  readonly copy: (text: string) => PromiseLike<void>;
}

/** As in the manifest. */
export const cylanceUserViewType = 'falconAdmin.cylanceUser';
