/** What has to be known of a tenant to judge new users. Whatever is not known yet is told apart from what is wrong. */
import type { Cid } from '../ids.ts';
import type { CidBook } from './cidBook.ts';
import type { RoleBook } from './roleBook.ts';

export interface NewUserFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The CID of rows that name none; undefined: the CID of the session. */
  readonly home: Cid | undefined;
  /** Undefined until they have been read. */
  readonly cids: CidBook | undefined;
  /** The roles of a CID, or why they cannot be read; undefined until that is known. */
  readonly roles: (cid: Cid) => RoleBook | { readonly unreadable: string } | undefined;
  /** By address in lower case: the name of the CID in which it is used, or null where nobody has it. */
  readonly taken: ReadonlyMap<string, string | null>;
}
