/** Plays the host of a page: sends states, answers requests as a test wants, and writes down what was asked. */
import type { BrowserContext } from 'playwright-core';
import { readPageMessage, wireVersion } from '../../../src/protocol/wire.ts';
import type { Exchanges, WireError } from '../../../src/protocol/wire.ts';
import { openPage } from './openPage.ts';
import type { OpenedPage, PageFiles, PageOptions } from './openPage.ts';
import type { PageTheme } from './themes.ts';

export class Refused extends Error {
  readonly error: WireError;

  constructor(error: WireError) {
    super(error.message);
    this.error = error;
  }
}

export type Answers<R extends Exchanges<R>> = { -readonly [N in keyof R]?: (body: R[N]['body']) => R[N]['answer'] | Promise<R[N]['answer']> };

export interface Asked {
  readonly name: string;
  readonly body: unknown;
}

export class ScriptedHost<R extends Exchanges<R>, S> {
  readonly asked: Asked[] = [];
  /** Names of requests that the page has given up. */
  readonly cancelled: string[] = [];
  answers: Answers<R>;
  #state: S;
  #opened: OpenedPage | undefined;
  #revision = 0;
  readonly #names = new Map<number, string>();

  constructor(state: S, answers: Answers<R>) {
    this.#state = state;
    this.answers = answers;
  }

  async open(context: BrowserContext, files: PageFiles, theme: PageTheme, options: Omit<PageOptions, 'onMessage'> = {}): Promise<OpenedPage> {
    // The page may speak before it counts as opened.
    const opened = Promise.withResolvers<OpenedPage>();
    const onMessage = (message: unknown): void => void opened.promise.then(() => this.#hear(message));
    this.#opened = await openPage(context, files, theme, { ...options, onMessage });
    opened.resolve(this.#opened);
    return this.#opened;
  }

  get state(): S {
    return this.#state;
  }

  /** Changes the state and sends it. */
  async send(change: Partial<S>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await this.#opened?.post({ version: wireVersion, kind: 'state', revision: ++this.#revision, body: this.#state });
  }

  /** The bodies of all requests of a name. */
  bodies<N extends keyof R & string>(name: N): R[N]['body'][] {
    return this.asked.filter((one) => one.name === name).map(({ body }) => body);
  }

  async #hear(value: unknown): Promise<void> {
    const message = readPageMessage(value);
    if (!message) throw new Error(`The page said something that is no message: ${JSON.stringify(value)}`);
    if (message.kind === 'ready') return this.send({});
    const { id } = message;
    if (message.kind === 'cancel') return void this.cancelled.push(this.#names.get(id) ?? '');
    const { name, body } = message;
    this.#names.set(id, name);
    this.asked.push({ name, body });
    const reply = { version: wireVersion, kind: 'reply', id } as const;
    try {
      const answer = this.answers[name as keyof R];
      if (!answer) throw new Error(`Nothing was prepared for “${name}”.`);
      await this.#opened?.post({ ...reply, ok: true, body: await answer(body) });
    } catch (thrown) {
      const error: WireError = thrown instanceof Refused ? thrown.error : { kind: 'protocol', message: String(thrown) };
      await this.#opened?.post({ ...reply, ok: false, error });
    }
  }
}
