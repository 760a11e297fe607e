/** The page's end of the wire: asks the host, gets the state, keeps what is to survive. Made once in each page. */
import type { ErrorKind } from '../../core/errors.ts';
import { readHostMessage, wireVersion } from '../../protocol/wire.ts';
import type { Exchanges, PageMessage, ReplyMessage, WireError } from '../../protocol/wire.ts';

interface EditorHandle {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Put into every page by the editor, which hands it out once. */
declare const acquireVsCodeApi: () => EditorHandle;

/** Why the host did not do what was asked; the message is for the person. */
export class RequestError extends Error {
  readonly kind: ErrorKind;
  readonly field: string | undefined;

  constructor({ kind, message, field }: WireError) {
    super(message);
    this.name = 'RequestError';
    this.kind = kind;
    this.field = field;
  }
}

/** Cancelled requests are no failures: nothing is said about them. */
export const isCancelledRequest = (thrown: unknown): boolean => thrown instanceof RequestError && thrown.kind === 'cancelled';

/** The sentence to show for whatever a request threw. */
export const failureText = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: RequestError): void;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
}

/** @typeParam S what the host sends as state */
export class HostConnection<R extends Exchanges<R>, S> {
  readonly #handle: EditorHandle = acquireVsCodeApi();
  readonly #waiting = new Map<number, Waiting>();
  readonly #onState: (state: S) => void;
  #asked = 0;
  #revision = 0;

  /** @param onState called with the first state and with every later one */
  constructor(onState: (state: S) => void) {
    this.#onState = onState;
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#take(data));
  }

  /** Tells the host that the page is here; the state follows. Call once, when all is set up. */
  start(): void {
    this.#post({ version: wireVersion, kind: 'ready' });
  }

  /**
   * Asks the host. Rejects with a `RequestError`; aborting tells the host, and rejects with one of the kind `cancelled`.
   * A request without a body takes `undefined`.
   */
  request<N extends keyof R & string>(name: N, body: R[N]['body'], { signal }: RequestOptions = {}): Promise<R[N]['answer']> {
    const id = ++this.#asked;
    return new Promise<R[N]['answer']>((resolve, reject) => {
      const giveUp = (): void => {
        if (this.#waiting.delete(id)) this.#post({ version: wireVersion, kind: 'cancel', id });
        reject(new RequestError({ kind: 'cancelled', message: '' }));
      };
      if (signal?.aborted) return giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
      const settled = (): void => signal?.removeEventListener('abort', giveUp);
      this.#waiting.set(id, {
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#post({ version: wireVersion, kind: 'request', id, name, body });
    });
  }

  /** What an earlier page of this panel kept; anybody may have written it, so check it. */
  get kept(): unknown {
    return this.#handle.getState();
  }

  /** Survives hiding, reloading and restarting. Ids and unsaved text only: it is stored as it is, so never a secret. */
  keep(value: unknown): void {
    this.#handle.setState(value);
  }

  #post(message: PageMessage): void {
    this.#handle.postMessage(message);
  }

  #take(data: unknown): void {
    const message = readHostMessage(data);
    if (message?.kind === 'reply') return this.#settle(message);
    if (message === undefined || message.revision <= this.#revision) return;
    this.#revision = message.revision;
    // Made by the host of the same build, as the panel's protocol file says.
    this.#onState(message.body as S);
  }

  #settle(reply: ReplyMessage): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.body);
    else waiting?.reject(new RequestError(reply.error));
  }
}
