/** Where a Cylance tenant is spoken to: one of the regions, or any base URL in full. */
import { findCylanceRegion } from '../../core/cylance/regions.ts';
import { parseBaseUrl } from '../baseUrl.ts';
import type { BaseUrl } from '../baseUrl.ts';

const words = { example: 'https://protectapi-euc1.cylance.com', credentials: 'the tenant ID, application ID and secret' };

/** Reads a region's code or label, or a URL, under the same rules as every URL that a secret is sent to. */
export function parseCylanceUrl(text: string): BaseUrl {
  const region = findCylanceRegion(text);
  return region ? { url: region.url } : parseBaseUrl(text, words);
}
