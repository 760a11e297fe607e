/** The line over the tree that says which tenants' requests wait for the rate limit, and until when. */
import type { Clock } from '../api/clock.ts';
import type { ConnectionId } from '../core/ids.ts';
import type { RateBlock } from '../state/sessions.ts';
import type { Wording } from './wording.ts';

/** A server may name any moment; a timer takes a month at most. */
const longestWaitMs = 3_600_000;

export interface RateNoticeParts {
  readonly clock: Clock;
  readonly wording: Pick<Wording, 'l10n' | 'locale'>;
  /** Takes the line; undefined when there is nothing to say any more. */
  show(message: string | undefined): void;
}

export class RateNotice {
  readonly #parts: RateNoticeParts;
  readonly #blocked = new Map<ConnectionId, { readonly name: string; readonly until: number }>();
  #wait: AbortController | undefined;

  constructor(parts: RateNoticeParts) {
    this.#parts = parts;
  }

  tell({ connections, until }: RateBlock): void {
    for (const { id, name } of connections) this.#blocked.set(id, { name, until });
    this.#update();
  }

  dispose(): void {
    this.#wait?.abort();
  }

  #update(): void {
    this.#wait?.abort();
    this.#wait = undefined;
    const now = this.#parts.clock.now();
    for (const [id, { until }] of this.#blocked) if (until <= now) this.#blocked.delete(id);
    const byMoment = Map.groupBy(this.#blocked.values(), ({ until }) => until);
    const lines = [...byMoment].map(([until, blocked]) => this.#line(blocked.map(({ name }) => name).join(', '), until));
    this.#parts.show(lines.length === 0 ? undefined : lines.join('\n'));
    if (lines.length > 0) this.#updateAfter(Math.min(...[...byMoment.keys()].map((until) => until - now), longestWaitMs));
  }

  #updateAfter(ms: number): void {
    const wait = new AbortController();
    this.#wait = wait;
    this.#parts.clock.wait(ms, wait.signal).then(
      () => this.#update(),
      () => undefined,
    );
  }

  #line(names: string, until: number): string {
    const { l10n, locale } = this.#parts.wording;
    const moment = new Date(until).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
    return l10n.t('Rate limit of {0} used up; goes on at {1}', names, moment);
  }
}
