/** Starts and ends a demo tenant: a server on this machine alone that speaks the wire format of the Falcon API. */
import type { AddressInfo } from 'node:net';
import type { Scope } from '../api/falcon/operation.ts';
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
  /** What was asked, oldest first; only the last thousands are kept. */
  readonly requests: readonly LoggedRequest[];
  /** Stops listening and ends all connections at once. */
  readonly close: () => Promise<void>;
}

const readScopes: readonly Scope[] = ['usermgmt:read', 'mssp:read', 'sensor-installers:read'];

/** @throws when the port is taken */
export async function startDemoTenant(options: DemoTenantOptions = {}): Promise<DemoTenant> {
  const { port = 0, users = 250, cids = 7, latencyMs = 0, ratePerMinute = 6000, lagMs = 0, seed = 1, now = Date.now } = options;
  const store = new TenantStore(makeTenantData({ users, cids, seed, now: now() }), lagMs, now());
  const full: ApiClient = { ...makeClient([...readScopes, 'usermgmt:write']), ...options.credentials };
  const readOnly = makeClient(readScopes);
  const extraClients = (options.extraClients ?? []).map(({ scopes }) => makeClient(scopes));
  const sessions = new Sessions([full, readOnly, ...extraClients]);
  const service = new Service({
    store,
    sessions,
    gateway: new Gateway(sessions, ratePerMinute),
    faults: new Faults(options.faults ?? {}, new Random(seed + 5)),
    faultsOnTokens: options.faultsOnTokens ?? false,
    random: new Random(seed + 6),
    now,
  });
  const log = new RequestLog();
  const { server, stop } = makeHttpServer({ service, log, latencyMs, now });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    clientId: full.clientId,
    clientSecret: full.clientSecret,
    readOnlyClientId: readOnly.clientId,
    readOnlyClientSecret: readOnly.clientSecret,
    extraClients,
    parentCid: store.parent.cid,
    requests: log.entries,
    close: stop,
  };
}
