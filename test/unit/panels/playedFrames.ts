/** Frames without an editor: a test plays their pages. */
import assert from 'node:assert/strict';
import type { OpenFrame, PanelSpec } from '../../../src/host/panelFrame.ts';
import type { Exchanges } from '../../../src/protocol/wire.ts';

/** One open panel, as its page sees it. */
export class PlayedFrame<R extends Exchanges<R>, S> {
  readonly spec: PanelSpec<R, S>;
  title: string;
  reveals = 0;
  isClosed = false;
  #waiting: { readonly isMet: (state: S) => boolean; readonly resolve: (state: S) => void }[] = [];

  constructor(spec: PanelSpec<R, S>) {
    this.spec = spec;
    this.title = spec.title;
  }

  /** The state as it is now or will be: the first of which something is true. */
  when(isMet: (state: S) => boolean): Promise<S> {
    const state = this.spec.state();
    if (isMet(state)) return Promise.resolve(state);
    return new Promise((resolve) => this.#waiting.push({ isMet, resolve }));
  }

  /** As the frame does it: what does not pass the check is not handled. */
  async ask<N extends keyof R & string>(name: N, body: R[N]['body'], signal: AbortSignal = new AbortController().signal): Promise<R[N]['answer']> {
    assert.ok(this.spec.checks[name](structuredClone(body)), `${name} passes its check`);
    return this.spec.handlers[name](body, signal);
  }

  update(): void {
    queueMicrotask(() => {
      const state = structuredClone(this.spec.state());
      const met = this.#waiting.filter(({ isMet }) => isMet(state));
      this.#waiting = this.#waiting.filter((one) => !met.includes(one));
      for (const { resolve } of met) resolve(state);
    });
  }

  setTitle(title: string): void {
    this.title = title;
  }

  reveal(): void {
    this.reveals += 1;
  }

  dispose(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.spec.onClosed();
  }
}

export interface PlayedFrames {
  readonly openFrame: OpenFrame;
  /** The page of the panel that was opened last. */
  last<R extends Exchanges<R>, S>(): PlayedFrame<R, S>;
  readonly all: readonly unknown[];
}

export function playedFrames(): PlayedFrames {
  const all: unknown[] = [];
  return {
    all,
    openFrame: (spec) => {
      const frame = new PlayedFrame(spec);
      all.push(frame);
      return frame;
    },
    last: <R extends Exchanges<R>, S>() => {
      assert.ok(all.length > 0, 'a panel was opened');
      return all.at(-1) as PlayedFrame<R, S>;
    },
  };
}
