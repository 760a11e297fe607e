import type { ConnectionId } from '../ids.ts';
import type { Change, ChangeSet, Follows } from './change.ts';
import { summarize } from './describe.ts';
import type { CidName } from './describe.ts';
import { mergeChanges } from './mergeChanges.ts';
import { inSafeOrder } from './orderChanges.ts';

export interface ChangeSetParts {
  readonly id: string;
  readonly connectionId: ConnectionId;
  readonly tenantName: string;
  readonly origin: string;
  readonly changes: readonly Change[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Left out: the changes are summed up. */
  readonly sentence?: string | undefined;
  readonly cidName?: CidName | undefined;
  readonly follows?: Follows | undefined;
}

/** The only way to a change set: merged, and in the order in which it is safe to run. */
export function buildChangeSet({ changes, sentence, cidName, follows, ...parts }: ChangeSetParts): ChangeSet {
  const merged = inSafeOrder(mergeChanges(changes));
  return { ...parts, ...(follows && { follows }), sentence: sentence ?? summarize(merged, cidName), changes: merged };
}
