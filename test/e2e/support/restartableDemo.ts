import { startDemoTenant } from '../../../src/demo/demoTenant.ts';
import type { DemoTenant, DemoTenantOptions } from '../../../src/demo/demoTenant.ts';

/** A demo tenant that goes away and comes back in another mood, at the same address and with the same credentials. */
export class RestartableDemo {
  readonly #options: DemoTenantOptions;
  readonly first: DemoTenant;
  #running: DemoTenant | undefined;

  private constructor(options: DemoTenantOptions, first: DemoTenant) {
    this.#options = options;
    this.first = first;
    this.#running = first;
  }

  static async start(options: DemoTenantOptions): Promise<RestartableDemo> {
    return new RestartableDemo(options, await startDemoTenant(options));
  }

  async stop(): Promise<void> {
    await this.#running?.close();
    this.#running = undefined;
  }

  /** @param mood on top of the options of the first start */
  async restart(mood: DemoTenantOptions = {}): Promise<DemoTenant> {
    await this.stop();
    const { url, clientId, clientSecret } = this.first;
    const restarted = await startDemoTenant({ ...this.#options, ...mood, port: Number(new URL(url).port), credentials: { clientId, clientSecret } });
    this.#running = restarted;
    return restarted;
  }
}
