/** Makes the Flight Control parent and its children. */
import type { Customer } from '../store/model.ts';
import type { Random } from './random.ts';

const parentName = 'Harbourlight Managed Security';

/** The children of a small tenant; larger ones go on with composed names. */
const firstChildren = ['Alder & Finch Bank', 'Brightwater Hospitals', 'Cinder Peak Energy', 'Dovetail Logistics', 'Ébène Assurances', 'Fjellvik Öl'];

const firstWords = (
  'Amber Basalt Cedar Delta Ember Fathom Granite Heron Indigo Juniper Kestrel Larch Meridian Nimbus Osprey ' +
  'Pioneer Quarry Rowan Saffron Tern'
).split(' ');
const secondWords = (
  'Retail Insurance Airways Pharma Foods Motors Media Mining Telecom University Textiles Shipping Robotics Hotels ' +
  'Water Capital'
).split(' ');

// Top-level domains that are reserved for examples and tests and can never be registered.
const topLevels = ['example', 'test', 'invalid'];

const dayMs = 86_400_000;

export function makeCustomers(count: number, random: Random, now: number): Customer[] {
  const names = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    let name = index === 0 ? parentName : (firstChildren[index - 1] ?? `${random.pick(firstWords)} ${random.pick(secondWords)}`);
    for (let number = 2; names.has(name); number += 1) name = `${name.replace(/ \d+$/, '')} ${String(number)}`;
    names.add(name);
    return {
      index,
      cid: random.hex(32),
      checksum: random.hex(2).toUpperCase(),
      gcid: random.hex(32),
      name,
      domain: `${domainWord(name)}.${topLevels[index % topLevels.length] ?? 'test'}`,
      // `active` is the one value seen in public; another is here so that nobody relies on it.
      status: index > 6 && random.chance(0.02) ? 'inactive' : 'active',
      lastModifiedAt: Math.floor(now - random.between(1, 900) * dayMs),
    };
  });
}

const domainWord = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '');
