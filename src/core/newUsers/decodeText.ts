/** Turns the bytes of a file into text, or says why they are none. */
import type { UnreadFile } from './rows.ts';

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean => start.every((byte, place) => bytes[place] === byte);

function encodingOf(bytes: Uint8Array): string {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  return startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : 'utf-8';
}

/** A byte order mark is left out; line ends become `\n`. */
export function decodeText(bytes: Uint8Array): { readonly text: string } | UnreadFile {
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return { problem: 'This is a workbook or an archive, not a text file. Save the table as “CSV UTF-8” first.' };
  let text: string;
  try {
    text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'The file is not text in UTF-8 or UTF-16. Save it again in UTF-8.' };
  }
  // UTF-16 without its mark decodes as UTF-8 too, with a zero after every letter.
  if (text.includes('\0')) return { problem: 'This is not a text file, or its encoding cannot be told. Save it again in UTF-8.' };
  return { text: text.replace(/\r\n?/g, '\n') };
}
