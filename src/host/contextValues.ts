/**
 * What tree items say about themselves to the menus: a kind, then tags, joined by `;`. Menu patterns are tested against
 * this list, so an item with another value would have no menu.
 */
export const contextValues = [
  'connection;readOnly',
  'connection;readOnly;demo',
  'connection;canChange',
  'connection;canChange;demo',
  'cid;parent',
  'cid;child',
  'users',
  'users;filtered',
  'roles',
  'user',
  'grantCid',
  'grant;direct',
  'grant;direct;temporary',
  'grant;inherited',
  'grant;inherited;temporary',
  'role;default',
  'role;custom',
  'holder;direct',
  'holder;direct;temporary',
  'holder;inherited',
  'holder;inherited;temporary',
  'otherCids',
  'loadMore',
  'failed',
  'notice;notCounted',
  'temporary;direct',
  'temporary;inherited',
  'record;running',
  'record;interrupted',
  'record;ended',
  'record;ended;undoable',
  'record;ended;failed',
  'record;ended;failed;undoable',
  'row',
  'request',
] as const;

export type ContextValue = (typeof contextValues)[number];
