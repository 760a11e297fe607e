/** The keys that when-clauses of the manifest read, and the one place that sets them. */

export const contextKeyNames = [
  /** The list of connections has been read: until then neither the welcome text nor the tree is right. */
  'falconAdmin.loaded',
  /** At least one connection, the demo tenant's included, is in the tree. */
  'falconAdmin.connected',
  /** At least one of them is a Falcon tenant. */
  'falconAdmin.falconConnected',
  /** At least one connection allows changes. */
  'falconAdmin.changesAllowed',
  /** The tree is reading something that can be cancelled. */
  'falconAdmin.loading',
  /** The list of activity has been read. */
  'falconAdmin.activityLoaded',
  /** Something was changed through this extension, or asked by hand, and is remembered. */
  'falconAdmin.hasActivity',
] as const;

export type ContextKey = (typeof contextKeyNames)[number];

/** `vscode.commands.executeCommand`. */
type Execute = (command: string, key: ContextKey, value: boolean) => PromiseLike<unknown>;

export class ContextKeys {
  readonly #execute: Execute;
  readonly #values = new Map<ContextKey, boolean>();

  constructor(execute: Execute) {
    this.#execute = execute;
  }

  /** Tells the editor, unless it knows already. */
  async set(key: ContextKey, value: boolean): Promise<void> {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    await this.#execute('setContext', key, value);
  }

  /** Puts every key back to false, for when the extension is switched off in a living window. */
  async reset(): Promise<void> {
    await Promise.all([...this.#values.keys()].map((key) => this.set(key, false)));
  }

  dispose(): void {
    void this.reset();
  }
}
