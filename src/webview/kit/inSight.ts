/** Which of many rows or columns of one size are in sight. */

export interface Strip {
  readonly count: number;
  /** Of one, in pixels. */
  readonly size: number;
  /** How far it is scrolled, and how much of it is seen, in pixels. */
  readonly offset: number;
  readonly view: number;
}

/** From the first to the one before `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** @param beyond how many more on either side, so that there is something to scroll into */
export function inSight({ count, size, offset, view }: Strip, beyond: number): Range {
  const start = Math.max(0, Math.min(count, Math.floor(offset / size) - beyond));
  const end = Math.max(start, Math.min(count, Math.ceil((offset + view) / size) + beyond));
  return { start, end };
}

/** The indexes of a range, and one more that stays whatever is scrolled. */
export function indexesOf({ start, end }: Range, kept: number): number[] {
  const indexes = Array.from({ length: end - start }, (_, at) => start + at);
  return kept < 0 || (kept >= start && kept < end) ? indexes : [...indexes, kept];
}

/** Where to scroll so that one of the strip is whole in sight; undefined when it is. */
export function scrollFor({ size, offset, view }: Strip, index: number): number | undefined {
  const [start, end] = [index * size, (index + 1) * size];
  if (start < offset) return start;
  return end > offset + view ? end - view : undefined;
}
