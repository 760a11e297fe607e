/** A folder in memory whose disk a test can break. */
import type { JournalFiles } from '../../../../src/state/changes/journalFiles.ts';

export class MemoryFiles implements JournalFiles {
  readonly texts = new Map<string, string>();
  /** How often something was flushed. */
  flushes = 0;
  /** How often a text was read, how many are being read now, and how many were at the same time. */
  reads = 0;
  reading = 0;
  mostReading = 0;
  /** Set: the next flush writes only so many characters and fails. */
  breaksAfter: number | undefined;

  get all(): string {
    return [...this.texts.values()].join('');
  }

  async open(name: string): ReturnType<JournalFiles['open']> {
    this.texts.set(name, this.texts.get(name) ?? '');
    return {
      append: async (text) => {
        await Promise.resolve();
        this.flushes++;
        this.texts.set(name, (this.texts.get(name) ?? '') + text.slice(0, this.breaksAfter));
        if (this.breaksAfter !== undefined) throw new Error('no space left');
      },
      close: async () => undefined,
    };
  }

  async read(name: string): Promise<string | undefined> {
    this.reads++;
    this.reading++;
    this.mostReading = Math.max(this.mostReading, this.reading);
    await Promise.resolve();
    this.reading--;
    return this.texts.get(name);
  }

  async size(name: string): Promise<number | undefined> {
    const text = this.texts.get(name);
    return text === undefined ? undefined : Buffer.byteLength(text);
  }

  async list(): Promise<readonly string[]> {
    return [...this.texts.keys()];
  }

  async remove(name: string): Promise<void> {
    this.texts.delete(name);
  }
}
