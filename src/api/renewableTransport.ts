/**
 * A transport that can be exchanged while it is used: requests under way end over the one they started on, the next ones
 * go over a fresh one. Sessions keep their tokens that way when network settings change.
 */
import { TenantError } from '../core/errors.ts';
import type { HttpAnswer, HttpRequest, Transport } from './transport.ts';

interface Lease {
  readonly transport: Promise<Transport>;
  underWay: number;
  retired: boolean;
}

const closed = (): TenantError => new TenantError({ kind: 'cancelled', message: 'The session has ended.' });

export class RenewableTransport implements Transport {
  readonly #open: () => Promise<Transport>;
  #lease: Lease | undefined;
  readonly #retired = new Set<Lease>();
  #isClosed = false;

  /** @param open called for the first request, and for the first one after each renewal */
  constructor(open: () => Promise<Transport>) {
    this.#open = open;
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    if (this.#isClosed) throw closed();
    this.#lease ??= { transport: this.#open(), underWay: 0, retired: false };
    const lease = this.#lease;
    lease.underWay++;
    try {
      return await (await this.#transportOf(lease)).exchange(request);
    } finally {
      lease.underWay--;
      if (lease.retired && lease.underWay === 0) await this.#close(lease);
    }
  }

  /** The next request opens a fresh transport. */
  renew(): void {
    const lease = this.#lease;
    this.#lease = undefined;
    if (!lease) return;
    lease.retired = true;
    this.#retired.add(lease);
    if (lease.underWay === 0) void this.#close(lease);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.renew();
    await Promise.all([...this.#retired].map((lease) => this.#close(lease)));
  }

  /** One that could not be opened is not kept: the settings may be mended meanwhile. */
  async #transportOf(lease: Lease): Promise<Transport> {
    try {
      return await lease.transport;
    } catch (error) {
      if (this.#lease === lease) this.#lease = undefined;
      throw error;
    }
  }

  async #close(lease: Lease): Promise<void> {
    this.#retired.delete(lease);
    await (await lease.transport.catch(() => undefined))?.close();
  }
}
