/** The roles that a CID shows, found by id or by name as people write them. */
import type { RoleRef } from '../changes/change.ts';
import { nearestName } from '../fql/nearestName.ts';
import type { Cid } from '../ids.ts';
import { isCustomRole } from '../role.ts';
import type { Role } from '../role.ts';

export type FoundRole = { readonly role: RoleRef } | { readonly problem: string };

const mostHints = 100;

const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** Names in a cell, one behind the other: `Help Desk Analyst; Falcon Administrator`. */
export const roleNames = (cell: string): readonly string[] => cell.split(/[;|]/).flatMap((name) => name.trim() || []);

export class RoleBook {
  readonly #cid: Cid;
  readonly #byName = new Map<string, Role[]>();
  readonly #names: readonly string[];
  readonly #hints = new Map<string, string>();

  constructor(cid: Cid, roles: readonly Role[]) {
    this.#cid = cid;
    this.#names = roles.flatMap(({ id, display_name: name }) => [name || id, id]);
    for (const role of roles) for (const name of new Set([plain(role.id), plain(role.display_name)])) this.#add(name, role);
  }

  find(text: string): FoundRole {
    const found = this.#byName.get(plain(text)) ?? [];
    const role = found.find(({ id }) => id === text.trim()) ?? (found.length === 1 ? found[0] : undefined);
    if (!role) {
      if (found.length === 0) return { problem: `There is no role “${text}” in this CID.${this.#listHint(text) ?? this.#hint(text)}` };
      return { problem: `${found.length} roles are called “${text}”. Write the id of one: ${found.slice(0, 3).map(({ id }) => id).join(', ')}.` };
    }
    const name = role.display_name || role.id;
    if (isCustomRole(role) && role.cid && role.cid !== this.#cid) {
      return { problem: `${name} is a custom role of another CID; only users whose home is there can get it.` };
    }
    return { role: { id: role.id, name } };
  }

  #add(name: string, role: Role): void {
    if (name === '') return;
    const same = this.#byName.get(name);
    if (same) same.push(role);
    else this.#byName.set(name, [role]);
  }

  #listHint(text: string): string | undefined {
    const isList = text.includes(',') && text.split(',').every((name) => this.#byName.has(plain(name)));
    return isList ? ' Separate several roles with semicolons.' : undefined;
  }

  #hint(text: string): string {
    const known = this.#hints.get(text);
    if (known !== undefined || this.#hints.size >= mostHints) return known ?? '';
    const near = nearestName(text, this.#names);
    const hint = near === undefined ? '' : ` Is it “${near}”?`;
    this.#hints.set(text, hint);
    return hint;
  }
}
