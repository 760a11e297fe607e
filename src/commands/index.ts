/** Every command of the extension: the list, loaded with the first command that runs. */
import { allowChanges } from './allowChanges.ts';
import { cancelLoading } from './cancelLoading.ts';
import { clearFilter } from './clearFilter.ts';
import { connect } from './connect.ts';
import { copyCommands } from './copy.ts';
import { countHolders } from './countHolders.ts';
import type { TenantCommand } from './parts/deps.ts';
import { disconnect } from './disconnect.ts';
import { filterUsers } from './filterUsers.ts';
import { findCid } from './findCid.ts';
import { findUser } from './findUser.ts';
import { forbidChanges } from './forbidChanges.ts';
import { loadMore } from './loadMore.ts';
import { openDemo } from './openDemo.ts';
import { openJson } from './openJson.ts';
import { refresh } from './refresh.ts';
import { rename } from './rename.ts';
import { replaceSecret } from './replaceSecret.ts';
import { retry } from './retry.ts';
import { showLog } from './showLog.ts';
import { sortUsers } from './sortUsers.ts';

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
  findUser,
  findCid,
  refresh,
  loadMore,
  retry,
  cancelLoading,
  countHolders,
  ...copyCommands,
  openJson,
  showLog,
];
