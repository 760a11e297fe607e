/** Keeps one copy of each id and name that hundreds of thousands of grants repeat. */
import type { Grant } from '../../core/grant.ts';

const groupFields = ['cid_group_id', 'cid_group_name', 'user_group_id', 'user_group_name'] as const;
const repeated = ['role_id', 'role_name', 'cid', 'uuid', 'grant_type', 'parent_cid', ...groupFields] as const;

export class SharedTexts {
  readonly #texts = new Map<string, string>();

  of<T extends string>(text: T): T {
    const known = this.#texts.get(text);
    if (known !== undefined) return known as T;
    this.#texts.set(text, text);
    return text;
  }

  grant(grant: Grant): Grant {
    const shared: Record<string, unknown> = { ...grant };
    for (const name of repeated) if (grant[name] !== undefined) shared[name] = this.of(grant[name]);
    return shared as unknown as Grant;
  }

  clear(): void {
    this.#texts.clear();
  }
}
