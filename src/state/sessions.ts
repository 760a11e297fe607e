/**
 * The open sessions: one client for each connection, one rate budget for each customer account, one transport for all.
 * The client code is loaded with the first session, not at activation.
 */
import { systemClock } from '../api/clock.ts';
import type { ApiLog, FalconClient } from '../api/falcon/client.ts';
import type { Credentials } from '../api/falcon/tokens.ts';
import type { NetworkOptions } from '../api/networkOptions.ts';
import { RateBudget } from '../api/rateBudget.ts';
import type { Transport } from '../api/transport.ts';
import type { Cloud } from '../core/clouds.ts';
import type { ConnectionId } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';

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

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #clients = new Map<ConnectionId, Promise<FalconClient>>();
  readonly #budgets = new Map<string, RateBudget>();
  #transport: Promise<Transport> | undefined;

  constructor(options: SessionsOptions) {
    this.#options = options;
    options.store.onDidChange(({ id, identityChanged }) => {
      if (identityChanged) void this.end(id);
    });
  }

  /** The client of a connection. Callers that keep it across awaits compare it with a fresh one before they use an answer. */
  client(id: ConnectionId): Promise<FalconClient> {
    let client = this.#clients.get(id);
    if (!client) {
      client = this.#open(id);
      this.#clients.set(id, client);
      client.catch(() => this.#clients.delete(id));
    }
    return client;
  }

  /** The budget of a connection's account, once something has been asked of it. */
  budget(connection: Connection): RateBudget | undefined {
    return this.#budgets.get(accountOf(connection));
  }

  /** A client for credentials that are not kept yet; the caller ends it. */
  async candidate({ baseUrl, credentials }: Candidate): Promise<FalconClient> {
    const { openClient } = await import('../api/falcon/openClient.ts');
    const { userAgent, log } = this.#options;
    return openClient({ baseUrl, credentials, transport: await this.#sharedTransport(), budget: this.#newBudget(), userAgent, log });
  }

  /** Finds the home cloud of a client by asking the commercial clouds. */
  async discoverCloud(credentials: Credentials, signal?: AbortSignal): Promise<Cloud> {
    const { discoverCloud } = await import('../api/falcon/discoverCloud.ts');
    return discoverCloud({ credentials, transport: await this.#sharedTransport(), clock: systemClock, userAgent: this.#options.userAgent }, signal);
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

  /** Takes up changed network settings: sessions stay, their next request uses a fresh transport. */
  async resetNetwork(): Promise<void> {
    const transport = this.#transport;
    this.#transport = undefined;
    this.#clients.clear();
    await (await transport?.catch(() => undefined))?.close();
  }

  /** Revokes all tokens and closes all connections. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#clients.keys()].map((id) => this.end(id)));
    await this.resetNetwork();
  }

  async #open(id: ConnectionId): Promise<FalconClient> {
    const { store, userAgent, log } = this.#options;
    const { clientId, clientSecret, memberCid, baseUrl, ...connection } = store.entry(id);
    const credentials = { clientId, clientSecret, memberCid };
    const { openClient } = await import('../api/falcon/openClient.ts');
    const account = accountOf({ ...connection, baseUrl, clientId });
    const budget = this.#budgets.get(account) ?? this.#newBudget();
    this.#budgets.set(account, budget);
    return openClient({ baseUrl, credentials, transport: await this.#sharedTransport(), budget, userAgent, log });
  }

  #newBudget(): RateBudget {
    return new RateBudget(systemClock, () => this.#options.settings.rateShare());
  }

  #sharedTransport(): Promise<Transport> {
    this.#transport ??= this.#openTransport().catch((error: unknown) => {
      this.#transport = undefined;
      throw error;
    });
    return this.#transport;
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

/** Limits are counted for each customer account; where its CID is not known, the API client stands for it. */
const accountOf = ({ baseUrl, cid, clientId }: Pick<Connection, 'baseUrl' | 'cid' | 'clientId'>): string => `${baseUrl}|${cid ?? clientId}`;
