/** Keeps copies of the index on the disk, one file for each connection, for this account of the machine only. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionId } from '../../core/ids.ts';
import type { GrantsStorage } from './grantsStorage.ts';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Ids are made by this extension; whatever else stands in one must not lead out of the folder. */
const nameOf = (id: ConnectionId): string => `${encodeURIComponent(id).replaceAll('.', '%2E')}.json`;

export interface GrantsFolder extends GrantsStorage {
  /** Of how many connections a copy is kept. */
  count(): Promise<number>;
  /** Removes every copy, and what a window that was killed left of one. */
  clear(): Promise<void>;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The folder is made with the first file. A copy is there whole or not at all. */
export const grantsFiles = (folder: string): GrantsFolder => ({
  async read(id) {
    try {
      return JSON.parse(await readFile(join(folder, nameOf(id)), 'utf8')) as unknown;
    } catch (error) {
      // One that cannot be read as JSON is as good as none.
      if (isMissing(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  },
  async write(id, value) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, nameOf(id));
    const draft = `${path}.${randomUUID()}.tmp`;
    try {
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(JSON.stringify(value), 'utf8');
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  },
  async remove(id) {
    await rm(join(folder, nameOf(id)), { force: true });
  },
  async count() {
    return (await namesIn(folder)).filter((name) => name.endsWith('.json')).length;
  },
  async clear() {
    const ours = (await namesIn(folder)).filter((name) => /\.(?:json|tmp)$/.test(name));
    await Promise.all(ours.map((name) => rm(join(folder, name), { force: true })));
  },
});
