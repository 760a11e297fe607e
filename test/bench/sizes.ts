/** Sizes of what is shipped, in bytes. */
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot, vsixFile } from '../helpers/editor/paths.ts';

const dist = path.join(projectRoot, 'dist');

/** The entry and the chunks that it imports statically: what is read when the extension is activated. */
async function activationFiles(): Promise<Set<string>> {
  const found = new Set<string>();
  const add = async (file: string): Promise<void> => {
    if (found.has(file)) return;
    found.add(file);
    const text = await readFile(path.join(dist, file), 'utf8');
    for (const [, chunk] of text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) if (chunk) await add(path.join(path.dirname(file), chunk));
  };
  await add('extension.js');
  return found;
}

export async function measureSizes(): Promise<{ readonly vsixBytes: number; readonly activationBytes: number; readonly bundleBytes: number }> {
  const sizeOf = async (file: string): Promise<number> => (await stat(path.join(dist, file))).size;
  const sum = async (files: Iterable<string>): Promise<number> => (await Promise.all([...files].map(sizeOf))).reduce((total, size) => total + size, 0);
  const scripts = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.js'));
  return { vsixBytes: (await stat(vsixFile)).size, activationBytes: await sum(await activationFiles()), bundleBytes: await sum(scripts) };
}
