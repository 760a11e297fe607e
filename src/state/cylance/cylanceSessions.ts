/**
 * The open sessions with Cylance tenants: one client for each connection, one rate budget for each tenant. The client's code is
 * loaded with the first of them.
 */
import { systemClock } from '../../api/clock.ts';
import type { CylanceCredentials } from '../../api/cylance/authToken.ts';
import type { CylanceClient } from '../../api/cylance/cylanceClient.ts';
import type { ApiLog } from '../../api/apiLog.ts';
import { RateBudget } from '../../api/rateBudget.ts';
import type { Transport } from '../../api/transport.ts';
import { TenantError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/ids.ts';
import { Emitter } from '../emitter.ts';
import type { RateBlock } from '../sessions.ts';
import type { CylanceConnection } from './cylanceConnection.ts';
import type { CylanceStore } from './cylanceStore.ts';

export interface CylanceSessionsOptions {
  readonly store: CylanceStore;
  /** Shared with all other sessions. */
  readonly transport: Transport;
  readonly userAgent: string;
  readonly log: ApiLog;
  /** How much of a rate limit background work may use, 0 to 1. */
  readonly rateShare: () => number;
}

/** What a person typed when connecting, before it is proved. */
export interface CylanceCandidate {
  readonly baseUrl: string;
  readonly credentials: CylanceCredentials;
}

const keyOf = ({ baseUrl, tenantId }: Pick<CylanceConnection, 'baseUrl' | 'tenantId'>): string => `${baseUrl}|${tenantId.toLowerCase()}`;

export class CylanceSessions {
  readonly #options: CylanceSessionsOptions;
  readonly #clients = new Map<ConnectionId, Promise<CylanceClient>>();
  /** What a tenant's refusals have taught goes on to count for it, whoever asks. */
  readonly #budgets = new Map<string, RateBudget>();
  readonly #blocked = new Emitter<RateBlock>();
  #isClosed = false;

  readonly onDidBlock = this.#blocked.event;

  constructor(options: CylanceSessionsOptions) {
    this.#options = options;
    options.store.onDidChange(({ id, identityChanged }) => {
      if (identityChanged) this.end(id);
    });
  }

  /** The client of a connection; the same until its secret or its server changes. */
  client(id: ConnectionId): Promise<CylanceClient> {
    if (this.#isClosed) return Promise.reject(new TenantError({ kind: 'cancelled', message: 'The editor closes.' }));
    let client = this.#clients.get(id);
    if (!client) {
      client = this.#open(id);
      this.#clients.set(id, client);
      const opening = client;
      opening.catch(() => {
        if (this.#clients.get(id) === opening) this.#clients.delete(id);
      });
    }
    return client;
  }

  /** A client for credentials that are not kept yet; the caller ends it. */
  async candidate({ baseUrl, credentials }: CylanceCandidate): Promise<CylanceClient> {
    const { openCylanceClient } = await import('../../api/cylance/openCylanceClient.ts');
    const { transport, userAgent, log } = this.#options;
    return openCylanceClient({ baseUrl, credentials, transport, budget: this.#budgetOf(baseUrl, credentials.tenantId), userAgent, log });
  }

  /** Forgets a session. The API has no way to revoke its token, which ends by itself. */
  end(id: ConnectionId): void {
    const client = this.#clients.get(id);
    this.#clients.delete(id);
    client?.then(
      (open) => open.end(),
      () => undefined,
    );
  }

  dispose(): void {
    this.#isClosed = true;
    for (const id of [...this.#clients.keys()]) this.end(id);
  }

  async #open(id: ConnectionId): Promise<CylanceClient> {
    const { baseUrl, tenantId, applicationId, applicationSecret } = this.#options.store.entry(id);
    return this.candidate({ baseUrl, credentials: { tenantId, applicationId, applicationSecret } });
  }

  #budgetOf(baseUrl: string, tenantId: string): RateBudget {
    const key = keyOf({ baseUrl, tenantId });
    const budget = this.#budgets.get(key) ?? this.#newBudget(key);
    this.#budgets.set(key, budget);
    return budget;
  }

  #newBudget(key: string): RateBudget {
    const budget = new RateBudget(systemClock, this.#options.rateShare);
    budget.onDidBlock((until) => this.#blocked.fire({ connections: this.#options.store.all.filter((one) => keyOf(one) === key), until }));
    return budget;
  }
}
