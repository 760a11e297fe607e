/** The demo tenant of this window: started on first use, ended with the window. */
import type { DemoTenant } from '../../demo/demoTenant.ts';

export class DemoSession {
  #running: Promise<DemoTenant> | undefined;

  /** Starts the demo tenant, unless it runs. */
  open(): Promise<DemoTenant> {
    this.#running ??= this.#start();
    return this.#running;
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await (await running?.catch(() => undefined))?.close();
  }

  async #start(): Promise<DemoTenant> {
    try {
      const { startDemoTenant } = await import('../../demo/demoTenant.ts');
      return await startDemoTenant({});
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
  }
}
