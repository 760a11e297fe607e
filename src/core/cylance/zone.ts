import { byText } from '../textOrder.ts';
import { plainGuid } from './ids.ts';
import type { ZoneId } from './ids.ts';

/** A zone of a Cylance tenant. Field names are the server's; fields unknown to this list are kept. */
export interface Zone {
  readonly id: ZoneId;
  readonly name?: string | undefined;
  /** Free text: `Low`, `Normal` and `High` have been seen, in upper and lower case. */
  readonly criticality?: string | undefined;
  readonly zone_rule_id?: string | undefined;
  readonly policy_id?: string | undefined;
  readonly update_type?: string | undefined;
  /** RFC 3339, UTC. */
  readonly date_created?: string | undefined;
  readonly date_modified?: string | undefined;
}

/** The name to show for a zone: its name, else its id. */
export const zoneName = (zone: Zone): string => zone.name?.trim() || zone.id;

/** “Site 9” before “Site 10”. */
const inReadingOrder = new Intl.Collator(undefined, { numeric: true });

/** The order of zones everywhere: by name. */
export const byZoneName = (left: Zone, right: Zone): number => inReadingOrder.compare(zoneName(left), zoneName(right)) || byText(left.id, right.id);

/** Names of zones by id. An id without a name, because the zone is gone or cannot be seen, stands for itself. */
export class ZoneNames {
  readonly #names: ReadonlyMap<string, string>;

  /** @param zones none where the application may not list zones */
  constructor(zones: readonly Zone[] = []) {
    this.#names = new Map(zones.map((zone) => [zone.id, zoneName(zone)]));
  }

  of(id: string): string {
    const plain = plainGuid(id);
    return this.#names.get(plain) ?? plain;
  }
}
