/** Changes of a text, by place. */

/** In UTF-16 units of the text before the edit. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** @param changes of which none overlap; those at one place keep their order */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const change of changes.toSorted((left, right) => left.offset - right.offset)) {
    parts.push(text.slice(at, change.offset), change.text);
    at = change.offset + change.length;
  }
  return parts.join('') + text.slice(at);
}

/** The one change that makes a text into another; none for the same text. */
export function changeBetween(before: string, after: string): readonly TextChange[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  if (isInsideCharacter(before, head) || isInsideCharacter(after, head)) head -= 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (isInsideCharacter(before, before.length - tail) || isInsideCharacter(after, after.length - tail)) tail -= 1;
  return [{ offset: head, length: before.length - head - tail, text: after.slice(head, after.length - tail) }];
}

/** Between the halves of a surrogate pair or of a line end, where editors take no place: they move it. */
const isInsideCharacter = (text: string, at: number): boolean => /^(?:[\ud800-\udbff][\udc00-\udfff]|\r\n)$/.test(text.slice(Math.max(0, at - 1), at + 1));
