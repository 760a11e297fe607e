import type { Cid } from './ids.ts';

/** A Flight Control child as the parent sees it. Field names are the server's. */
export interface Child {
  readonly child_cid: Cid;
  readonly name?: string | undefined;
  readonly child_of?: Cid | undefined;
  readonly checksum?: string | undefined;
  readonly child_gcid?: string | undefined;
  readonly status?: string | undefined;
  readonly domains?: readonly string[] | undefined;
}

/** “Site 9” before “Site 10”. */
const inReadingOrder = new Intl.Collator(undefined, { numeric: true });

/** The name to show for a child: its name, else its CID. */
export const childName = (child: Child): string => child.name || child.child_cid;

/** The order of children everywhere: by name. */
export const byChildName = (left: Child, right: Child): number =>
  inReadingOrder.compare(childName(left), childName(right)) || (left.child_cid < right.child_cid ? -1 : 1);
