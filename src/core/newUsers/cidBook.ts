/** The CIDs of a tenant, found by id or by name as people write them. */
import type { Child } from '../child.ts';
import { nearestName } from '../fql/nearestName.ts';
import { parseCid } from '../ids.ts';
import type { Cid } from '../ids.ts';

export interface CidBookParts {
  /** The CID of the session, where it is known. */
  readonly own: Cid | undefined;
  readonly ownName: string;
  readonly children: readonly Child[];
  /** Whether there may be CIDs that are not seen. */
  readonly mayHaveOthers: boolean;
}

export type FoundCid = { readonly cid: Cid; readonly note?: string } | { readonly problem: string };

/** Comparing a name with all others costs time: a file in which everything is wrong gets its hints for so many names. */
const mostHints = 100;

const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

export class CidBook {
  readonly own: Cid | undefined;
  readonly #mayHaveOthers: boolean;
  readonly #names = new Map<Cid, string | undefined>();
  readonly #byName = new Map<string, Cid[]>();
  readonly #hints = new Map<string, string>();

  constructor({ own, ownName, children, mayHaveOthers }: CidBookParts) {
    this.own = own;
    this.#mayHaveOthers = mayHaveOthers;
    if (own) this.#add(own, ownName);
    for (const child of children) this.#add(child.child_cid, child.name);
  }

  name(cid: Cid): string | undefined {
    return this.#names.get(cid);
  }

  find(text: string): FoundCid {
    const cids = this.#byName.get(plain(text)) ?? [];
    const [named] = cids;
    if (named !== undefined) {
      if (cids.length === 1) return { cid: named };
      return { problem: `${cids.length} CIDs are called “${text}”. Write the CID itself, such as ${named}.` };
    }
    const cid = parseCid(text);
    if (!cid) return { problem: `No CID of this tenant is called “${text}”.${this.#hint(text)}` };
    if (this.#names.has(cid)) return { cid };
    if (this.#mayHaveOthers) return { cid, note: 'Nobody can tell whether this CID belongs to the tenant: its child CIDs are hidden from the API client.' };
    return { problem: `${cid} is no CID of this tenant.` };
  }

  #add(cid: Cid, name: string | undefined): void {
    if (this.#names.has(cid)) return;
    this.#names.set(cid, name);
    if (!name) return;
    const same = this.#byName.get(plain(name));
    if (same) same.push(cid);
    else this.#byName.set(plain(name), [cid]);
  }

  #hint(text: string): string {
    const known = this.#hints.get(text);
    if (known !== undefined || this.#hints.size >= mostHints) return known ?? '';
    const near = nearestName(text, [...this.#names.values()].filter((name) => name !== undefined));
    const hint = near === undefined ? '' : ` Is it “${near}”?`;
    this.#hints.set(text, hint);
    return hint;
  }
}
