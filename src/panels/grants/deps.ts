/** What the panels of grants work with. */
import type { Prompts } from '../../host/prompts.ts';
import type { TextsPort } from '../../host/textViews.ts';
import type { User } from '../../core/user.ts';
import type { ChangeRoad } from '../../state/changes/changeRoad.ts';
import type { Connection } from '../../state/connection.ts';
import type { TenantPanelDeps } from '../tenantFrame.ts';
import type { UserPanelDeps } from '../user/deps.ts';

export interface GrantsPanelDeps extends TenantPanelDeps, Pick<UserPanelDeps, 'chooseCid'> {
  readonly road: Pick<ChangeRoad, 'propose'>;
  readonly texts: Pick<TextsPort, 'compare'>;
  readonly prompts: Pick<Prompts, 'confirm' | 'pickMany'>;
  /** Asks for a user of a tenant; undefined when the question was left. */
  readonly chooseUser: (connection: Connection, title: string) => Promise<User | undefined>;
  /** The address of the person at the keyboard, where it is known. */
  readonly myEmail: () => string | undefined;
}

/** As in the manifest. */
export const grantsViewType = 'falconAdmin.grants';
