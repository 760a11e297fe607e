/** Which base URLs are accepted: the one place that decides where a secret may be sent. */

/** `URL` writes every spelling of an IPv4 address with four decimal parts. */
const loopbackHost = /^(localhost\.?|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a URL points at this machine. */
export const isLoopback = (url: URL): boolean => loopbackHost.test(url.hostname);

/** What the sentences about a URL name; the Falcon API's, unless told otherwise. */
export interface BaseUrlWords {
  readonly example: string;
  /** What is asked for after the URL. */
  readonly credentials: string;
}

const falconWords: BaseUrlWords = { example: 'https://api.us-2.crowdstrike.com', credentials: 'the client ID and secret' };

export type BaseUrl = { readonly url: string } | { readonly problem: string };

/**
 * Checks a base URL that a person typed: https only (http is let through to this machine alone, for simulators),
 * no user name, query or fragment, which would travel into logs and every request.
 */
export function parseBaseUrl(text: string, { example, credentials }: BaseUrlWords = falconWords): BaseUrl {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return { problem: `This is not a URL. Write it in full, for example ${example}.` };
  }
  if (url.username || url.password) return { problem: `Leave the user name and password out of the URL: ${credentials} are asked for next.` };
  if (url.search || url.hash) return { problem: 'Give the base URL only, without “?” or “#”.' };
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    return { problem: 'Only https:// URLs are accepted, so that the secret never travels unencrypted (http:// only to this machine).' };
  }
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}
