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
