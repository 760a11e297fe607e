/** One HTTP exchange, behind an interface, so that the layers above do not know which library carries it. */

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case: servers and gateways differ in how they write them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Transport {
  /**
   * Sends one request and reads the whole answer. Redirects are handed back, never followed.
   * @throws TenantError of kind `network`, `timeout`, `protocol` or `cancelled`; any HTTP status is an answer.
   */
  exchange(request: HttpRequest): Promise<HttpAnswer>;
  /** Ends idle connections; requests under way are aborted. */
  close(): Promise<void>;
}

/** Larger answers are refused, so that a hostile or broken server cannot exhaust the editor's memory. */
export const largestAnswerBytes = 128 * 1024 * 1024;
