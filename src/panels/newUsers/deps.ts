/** What the panels of new users from a file work with. */
import type { FilesPort } from '../../host/files.ts';
import type { ChangeRoad } from '../../state/changes/changeRoad.ts';
import type { TenantPanelDeps } from '../tenantFrame.ts';

export interface NewUsersPanelDeps extends TenantPanelDeps {
  readonly road: Pick<ChangeRoad, 'propose'>;
  readonly files: FilesPort;
}

/** As in the manifest. */
export const newUsersViewType = 'falconAdmin.newUsers';
