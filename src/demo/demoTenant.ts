/**
 * Starts and ends a demo tenant: a server on this machine alone that speaks the wire format of the Falcon API,
 * and that of the Cylance User API beside it.
 */
import type { AddressInfo } from 'node:net';
import type { Scope } from '../api/falcon/operation.ts';
import { isCylancePath } from './cylance/cylanceService.ts';
import type { CylanceAccess, CylanceOptions } from './cylance/cylanceTenant.ts';
import { makeCylanceTenant } from './cylance/cylanceTenant.ts';
import { Random } from './data/random.ts';
import { makeTenantData } from './data/tenantData.ts';
import type { FaultRates } from './server/faults.ts';
import { Faults } from './server/faults.ts';
import { Gateway } from './server/gateway.ts';
import { makeHttpServer } from './server/httpServer.ts';
import type { LoggedRequest } from './server/requestLog.ts';
import { RequestLog } from './server/requestLog.ts';
import { Service } from './server/service.ts';
import type { ApiClient } from './server/sessions.ts';
import { makeClient, Sessions } from './server/sessions.ts';
import { TenantStore } from './store/tenantStore.ts';

export interface DemoTenantOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly users?: number;
  /** How many CIDs there are, the Flight Control parent included. */
  readonly cids?: number;
  /** Added to every answer. */
  readonly latencyMs?: number;
  /** Requests that the customer account may make in any minute. */
  readonly ratePerMinute?: number;
  /** How long reads go on showing the state before a change of roles. */
  readonly lagMs?: number;
  /** The same seed makes the same people, CIDs and grants. Credentials are always random. */
  readonly seed?: number;
  readonly faults?: FaultRates;
  /** Whether token requests meet faults too. */
  readonly faultsOnTokens?: boolean;
  /** Credentials to use instead of fresh ones, so that a client survives a restart of the server. */
  readonly credentials?: { readonly clientId: string; readonly clientSecret: string };
  /** Further API clients, for tests of missing scopes. */
  readonly extraClients?: readonly { readonly scopes: readonly Scope[] }[];
  /** The Cylance tenant, whose people are partly the same. */
  readonly cylance?: CylanceOptions;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface DemoTenant {
  readonly url: string;
  /** Has every scope. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Lacks `usermgmt:write`. */
  readonly readOnlyClientId: string;
  readonly readOnlyClientSecret: string;
  /** In the order of the option. */
  readonly extraClients: readonly ApiClient[];
  readonly parentCid: string;
  readonly cylance: CylanceAccess;
  /** What was asked, oldest first; only the last thousands are kept. */
  readonly requests: readonly LoggedRequest[];
  /** Stops listening and ends all connections at once. */
  readonly close: () => Promise<void>;
}

const readScopes: readonly Scope[] = ['usermgmt:read', 'mssp:read', 'sensor-installers:read'];

/** @throws when the port is taken */
export async function startDemoTenant(options: DemoTenantOptions = {}): Promise<DemoTenant> {
  const { port = 0, users = 250, cids = 7, latencyMs = 0, ratePerMinute = 6000, lagMs = 0, seed = 1, now = Date.now } = options;
  const { faults = {}, faultsOnTokens = false } = options;
  const data = makeTenantData({ users, cids, seed, now: now() });
  // Before the store, which owns the list of users from then on.
  const cylance = makeCylanceTenant(options.cylance ?? {}, { falcon: data, seed, ratePerMinute, faults, faultsOnTokens, now });
  const store = new TenantStore(data, lagMs, now());
  const full: ApiClient = { ...makeClient([...readScopes, 'usermgmt:write']), ...options.credentials };
  const readOnly = makeClient(readScopes);
  const extraClients = (options.extraClients ?? []).map(({ scopes }) => makeClient(scopes));
  const sessions = new Sessions([full, readOnly, ...extraClients]);
  const service = new Service({
    store,
    sessions,
    gateway: new Gateway(sessions, ratePerMinute),
    faults: new Faults(faults, new Random(seed + 5)),
    faultsOnTokens,
    random: new Random(seed + 6),
    now,
  });
  const log = new RequestLog();
  const { server, stop } = makeHttpServer({
    answer: (request) => (isCylancePath(request.path) ? cylance.service.answer(request) : service.answer(request)),
    log,
    latencyMs,
    now,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    clientId: full.clientId,
    clientSecret: full.clientSecret,
    readOnlyClientId: readOnly.clientId,
    readOnlyClientSecret: readOnly.clientSecret,
    extraClients,
    parentCid: store.parent.cid,
    cylance: { url, ...cylance.access },
    requests: log.entries,
    close: stop,
  };
}
