/** Puts a client together: session, token and budget over a transport. */
import { systemClock } from '../clock.ts';
import type { RateBudget } from '../rateBudget.ts';
import type { Transport } from '../transport.ts';
import { FalconClient } from './client.ts';
import type { ApiLog } from '../apiLog.ts';
import { TokenSource } from './tokens.ts';
import type { Credentials } from './tokens.ts';

export interface ClientParts {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly transport: Transport;
  readonly budget: RateBudget;
  readonly userAgent: string;
  readonly log: ApiLog;
}

export function openClient({ baseUrl, credentials, transport, budget, userAgent, log }: ClientParts): FalconClient {
  const tokens = new TokenSource({ transport, baseUrl, credentials, clock: systemClock, userAgent });
  return new FalconClient({ transport, baseUrl, tokens, budget, clock: systemClock, userAgent, log });
}
