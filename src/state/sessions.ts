/**
 * The open sessions: one client for each connection, one rate budget for each customer account, one transport for all.
 * The client code is loaded with the first session, not at activation.
 */
import { systemClock } from '../api/clock.ts';
import type { ApiLog } from '../api/apiLog.ts';
import type { FalconClient } from '../api/falcon/client.ts';
import type { Credentials } from '../api/falcon/tokens.ts';
import type { NetworkOptions } from '../api/networkOptions.ts';
import { RateBudget } from '../api/rateBudget.ts';
import { RenewableTransport } from '../api/renewableTransport.ts';
import type { Transport } from '../api/transport.ts';
import { TenantError } from '../core/errors.ts';
import type { Cloud } from '../core/clouds.ts';
import type { ConnectionId } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { Emitter } from './emitter.ts';

export interface SessionSettings {
  network(): Promise<NetworkOptions>;
  /** Send requests through the editor's own fetch. */
  useEditorFetch(): boolean;
  /** How much of an account's rate limit background work may use, 0 to 1. */
  rateShare(): number;
}

export interface SessionsOptions {
  readonly store: ConnectionStore;
  readonly settings: SessionSettings;
  readonly userAgent: string;
  readonly log: ApiLog;
}

/** What a person typed when connecting, before it is proved. */
export interface Candidate {
  readonly baseUrl: string;
  readonly credentials: Credentials;
}

/** The server has refused a request because the rate limit of an account is used up. */
export interface RateBlock {
  /** Those of the account. */
  readonly connections: readonly Pick<Connection, 'id' | 'name'>[];
  /** Epoch milliseconds: when requests go on. */
  readonly until: number;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #clients = new Map<ConnectionId, Promise<FalconClient>>();
  readonly #budgets = new Map<string, RateBudget>();
  readonly #transport = new RenewableTransport(() => this.#openTransport());

  #isClosed = false;
  readonly #blocked = new Emitter<RateBlock>();

  readonly onDidBlock = this.#blocked.event;

  constructor(options: SessionsOptions) {
    this.#options = options;
    options.store.onDidChange(({ id, identityChanged }) => {
      if (identityChanged) void this.end(id);
    });
  }

  /** The client of a connection; the same until its secret or its server changes. */
  client(id: ConnectionId): Promise<FalconClient> {
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

  /** What all requests go over, those of other kinds of tenants too. */
  get transport(): Transport {
    return this.#transport;
  }

  /** The budget of a connection's account, once something has been asked of it. */
  budget(connection: Connection): RateBudget | undefined {
    return this.#budgets.get(accountOf(connection)) ?? this.#budgets.get(apiClientOf(connection));
  }

  /** A client for credentials that are not kept yet; the caller ends it. */
  async candidate({ baseUrl, credentials }: Candidate): Promise<FalconClient> {
    const { openClient } = await import('../api/falcon/openClient.ts');
    const { userAgent, log } = this.#options;
    const budget = this.#budgetOf({ baseUrl, cid: undefined, clientId: credentials.clientId });
    return openClient({ baseUrl, credentials, transport: this.#transport, budget, userAgent, log });
  }

  /** Finds the home cloud of a client by asking the commercial clouds. */
  async discoverCloud(credentials: Credentials, signal?: AbortSignal): Promise<Cloud> {
    const { discoverCloud } = await import('../api/falcon/discoverCloud.ts');
    return discoverCloud({ credentials, transport: this.#transport, clock: systemClock, userAgent: this.#options.userAgent }, signal);
  }

  /** Ends a session and revokes its token; a server that cannot be reached does not hold anything up. */
  async end(id: ConnectionId): Promise<void> {
    const client = this.#clients.get(id);
    this.#clients.delete(id);
    try {
      await (await client)?.end(AbortSignal.timeout(5_000));
    } catch {
      this.#options.log.debug('A token could not be revoked; it ends by itself within 30 minutes.');
    }
  }

  /** Takes up changed network settings: sessions stay, their next requests go over a fresh transport. */
  resetNetwork(): void {
    this.#transport.renew();
  }

  /** Revokes all tokens and closes all connections. */
  async dispose(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#clients.keys()].map((id) => this.end(id)));
    await this.#transport.close();
  }

  async #open(id: ConnectionId): Promise<FalconClient> {
    const { store, userAgent, log } = this.#options;
    const { clientId, clientSecret, memberCid, baseUrl, ...connection } = store.entry(id);
    const credentials = { clientId, clientSecret, memberCid };
    const { openClient } = await import('../api/falcon/openClient.ts');
    const budget = this.#budgetOf({ ...connection, baseUrl, clientId });
    return openClient({ baseUrl, credentials, transport: this.#transport, budget, userAgent, log });
  }

  /** What was learned before the account's CID was known goes on to count for the account. */
  #budgetOf(account: Account): RateBudget {
    const known = this.#budgets.get(accountOf(account)) ?? this.#budgets.get(apiClientOf(account));
    const budget = known ?? this.#newBudget();
    this.#budgets.set(accountOf(account), budget);
    return budget;
  }

  #newBudget(): RateBudget {
    const { settings, store } = this.#options;
    const budget = new RateBudget(systemClock, () => settings.rateShare());
    budget.onDidBlock((until) => {
      const connections = store.all.filter((connection) => this.budget(connection) === budget);
      this.#blocked.fire({ connections, until });
    });
    return budget;
  }

  async #openTransport(): Promise<Transport> {
    const { settings } = this.#options;
    const network = await settings.network();
    if (settings.useEditorFetch()) {
      const { FetchTransport } = await import('../api/fetchTransport.ts');
      return new FetchTransport(fetch, network.timeoutMs ?? 60_000);
    }
    const { UndiciTransport } = await import('../api/undiciTransport.ts');
    return new UndiciTransport(network);
  }
}

type Account = Pick<Connection, 'baseUrl' | 'cid' | 'clientId'>;

const apiClientOf = ({ baseUrl, clientId }: Account): string => `${baseUrl}|${clientId}`;

/** Limits are counted for each customer account; where its CID is not known, the API client stands for it. */
const accountOf = (account: Account): string => (account.cid ? `${account.baseUrl}|${account.cid}` : apiClientOf(account));
