/** What was asked, for tests to read. Holds no headers and no bodies. */
export interface LoggedRequest {
  /** Undefined when no operation has this path. */
  readonly operation: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** 0 until it is answered, and when it gets no answer. */
  readonly status: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

const mostEntries = 10_000;

export class RequestLog {
  readonly #entries: LoggedRequest[] = [];

  /** Oldest first; older ones fall out. */
  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  begin(request: Pick<LoggedRequest, 'method' | 'path' | 'query' | 'at'>): { readonly end: (operation: string | undefined, status: number) => void } {
    const entry = { operation: undefined as string | undefined, ...request, status: 0 };
    this.#entries.push(entry);
    if (this.#entries.length > mostEntries) this.#entries.splice(0, mostEntries / 10);
    return {
      end: (operation, status) => {
        entry.operation = operation;
        entry.status = status;
      },
    };
  }
}
