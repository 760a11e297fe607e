/** How the users of a Cylance tenant are listed. The server neither filters nor sorts, so that both are done here. */

export const cylanceSorts = ['created', 'name', 'email', 'role', 'lastLogin'] as const;
export type CylanceSort = `${(typeof cylanceSorts)[number]}|${'asc' | 'desc'}`;

export interface CylanceView {
  /** Words, each of which has to occur in what is known of a user. */
  readonly filter: string | undefined;
  readonly sort: CylanceSort;
}

/** The server's own order. */
export const plainCylanceView: CylanceView = { filter: undefined, sort: 'created|desc' };

export const isCylanceFiltered = ({ filter }: CylanceView): boolean => filter !== undefined;

/** Whether the server's pages show it, one after the other; anything else needs all of them. */
export const isServersOrder = ({ filter, sort }: CylanceView): boolean => filter === undefined && sort === plainCylanceView.sort;
