/** Sizes of what is shipped, in bytes. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot, vsixFile } from '../helpers/editor/paths.ts';
import { staticClosure } from '../helpers/staticClosure.ts';

const dist = path.join(projectRoot, 'dist');

export async function measureSizes(): Promise<{ readonly vsixBytes: number; readonly activationBytes: number; readonly bundleBytes: number }> {
  const sizeOf = async (file: string): Promise<number> => (await stat(path.join(dist, file))).size;
  const sum = async (files: Iterable<string>): Promise<number> => (await Promise.all([...files].map(sizeOf))).reduce((total, size) => total + size, 0);
  const scripts = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.js'));
  return { vsixBytes: (await stat(vsixFile)).size, activationBytes: await sum(await staticClosure(dist, 'extension.js')), bundleBytes: await sum(scripts) };
}
