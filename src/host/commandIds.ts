/** Every command the manifest contributes. A manifest test holds this list and package.json equal. */
export const commandIds = [
  'falconAdmin.connection.connect',
  'falconAdmin.connection.rename',
  'falconAdmin.connection.replaceSecret',
  'falconAdmin.connection.disconnect',
  'falconAdmin.connection.allowChanges',
  'falconAdmin.connection.forbidChanges',
  'falconAdmin.demo.open',
  'falconAdmin.users.filter',
  'falconAdmin.users.clearFilter',
  'falconAdmin.users.sort',
  'falconAdmin.user.find',
  'falconAdmin.cid.find',
  'falconAdmin.tree.refresh',
  'falconAdmin.tree.loadMore',
  'falconAdmin.tree.retry',
  'falconAdmin.role.countHolders',
  'falconAdmin.copy.uuid',
  'falconAdmin.copy.email',
  'falconAdmin.copy.cid',
  'falconAdmin.copy.roleId',
  'falconAdmin.copy.name',
  'falconAdmin.copy.json',
  'falconAdmin.record.openJson',
  'falconAdmin.log.show',
] as const;

export type CommandId = (typeof commandIds)[number];
