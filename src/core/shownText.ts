/** Makes what a server calls things fit to stand within a sentence or a line of text. */

/** Characters that show nothing or turn the direction of what follows; letters of all scripts stay. */
const unseen = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+/g;
const breaks = /[\p{Cc}\u2028\u2029]+/gu;

const longest = 120;

/** A line stays a line, whatever a name in it holds: otherwise a name could look like a line of its own. */
export const onOneLine = (text: string): string => text.replaceAll(unseen, '').replaceAll(breaks, ' ');

/** A name as it may be shown within other text: one line, read in the direction of that text, and not without end. */
export function shownText(name: string): string {
  const line = onOneLine(name).trim();
  if (line.length <= longest) return line;
  // By whole characters: half of one would show as a box.
  const characters = [...line.slice(0, 2 * longest)];
  return characters.length <= longest && line.length <= 2 * longest ? line : `${characters.slice(0, longest - 1).join('').trimEnd()}…`;
}
