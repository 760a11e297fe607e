/** What a handler answers, before it is written as text. */

export interface ApiError {
  readonly code: number;
  readonly message: string;
  readonly id?: string;
}

export interface Reply {
  readonly status: number;
  readonly pagination?: { readonly offset: number; readonly limit: number; readonly total: number };
  /** How many records a write changed. */
  readonly affected?: number;
  readonly errors?: readonly ApiError[];
  /** JSON, indented for its place in the body, as texts or encoded; `null` where the server answers null; left out where it answers none. */
  readonly resources?: readonly string[] | readonly Buffer[] | null;
  readonly poweredBy?: string;
  /** Stands for the whole body where that is not an envelope. */
  readonly record?: object;
}

/** Ends a call with an error answer. The message of a 500 is not shown: such answers name only their trace. */
export class Refusal extends Error {
  readonly status: number;
  readonly poweredBy: string | undefined;

  constructor(status: number, message: string, poweredBy?: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.poweredBy = poweredBy;
  }
}

/** A record as text for its place among the resources: bodies are indented by one space, as in recorded answers. */
export const recordText = (record: unknown): string => JSON.stringify(record, undefined, 1).replaceAll('\n', '\n  ');

export const idTexts = (ids: readonly string[]): string[] => ids.map((id) => JSON.stringify(id));
