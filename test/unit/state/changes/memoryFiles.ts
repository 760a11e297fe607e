/** A folder in memory whose disk a test can break. */
import type { JournalFiles } from '../../../../src/state/changes/journalFiles.ts';

export class MemoryFiles implements JournalFiles {
  readonly texts = new Map<string, string>();
  /** How often something was flushed. */
  flushes = 0;
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
    return this.texts.get(name);
  }

  async list(): Promise<readonly string[]> {
    return [...this.texts.keys()];
  }

  async remove(name: string): Promise<void> {
    this.texts.delete(name);
  }
}
