/** Reads under way, by key: whoever asks for one shares it, and may hurry it. */
import type { CallOptions } from '../../api/falcon/client.ts';
import type { Priority } from '../../api/urgency.ts';
import { Urgency } from '../../api/urgency.ts';
import { SharedRead } from '../sharedRead.ts';

interface Reading<T> {
  readonly shared: SharedRead<T>;
  readonly urgency: Urgency;
}

export interface UrgentRead<T> {
  /** @param isCurrent tells whether the read was not forgotten meanwhile */
  readonly start: (options: CallOptions, isCurrent: () => boolean) => Promise<T>;
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
}

export class UrgentReads<T> {
  readonly #underWay = new Map<string, Reading<T>>();

  join(key: string, { start, priority, signal }: UrgentRead<T>): Promise<T> {
    let reading = this.#underWay.get(key);
    if (!reading || reading.shared.isOver) this.#underWay.set(key, (reading = this.#start(key, priority, start)));
    else if (priority === 'foreground') reading.urgency.raise();
    return reading.shared.join(signal);
  }

  /** What is being read is out of date already: those who wait get it, and nobody joins them. */
  forget(key: string): void {
    this.#underWay.delete(key);
  }

  clear(): void {
    this.#underWay.clear();
  }

  #start(key: string, priority: Priority, start: UrgentRead<T>['start']): Reading<T> {
    const urgency = new Urgency(priority);
    const isCurrent = (): boolean => this.#underWay.get(key)?.urgency === urgency;
    const shared = new SharedRead(async (signal) => {
      try {
        return await start({ signal, priority: urgency }, isCurrent);
      } finally {
        if (isCurrent()) this.#underWay.delete(key);
      }
    });
    return { shared, urgency };
  }
}
