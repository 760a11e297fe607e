/** Tells, at most once in a while, of which connections more is known about grants than before. */
import type { Clock } from '../api/clock.ts';
import type { ConnectionId } from '../core/ids.ts';
import type { Disposable } from '../state/emitter.ts';
import type { TenantDirectory } from '../state/tenantDirectory.ts';
import { Pace } from '../state/pace.ts';

export interface GrantsWatchParts {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly onChange: (connections: ReadonlySet<ConnectionId>) => void;
}

interface Watched {
  readonly directory: TenantDirectory;
  readonly subscription: Disposable;
}

export class GrantsWatch {
  readonly #watched = new Map<ConnectionId, Watched>();
  readonly #pace: Pace;
  #changed = new Set<ConnectionId>();

  constructor({ clock, everyMs, onChange }: GrantsWatchParts) {
    const work = async (): Promise<void> => {
      const changed = this.#changed;
      this.#changed = new Set();
      onChange(changed);
    };
    this.#pace = new Pace({ clock, everyMs, work });
  }

  /** Watches the directory that a connection has now; the one it had before is let go of. */
  watch(connection: ConnectionId, directory: TenantDirectory | undefined): void {
    const before = this.#watched.get(connection);
    if (before?.directory === directory) return;
    before?.subscription.dispose();
    this.#watched.delete(connection);
    if (!directory) return;
    const subscription = directory.index.onDidChange(() => {
      this.#changed.add(connection);
      this.#pace.ask();
    });
    this.#watched.set(connection, { directory, subscription });
  }

  dispose(): void {
    for (const { subscription } of this.#watched.values()) subscription.dispose();
    this.#watched.clear();
    this.#pace.dispose();
  }
}
