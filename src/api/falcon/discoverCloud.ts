/**
 * Finds the cloud where a tenant lives: a token request at one commercial cloud either names the home region in a
 * header, or sends the client there by a redirect. Government clouds are known only to themselves.
 */
import { clouds, findCloud } from '../../core/clouds.ts';
import type { Cloud } from '../../core/clouds.ts';
import { TenantError } from '../../core/errors.ts';
import { readToken, requestToken, revokeToken } from './tokens.ts';
import type { TokenSourceOptions } from './tokens.ts';
import type { HttpAnswer } from '../transport.ts';

const mostRedirects = 3;

export interface DiscoveryOptions extends Omit<TokenSourceOptions, 'baseUrl'> {
  /** The clouds to choose from; only these are ever sent the secret. */
  readonly clouds?: readonly Cloud[];
}

/** The cloud that a redirect points at; any other host is not trusted with the secret. */
function redirectTarget(answer: HttpAnswer, from: Cloud, known: readonly Cloud[]): Cloud {
  const location = answer.headers['location'];
  const origin = location === undefined ? undefined : URL.parse(location, from.url)?.origin;
  const cloud = known.find(({ url }) => url === origin);
  if (cloud) return cloud;
  throw new TenantError({
    kind: 'auth',
    reason: 'redirected',
    status: answer.status,
    message: 'The server sends the client to an address that is no Falcon cloud.',
    nextStep: 'Check the network for a proxy that interferes, or name the cloud by hand.',
  });
}

/** The cloud that the region header names; without the header, the cloud that gave the token. */
function homeCloud(region: string | undefined, asked: Cloud, known: readonly Cloud[]): Cloud {
  if (region === undefined || region.trim() === '') return asked;
  const id = findCloud(region)?.id ?? region.trim().toLowerCase();
  const home = known.find((cloud) => cloud.id === id);
  if (home) return home;
  const name = /^[\w-]{1,20}$/.test(id) ? ` “${id}”` : '';
  throw new TenantError({
    kind: 'auth',
    reason: 'wrongCloud',
    message: `The tenant lives in a cloud${name} that is not known here.`,
    nextStep: 'Name the base URL of that cloud by hand.',
  });
}

/**
 * @returns the home cloud of the client
 * @throws TenantError when the credentials are not accepted, or the client is known to no commercial cloud
 */
export async function discoverCloud(options: DiscoveryOptions, signal?: AbortSignal): Promise<Cloud> {
  const known = options.clouds ?? clouds;
  let asked = known.find((cloud) => cloud.discoverable);
  for (let hop = 0; asked && hop <= mostRedirects; hop++) {
    const here = { ...options, baseUrl: asked.url };
    const answer = await requestToken(here, signal);
    if (answer.status >= 300 && answer.status < 400) {
      asked = redirectTarget(answer, asked, known);
      continue;
    }
    const { text } = readToken(answer, here, options.clock.now());
    // The token has told what it was asked for; whether it could be ended early decides nothing.
    await revokeToken(here, text, signal).catch(() => undefined);
    return homeCloud(answer.headers['x-cs-region'], asked, known);
  }
  throw new TenantError({ kind: 'auth', reason: 'redirected', message: 'The clouds send the client in a circle.', nextStep: 'Name the cloud by hand.' });
}
