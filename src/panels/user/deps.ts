/** What the panels of users work with. */
import type { Cid } from '../../core/ids.ts';
import type { Prompts } from '../../host/prompts.ts';
import type { RecordAddress } from '../../host/recordAddress.ts';
import type { ChangeRoad } from '../../state/changes/changeRoad.ts';
import type { Connection } from '../../state/connection.ts';
import type { TenantPanelDeps } from '../tenantFrame.ts';

export interface ChosenCid {
  readonly cid: Cid;
  readonly name: string;
}

export interface UserPanelDeps extends TenantPanelDeps {
  readonly road: Pick<ChangeRoad, 'propose'>;
  /** Shows a record as JSON. */
  readonly documents: { show(address: RecordAddress, signal: AbortSignal): Promise<void> };
  readonly prompts: Pick<Prompts, 'pickMany'>;
  readonly copy: (text: string) => PromiseLike<void>;
  /** Asks which CID of a tenant is meant; undefined when the question was left. */
  readonly chooseCid: (connection: Connection, title: string) => Promise<ChosenCid | undefined>;
}

/** As in the manifest. */
export const userViewType = 'falconAdmin.user';
