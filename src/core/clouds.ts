/** The Falcon clouds. Hosts as in CrowdStrike's gofalcon, falconpy and psfalcon clients. */

export interface Cloud {
  readonly id: string;
  readonly label: string;
  readonly url: string;
  /** Government clouds are reachable only when named: a commercial cloud does not know their clients. */
  readonly discoverable: boolean;
}

export const clouds: readonly Cloud[] = [
  { id: 'us-1', label: 'US-1', url: 'https://api.crowdstrike.com', discoverable: true },
  { id: 'us-2', label: 'US-2', url: 'https://api.us-2.crowdstrike.com', discoverable: true },
  { id: 'us-3', label: 'US-3', url: 'https://api.us-3.crowdstrike.com', discoverable: true },
  { id: 'eu-1', label: 'EU-1', url: 'https://api.eu-1.crowdstrike.com', discoverable: true },
  { id: 'us-gov-1', label: 'US-GOV-1', url: 'https://api.laggar.gcw.crowdstrike.com', discoverable: false },
  { id: 'us-gov-2', label: 'US-GOV-2', url: 'https://api.us-gov-2.crowdstrike.mil', discoverable: false },
];

const spelled = (text: string): string => text.trim().toLowerCase().replaceAll(/[\s_-]/g, '');

const otherSpellings: Readonly<Record<string, string>> = { gov1: 'us-gov-1', gov2: 'us-gov-2' };

/** Finds a cloud by any spelling that CrowdStrike's own clients accept: `us1`, `US-1`, `usgov1`, `gov1`. */
export function findCloud(text: string): Cloud | undefined {
  const wanted = spelled(otherSpellings[spelled(text)] ?? text);
  return clouds.find((cloud) => spelled(cloud.id) === wanted);
}

/** The cloud whose base URL this is. */
export const cloudOfUrl = (url: string): Cloud | undefined => clouds.find((cloud) => cloud.url === url);
