/** How much of a tenant an answer has seen: nothing is claimed of what was not read. */

export interface Coverage {
  /** (user, CID) pairs whose grants have been read, of those known to exist within the question. */
  readonly pairsRead: number;
  readonly pairsKnown: number;
  /** CIDs for which it has been asked who is assigned, of those within the question. */
  readonly cidsAsked: number;
  /** Undefined: not known how many there are. */
  readonly cidsKnown: number | undefined;
  /** Epoch milliseconds of the oldest read that the answer rests on. */
  readonly asOf: number | undefined;
  /** Nothing within the question is unseen. */
  readonly isWhole: boolean;
  /** The server did not tell who is assigned where as expected: every (user, CID) counts as a pair. */
  readonly everyPair: boolean;
}

export interface Answer<T> {
  readonly items: readonly T[];
  readonly coverage: Coverage;
}

/** The earlier of two moments, either of which may be missing. */
export const earlier = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? (left ?? right) : Math.min(left, right);
