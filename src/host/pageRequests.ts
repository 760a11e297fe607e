/** Answers what one page asks: checks the body, runs the handler, replies once. */
import { isCancelled, toTenantError } from '../core/errors.ts';
import { wireVersion } from '../protocol/wire.ts';
import type { CancelMessage, Checks, Exchanges, Handlers, ReplyMessage, RequestMessage, WireError } from '../protocol/wire.ts';
import { FieldError } from './fieldError.ts';
import type { L10n } from './l10n.ts';
import type { Log } from './log.ts';

export interface RequestParts<R extends Exchanges<R>> {
  readonly viewType: string;
  readonly checks: Checks<R>;
  readonly handlers: Handlers<R>;
  readonly post: (reply: ReplyMessage) => void;
  readonly log: Log;
  readonly l10n: L10n;
}

export class PageRequests<R extends Exchanges<R>> {
  readonly #parts: RequestParts<R>;
  readonly #running = new Map<number, AbortController>();

  constructor(parts: RequestParts<R>) {
    this.#parts = parts;
  }

  take(message: RequestMessage | CancelMessage): void {
    if (message.kind === 'request') return void this.#answer(message);
    this.#running.get(message.id)?.abort();
    this.#running.delete(message.id);
  }

  /** Nobody waits for the answers any more: what runs is aborted, and what it still answers is dropped. */
  abandonAll(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }

  async #answer({ id, name, body }: RequestMessage): Promise<void> {
    const { viewType, checks, log, l10n } = this.#parts;
    // What the page sent is not trusted, and so neither read further nor written to the log.
    if (!isOwn(checks, name)) {
      log.warn('A page asked for something unknown.', { view: viewType });
      return this.#fail(id, { kind: 'protocol', message: l10n.t('This page is of another version. Close the panel and open it again.') });
    }
    if (!checks[name](body)) {
      log.warn('A page asked with something that does not pass the check.', { view: viewType, operation: name });
      return this.#fail(id, { kind: 'invalid', message: l10n.t('This cannot be understood. Correct what was entered and try again.') });
    }
    const controller = new AbortController();
    this.#running.get(id)?.abort();
    this.#running.set(id, controller);
    const reply = await this.#run(name, body, controller.signal);
    if (this.#running.get(id) !== controller) return;
    this.#running.delete(id);
    this.#parts.post({ version: wireVersion, kind: 'reply', id, ...reply });
  }

  async #run<N extends keyof R & string>(name: N, body: R[N]['body'], signal: AbortSignal): Promise<Outcome> {
    const { viewType, handlers, log } = this.#parts;
    try {
      return { ok: true, body: await handlers[name](body, signal) };
    } catch (thrown) {
      const error = toTenantError(thrown instanceof FieldError ? thrown.problem : thrown);
      if (!isCancelled(error)) log.error(`The request ${name} of ${viewType} failed.`, error);
      const field = thrown instanceof FieldError ? { field: thrown.field } : {};
      return { ok: false, error: { kind: error.kind, message: error.advice, ...field } };
    }
  }

  #fail(id: number, error: WireError): void {
    this.#parts.post({ version: wireVersion, kind: 'reply', id, ok: false, error });
  }
}

type Outcome = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly error: WireError };

const isOwn = <T extends object>(owner: T, name: string): name is keyof T & string => Object.hasOwn(owner, name);
