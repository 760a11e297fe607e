/** The demo tenants of this window, behind one server: started on first use, ended with the window. */
import type { DemoTenant } from '../../demo/demoTenant.ts';
import type { AnyConnection } from '../../state/entryStore.ts';

export class DemoSession {
  #running: Promise<DemoTenant> | undefined;

  /** Starts the server, unless it runs. */
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

interface Connections {
  readonly all: readonly AnyConnection[];
}

interface DemoUse {
  readonly store: Connections;
  readonly cylance: { readonly store: Connections };
  readonly demo: DemoSession;
}

/** Ends the server when no connection to it is left, of either kind. */
export async function closeUnusedDemo({ store, cylance, demo }: DemoUse): Promise<void> {
  const isUsed = [...store.all, ...cylance.store.all].some((connection) => connection.demo);
  if (!isUsed) await demo.close();
}
