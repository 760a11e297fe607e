/** How the users of a CID are listed: whose, filtered and sorted. */
import type { UserSort } from '../api/falcon/users.ts';

export interface UserView {
  /** Users whose home the CID is, or everybody who holds a role in it. */
  readonly members: 'home' | 'assigned';
  /** FQL of the user. */
  readonly filter: string | undefined;
  readonly sort: UserSort;
}

export const plainView: UserView = { members: 'home', filter: undefined, sort: 'uid|asc' };

export const isFiltered = (view: UserView): boolean => view.filter !== undefined || view.members !== plainView.members;
