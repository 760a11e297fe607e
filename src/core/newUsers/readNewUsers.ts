/** Reads a file of new users, in whichever of its forms. Never throws, whatever the bytes are. */
import { decodeText } from './decodeText.ts';
import { readCsv } from './readCsv.ts';
import { readJson } from './readJson.ts';
import { largestFile } from './rows.ts';
import type { ReadRows, UnreadFile } from './rows.ts';

/** @param name of the file; JSON is known by it, or by how it begins */
export function readNewUsers(bytes: Uint8Array, name: string): ReadRows | UnreadFile {
  if (bytes.length > largestFile) return { problem: 'The file is larger than 20 MB. Split it into several files.' };
  const decoded = decodeText(bytes);
  if ('problem' in decoded) return decoded;
  const { text } = decoded;
  const read = /\.jsonc?$/i.test(name) || /^\s*[[{]/.test(text) ? readJson(text) : readCsv(text);
  if ('problem' in read || read.rows.length > 0) return read;
  return { problem: 'The file names no user: there is nothing below the header.' };
}
