/** Asks what the rules say about what is marked, when marking rests. */
import type { CellKey, Pending } from '../../core/matrix/pending.ts';
import type { MatrixFinding } from '../../protocol/grants.ts';

export interface CheckerParts {
  readonly ask: (pending: readonly Pending[], signal: AbortSignal) => Promise<readonly MatrixFinding[]>;
  readonly onFindings: () => void;
}

const restMs = 300;
const none: readonly MatrixFinding[] = [];

export class Checker {
  readonly #parts: CheckerParts;
  #findings = none;
  #byCell: ReadonlyMap<CellKey, readonly MatrixFinding[]> = new Map();
  #timer: number | undefined;
  #asking: AbortController | undefined;

  constructor(parts: CheckerParts) {
    this.#parts = parts;
  }

  get findings(): readonly MatrixFinding[] {
    return this.#findings;
  }

  at(cell: CellKey): readonly MatrixFinding[] {
    return this.#byCell.get(cell) ?? none;
  }

  /** What was said stays until there is something newer, unless nothing is marked any more. */
  note(pending: readonly Pending[]): void {
    this.stop();
    if (pending.length === 0) this.#set(none);
    else this.#timer = window.setTimeout(() => void this.#ask(pending), restMs);
  }

  stop(): void {
    window.clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = undefined;
  }

  async #ask(pending: readonly Pending[]): Promise<void> {
    const controller = new AbortController();
    this.#asking = controller;
    try {
      const findings = await this.#parts.ask(pending, controller.signal);
      if (this.#asking === controller) this.#set(findings);
    } catch {
      // Nothing is known then: the rules are asked again before anything is sent, and say no there.
      if (this.#asking === controller) this.#set(none);
    }
  }

  #set(findings: readonly MatrixFinding[]): void {
    if (findings.length === 0 && this.#findings.length === 0) return;
    this.#findings = findings;
    const cells = findings.flatMap((finding) => finding.cells.map((cell) => ({ cell, finding })));
    const byCell = Map.groupBy(cells, ({ cell }) => cell);
    this.#byCell = new Map([...byCell].map(([cell, found]) => [cell, found.map(({ finding }) => finding)]));
    this.#parts.onFindings();
  }
}
