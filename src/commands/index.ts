/** Every command of the extension: the list, loaded with the first command that runs. */
import { activityFinish, activityRetryFailed } from './activityContinue.ts';
import { activityClear, activityDelete } from './activityDelete.ts';
import { activityDrop } from './activityDrop.ts';
import { activityExport } from './activityExport.ts';
import { activityOpenRecord } from './activityOpenRecord.ts';
import { activityOpenRequest } from './activityOpenRequest.ts';
import { activityRefresh } from './activityRefresh.ts';
import { activityUndo } from './activityUndo.ts';
import { allowChanges } from './allowChanges.ts';
import { askAccess } from './askAccess.ts';
import { cancelLoading } from './cancelLoading.ts';
import { clearFilter } from './clearFilter.ts';
import { compareUsers } from './compareUsers.ts';
import { connect } from './connect.ts';
import { copyCommands } from './copy.ts';
import { copyRoles } from './copyRoles.ts';
import { countHolders } from './countHolders.ts';
import { createUser } from './createUser.ts';
import { deleteStoredGrants } from './deleteStoredGrants.ts';
import { deleteUser } from './deleteUser.ts';
import { disconnect } from './disconnect.ts';
import { editUser } from './editUser.ts';
import { exportAccess } from './exportAccess.ts';
import { exportMatrix } from './exportMatrix.ts';
import { exportUsers } from './exportUsers.ts';
import { extendGrant } from './extendGrant.ts';
import { filterUsers } from './filterUsers.ts';
import { findCid } from './findCid.ts';
import { findPerson } from './findPerson.ts';
import { findUser } from './findUser.ts';
import { forbidChanges } from './forbidChanges.ts';
import { grantRole } from './grantRole.ts';
import { importUsers } from './importUsers.ts';
import { loadMore } from './loadMore.ts';
import { manageGrants } from './manageGrants.ts';
import { newAggregate } from './newAggregate.ts';
import { openAggregateBuilder, openAggregateText } from './openAggregate.ts';
import { openDemo } from './openDemo.ts';
import { openJson } from './openJson.ts';
import { readAllGrants } from './readGrants.ts';
import { refresh } from './refresh.ts';
import { refreshTemporary } from './refreshTemporary.ts';
import { rename } from './rename.ts';
import { renameUser } from './renameUser.ts';
import { replaceSecret } from './replaceSecret.ts';
import { resetFactors } from './resetFactors.ts';
import { resetPassword } from './resetPassword.ts';
import { retry } from './retry.ts';
import { revokeRole } from './revokeRole.ts';
import { runAggregate } from './runAggregate.ts';
import { runOperation } from './runOperation.ts';
import { sendRequest } from './sendRequest.ts';
import { showLog } from './showLog.ts';
import { sortUsers } from './sortUsers.ts';
import type { TenantCommand } from './parts/deps.ts';
import { viewUser } from './viewUser.ts';

export const commands: readonly TenantCommand[] = [
  connect,
  rename,
  replaceSecret,
  disconnect,
  allowChanges,
  forbidChanges,
  openDemo,
  filterUsers,
  clearFilter,
  sortUsers,
  findPerson,
  findUser,
  findCid,
  refresh,
  loadMore,
  retry,
  cancelLoading,
  countHolders,
  ...copyCommands,
  openJson,
  createUser,
  importUsers,
  editUser,
  renameUser,
  resetPassword,
  resetFactors,
  deleteUser,
  compareUsers,
  exportUsers,
  manageGrants,
  grantRole,
  revokeRole,
  copyRoles,
  extendGrant,
  readAllGrants,
  askAccess,
  exportAccess,
  exportMatrix,
  deleteStoredGrants,
  refreshTemporary,
  newAggregate,
  openAggregateBuilder,
  openAggregateText,
  runAggregate,
  runOperation,
  sendRequest,
  activityOpenRecord,
  activityOpenRequest,
  activityUndo,
  activityRetryFailed,
  activityFinish,
  activityDrop,
  activityExport,
  activityDelete,
  activityClear,
  activityRefresh,
  showLog,
  viewUser,
];
