/** What somebody wants to be changed, before it has been checked, shown and confirmed. */
import type { ConnectionId } from '../ids.ts';
import type { Change, Follows } from './change.ts';

export interface Proposal {
  readonly connectionId: ConnectionId;
  /** Where in the extension it was asked for, for the activity list: `userPanel`, `deleteUser`. */
  readonly origin: string;
  readonly changes: readonly Change[];
  /** Left out: the changes are summed up. */
  readonly sentence?: string | undefined;
  readonly follows?: Follows | undefined;
  /** What the person has to know beside the effects: what cannot be taken back, what the server does by itself. */
  readonly notes?: readonly string[] | undefined;
  /** Passwords by the `passwordKey` of their changes: sent, and kept nowhere. */
  readonly passwords?: ReadonlyMap<string, string> | undefined;
}
