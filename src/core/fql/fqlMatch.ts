// The two text matches of FQL, prepared once and then run over many values.

export type TextMatch = (value: string) => boolean;

/**
 * Wildcard match, where '*' is any run of characters, also an empty one, and everything else stands for itself.
 * Not documented, chosen here: without a '*' the whole text must be equal; letters match by case, as values do elsewhere; '?' is an
 * ordinary character. Undefined means that the pattern matches every text.
 *
 * The pieces between the stars are looked for from left to right, each at its first place: this needs no going back, so no
 * pattern can make it slow.
 */
export function wildcardMatch(pattern: string): TextMatch | undefined {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  const inner = pieces.slice(1, -1).filter((piece) => piece !== '');
  if (pieces.length === 1) return first === '' ? undefined : (value) => value === first;
  if (first === '' && last === '' && inner.length === 0) return undefined;
  return (value) => {
    const end = value.length - last.length;
    if (!value.startsWith(first) || !value.endsWith(last)) return false;
    let from = first.length;
    for (const piece of inner) {
      const at = value.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return from <= end;
  };
}

const token = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * Text match by words, ignoring case, spaces and punctuation.
 * Not documented, chosen here: every word of the pattern must be among the words of the value, in any order, as a whole.
 * Undefined means that the pattern has no words and matches every text.
 */
export function tokenMatch(pattern: string): TextMatch | undefined {
  const wanted = [...new Set(tokensOf(pattern))];
  if (wanted.length === 0) return undefined;
  return (value) => {
    const present = new Set(tokensOf(value));
    return wanted.every((each) => present.has(each));
  };
}

function tokensOf(text: string): string[] {
  return text.normalize('NFC').toLowerCase().match(token) ?? [];
}
