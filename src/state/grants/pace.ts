/** Tells how far a fill has come and how long the rest will take, a few times a second. */
export interface FillProgress {
  readonly stage: 'assignments' | 'grants' | 'users';
  readonly done: number;
  readonly total: number;
  readonly remainingMs: number | undefined;
}

/** What is left to background work of an account's rate. */
export interface BackgroundRate {
  readonly perMinute: number;
  /** For how long the server refuses everything. */
  readonly blockedMs: number;
}

/** Before that, what has been achieved is mostly the first burst. */
const measuredAfterMs = 5_000;
const tellEveryMs = 250;

export interface PaceOptions {
  readonly now: () => number;
  readonly rate: () => BackgroundRate;
  readonly onProgress: ((progress: FillProgress) => void) | undefined;
}

export class Pace {
  readonly #options: PaceOptions;
  readonly #startedAt: number;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** Requests that have been answered. */
  #requests = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#startedAt = options.now();
  }

  get requests(): number {
    return this.#requests;
  }

  count(requests: number): void {
    this.#requests += requests;
  }

  /** @param requestsLeft asked for only when it is told */
  tell(stage: FillProgress['stage'], done: number, total: number, requestsLeft: () => number): void {
    const { now, onProgress } = this.#options;
    if (!onProgress) return;
    const moment = now();
    if (done < total && moment - this.#toldAt < tellEveryMs) return;
    this.#toldAt = moment;
    onProgress({ stage, done, total, remainingMs: this.#remainingMs(requestsLeft()) });
  }

  #remainingMs(requestsLeft: number): number {
    const { now, rate } = this.#options;
    const { perMinute, blockedMs } = rate();
    const elapsed = now() - this.#startedAt;
    const achieved = elapsed >= measuredAfterMs && this.#requests > 0 ? (this.#requests / elapsed) * 60_000 : perMinute;
    return Math.round(blockedMs + (requestsLeft / Math.max(1, Math.min(perMinute, achieved))) * 60_000);
  }
}
