/** Trouble on purpose, as networks, proxies and gateways make it: drawn from a seeded generator. */
import type { Random } from '../data/random.ts';

export const faultKinds = ['429', '500', 'reset', 'slow', 'html', 'truncate'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How likely each kind is for one request, from 0 to 1. */
export type FaultRates = Partial<Readonly<Record<FaultKind, number>>>;

export interface Fault {
  readonly kind: FaultKind;
  /** Whether the request takes effect although its answer is lost: what makes repeating a write dangerous. */
  readonly afterEffect: boolean;
  /** From 0 to 1: where an answer is cut, how long a slow one takes. */
  readonly degree: number;
  /** Picks between the two ways in which an answer is reset or cut. */
  readonly variant: boolean;
}

export class Faults {
  readonly #rates: readonly (readonly [FaultKind, number])[];
  readonly #random: Random;

  constructor(rates: FaultRates, random: Random) {
    this.#rates = faultKinds.map((kind) => [kind, rates[kind] ?? 0] as const).filter(([, rate]) => rate > 0);
    this.#random = random;
  }

  draw(): Fault | undefined {
    if (this.#rates.length === 0) return undefined;
    let left = this.#random.next();
    const drawn = this.#rates.find(([, rate]) => (left -= rate) < 0)?.[0];
    if (drawn === undefined) return undefined;
    return {
      kind: drawn,
      // A gateway that turns a request away never passed it on; a slow or cut answer was made by someone.
      afterEffect: drawn === 'slow' || drawn === 'truncate' || (drawn !== '429' && this.#random.chance(0.5)),
      degree: this.#random.next(),
      variant: this.#random.chance(0.5),
    };
  }
}
