/** Puts a client together: session, token and budget over a transport. */
import { systemClock } from '../clock.ts';
import type { ApiLog } from '../apiLog.ts';
import type { RateBudget } from '../rateBudget.ts';
import type { Transport } from '../transport.ts';
import { accessTokens } from './accessTokens.ts';
import type { CylanceCredentials } from './authToken.ts';
import { CylanceClient } from './cylanceClient.ts';

export interface CylanceClientParts {
  readonly baseUrl: string;
  readonly credentials: CylanceCredentials;
  readonly transport: Transport;
  readonly budget: RateBudget;
  readonly userAgent: string;
  readonly log: ApiLog;
}

export function openCylanceClient({ baseUrl, credentials, transport, budget, userAgent, log }: CylanceClientParts): CylanceClient {
  const tokens = accessTokens({ transport, baseUrl, credentials, clock: systemClock, userAgent });
  return new CylanceClient({ transport, baseUrl, tokens, budget, clock: systemClock, userAgent, log });
}
