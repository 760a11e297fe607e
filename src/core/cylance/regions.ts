/** The regions of Cylance tenants. Hosts as in the CylancePROTECT User API guide and BlackBerry's CylancePROTECT-Samples. */

export interface CylanceRegion {
  /** The region's code as the guide has it; North America has none and is `na` here. */
  readonly id: string;
  readonly label: string;
  readonly url: string;
}

export const cylanceRegions: readonly CylanceRegion[] = [
  { id: 'na', label: 'North America', url: 'https://protectapi.cylance.com' },
  { id: 'euc1', label: 'Europe Central', url: 'https://protectapi-euc1.cylance.com' },
  { id: 'apne1', label: 'Asia-Pacific North (Japan)', url: 'https://protectapi-apne1.cylance.com' },
  { id: 'au', label: 'Asia-Pacific Southeast (Australia)', url: 'https://protectapi-au.cylance.com' },
  { id: 'sae1', label: 'South America', url: 'https://protectapi-sae1.cylance.com' },
  // A dot here, not a hyphen; where that is wrong, the URL can be typed.
  { id: 'us', label: 'US Government', url: 'https://protectapi.us.cylance.com' },
];

const spelled = (text: string): string => text.trim().toLowerCase().replaceAll(/[\s_()-]/g, '');

/** Finds a region by its code or its label, however they are spelled. */
export function findCylanceRegion(text: string): CylanceRegion | undefined {
  const wanted = spelled(text);
  return cylanceRegions.find(({ id, label }) => spelled(id) === wanted || spelled(label) === wanted);
}

/** The region whose base URL this is. */
export const cylanceRegionOfUrl = (url: string): CylanceRegion | undefined => cylanceRegions.find((region) => region.url === url);
