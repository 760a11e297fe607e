/** What stands before the services: who is calling, whether they may, and how often. */
import type { Operation } from '../../api/falcon/operation.ts';
import { RateWindow } from './rateWindow.ts';
import type { Session, Sessions } from './sessions.ts';

export const gatewayName = 'crowdstrike-api-gateway';

/** Requests per minute and address without a good bearer, and on the token calls: gofalcon quotes the vendor on both. */
const badBearerLimit = 15;
const tokenLimit = 300;

export interface Turned {
  readonly status: 401 | 403 | 429;
  readonly message: string;
  /** With 429: epoch milliseconds at which to come again. */
  readonly retryAt?: number;
}

export interface Passage {
  /** Absent on the token calls and when the bearer is no good. */
  readonly session: Session | undefined;
  readonly limit: number;
  readonly remaining: number;
  /** Set when the request goes no further. */
  readonly turned?: Turned;
}

/** The text of this error is not documented. */
export const tooMany = (retryAt: number): Turned => ({ status: 429, message: 'API rate limit exceeded.', retryAt });

export class Gateway {
  readonly #sessions: Sessions;
  readonly #account: RateWindow;
  readonly #tokens = new Map<string, RateWindow>();
  readonly #strangers = new Map<string, RateWindow>();

  /** @param ratePerMinute of the customer account: all its API clients and all their sessions share it */
  constructor(sessions: Sessions, ratePerMinute: number) {
    this.#sessions = sessions;
    this.#account = new RateWindow(ratePerMinute);
  }

  check(operation: Operation, authorization: string | undefined, address: string, now: number): Passage {
    if (operation.collection === 'oauth2') return admit(windowOf(this.#tokens, address, tokenLimit), now, undefined);
    const session = this.#sessions.find(/^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? '', now);
    if (session === undefined) {
      const passage = admit(windowOf(this.#strangers, address, badBearerLimit), now, undefined);
      return { turned: { status: 401, message: 'access denied, invalid bearer token' }, ...passage };
    }
    const passage = admit(this.#account, now, session);
    if (operation.scope === undefined || session.client.scopes.includes(operation.scope)) return passage;
    return { turned: { status: 403, message: 'access denied, authorization failed' }, ...passage };
  }
}

function admit(window: RateWindow, now: number, session: Session | undefined): Passage {
  const { limit } = window;
  const admission = window.admit(now);
  if (admission.admitted) return { session, limit, remaining: admission.remaining };
  return { session, limit, remaining: 0, turned: tooMany(admission.retryAt) };
}

function windowOf(windows: Map<string, RateWindow>, address: string, limit: number): RateWindow {
  const known = windows.get(address);
  if (known) return known;
  const window = new RateWindow(limit);
  windows.set(address, window);
  return window;
}
