/** Writes one record of the journal while its changes run. */
import type { RowOutcome } from '../../core/changes/outcome.ts';
import type { AppendFile } from './journalFiles.ts';
import { writeLine } from './journalRecord.ts';
import type { EndOfRun, JournalLine } from './journalRecord.ts';

interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class RecordWriter {
  readonly id: string;
  readonly #file: AppendFile;
  readonly #now: () => number;
  readonly #onEnd: () => void;
  #waiting: Waiting[] = [];
  #writing = false;
  /** A write failed, perhaps in the middle of a line. */
  #torn = false;

  constructor(id: string, file: AppendFile, now: () => number, onEnd: () => void = () => undefined) {
    this.id = id;
    this.#file = file;
    this.#now = now;
    this.#onEnd = onEnd;
  }

  /** Resolves when it is on the disk: only then may the row be sent. */
  rowBegan(row: number): Promise<void> {
    return this.write({ type: 'rowBegan', at: this.#now(), row });
  }

  rowEnded(row: number, outcome: RowOutcome): Promise<void> {
    return this.write({ type: 'rowEnded', at: this.#now(), row, outcome });
  }

  /** The last line of the run; the file is closed whether it can be written or not. */
  async end(how: EndOfRun): Promise<void> {
    try {
      await this.write({ type: 'end', at: this.#now(), how });
    } finally {
      this.#onEnd();
      await this.#file.close();
    }
  }

  /** Rows that run at the same time share one flush of the disk. */
  write(line: JournalLine): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: writeLine(line), resolve, reject });
      if (!this.#writing) void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#file.append((this.#torn ? '\n' : '') + batch.map(({ text }) => text).join(''));
        this.#torn = false;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.#torn = true;
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }
}
