/** The few things that the journal asks of a disk. */
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface AppendFile {
  /** Resolves when the text is on the disk, not only on its way there. */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A folder of files that only grow. Names are plain, without folders. */
export interface JournalFiles {
  /** Makes the file when there is none. */
  open(name: string): Promise<AppendFile>;
  /** @returns undefined when there is no such file */
  read(name: string): Promise<string | undefined>;
  /**
   * In bytes: one that is as long as before says what it said before.
   * @returns undefined when there is no such file
   */
  size(name: string): Promise<number | undefined>;
  list(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Makes a new name in a folder last through a power cut; not every system lets a folder be flushed. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The lines themselves are flushed all the same.
  }
}

/** Begins at most so many works at a time: a process may have only so many files open, and so much in hand. */
export function fewAtATime(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running < most) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes to the next one, so the count stays.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

/** The folder is made with the first file. What happened to whom concerns only this account of the machine. */
export const diskFiles = (folder: string): JournalFiles => ({
  async open(name) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(join(folder, name), 'a', 0o600);
    await flushFolder(folder);
    return {
      async append(text) {
        await handle.appendFile(text, 'utf8');
        await handle.datasync();
      },
      close: () => handle.close(),
    };
  },
  async read(name) {
    try {
      return await readFile(join(folder, name), 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async size(name) {
    try {
      return (await stat(join(folder, name))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async list() {
    try {
      return await readdir(folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
  async remove(name) {
    await rm(join(folder, name), { force: true });
  },
});
