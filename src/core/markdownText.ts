/** Markdown for files in which nothing that a server said can become markup. */
import { onOneLine } from './shownText.ts';

/** What begins markup, a link or html within a line; marks that only mean something at its start are left readable. */
const special = /[\\`*_[\]<>|~&]/g;

/** A line of text as itself. */
export const plainMarkdown = (text: string): string => onOneLine(text).trim().replaceAll(special, '\\$&');

/** @returns lines, the last one ended too */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(plainMarkdown).join(' | ')} |\n`;
  return [line(head), `|${head.map(() => ' --- |').join('')}\n`, ...rows.map(line)].join('');
}
