/** Makes the zones, which are groups of devices. */
import type { Random } from '../data/random.ts';
import type { CylanceZone } from './model.ts';

// Names may hold none of the characters & < and >.
const places = 'Helsinki Porto Gdańsk Nairobi Osaka Lyon Toronto Córdoba Tromsø Dunedin Leeds Tallinn Graz Antwerp Izmir Quito Malmö Zadar'.split(' ');
const purposes = 'Lab, Office, Data Centre, Warehouse, Kiosks, Executives, Build Machines, Plant Floor, Field Laptops, Reception'.split(', ');

const defaultPolicyId = '00000000-0000-0000-0000-000000000000';
const dayMs = 86_400_000;
const mostZones = 400;

/** More than one page of the default size even in a small tenant. */
export const zoneCount = (users: number): number => Math.min(mostZones, 12 + Math.floor(users / 50));

export function makeZones(count: number, random: Random, now: number): CylanceZone[] {
  const names = new Set<string>();
  const policyIds = [defaultPolicyId, random.uuid(), random.uuid(), random.uuid()];
  return Array.from({ length: count }, () => {
    const createdAt = wholeSeconds(now - random.between(200, 1800) * dayMs);
    return {
      id: random.uuid(),
      name: freeName(`${random.pick(places)} ${random.pick(purposes)}`, names),
      criticality: random.pick(['Low', 'Normal', 'Normal', 'High']),
      ruleId: random.chance(0.3) ? random.uuid() : undefined,
      policyId: random.pick(policyIds),
      updateType: random.pick(['Production', 'Production', 'Pilot', 'Test']),
      createdAt,
      modifiedAt: random.chance(0.5) ? createdAt : wholeSeconds(random.between(createdAt, now)),
    };
  });
}

/** Zone names are unique. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${String(number)}`;
  taken.add(name);
  return name;
}

export const wholeSeconds = (time: number): number => Math.floor(time / 1000) * 1000;
