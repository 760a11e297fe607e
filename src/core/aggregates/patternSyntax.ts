/**
 * Reads the regular expressions of `include` and `exclude`, which know less than those of JavaScript: no assertions, no
 * references. What the server's engine takes is not published; what is refused here no engine in use reads as it is meant.
 */

/** The default limit of the search engine behind, in UTF-16 units. */
export const longestPattern = 1000;

export type CharacterTest = (character: string) => boolean;

export type Pattern =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly items: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly inner: Pattern; readonly least: number; readonly most: number };

export interface PatternMistake {
  /** One or two plain sentences. */
  readonly message: string;
  /** In UTF-16 units of the expression. */
  readonly start: number;
  readonly end: number;
}

/** `doubt`: what can be read, and is hardly meant. */
export type ReadPattern = { readonly pattern: Pattern; readonly doubt: PatternMistake | undefined } | { readonly mistake: PatternMistake };

/** Never throws for a text that is not longer than {@link longestPattern}. */
export function readPattern(text: string): ReadPattern {
  const reader = new PatternReader([...text]);
  try {
    const pattern = reader.choice();
    if (!reader.isAtEnd) reader.refuse('Nothing opens what this bracket closes.', reader.at, reader.at + 1);
    return { pattern, doubt: reader.doubt };
  } catch (thrown) {
    if (thrown instanceof Unread) return { mistake: thrown.mistake };
    throw thrown;
  }
}

class Unread extends Error {
  readonly mistake: PatternMistake;

  constructor(mistake: PatternMistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

const classes: Readonly<Record<string, RegExp>> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ };

class PatternReader {
  readonly #characters: readonly string[];
  #at = 0;
  #doubt: PatternMistake | undefined;

  constructor(characters: readonly string[]) {
    this.#characters = characters;
  }

  /** The first one. */
  get doubt(): PatternMistake | undefined {
    return this.#doubt;
  }

  /** In whole characters. */
  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#characters.length;
  }

  /** @param from and `to` in whole characters */
  refuse(message: string, from: number, to: number): never {
    throw new Unread(this.#mistake(message, from, to));
  }

  #mistake(message: string, from: number, to: number): PatternMistake {
    const units = (end: number): number => this.#characters.slice(0, end).join('').length;
    return { message, start: units(from), end: units(to) };
  }

  choice(): Pattern {
    let start = this.#at;
    const items = [this.#sequence()];
    while (this.#next === '|') {
      const sign = this.#at;
      this.#at += 1;
      items.push(this.#sequence());
      const isOneSided = start === sign || this.#at === sign + 1;
      if (isOneSided) this.#doubt ??= this.#mistake('One side of this | is empty. Write \\| for the sign itself.', sign, sign + 1);
      start = sign + 1;
    }
    const [only] = items;
    return only !== undefined && items.length === 1 ? only : { kind: 'choice', items };
  }

  #sequence(): Pattern {
    const items: Pattern[] = [];
    while (!this.isAtEnd && this.#next !== '|' && this.#next !== ')') items.push(this.#repeated(this.#single()));
    return { kind: 'sequence', items };
  }

  #repeated(inner: Pattern): Pattern {
    if (this.#skip('*')) return this.#repeated({ kind: 'repeat', inner, least: 0, most: Number.POSITIVE_INFINITY });
    if (this.#skip('+')) return this.#repeated({ kind: 'repeat', inner, least: 1, most: Number.POSITIVE_INFINITY });
    if (this.#skip('?')) return this.#repeated({ kind: 'repeat', inner, least: 0, most: 1 });
    const opened = this.#at;
    if (!this.#skip('{')) return inner;
    const wrong = 'In { } stands how often, such as {2}, {2,} or {2,5}. Write \\{ for the sign itself.';
    const least = this.#number(wrong, opened);
    const most = !this.#skip(',') ? least : this.#next === '}' ? Number.POSITIVE_INFINITY : this.#number(wrong, opened);
    this.#expect('}', wrong, opened);
    if (most < least) this.refuse('The smaller number comes first in { }.', opened, this.#at);
    return this.#repeated({ kind: 'repeat', inner, least, most });
  }

  #single(): Pattern {
    const opened = this.#at;
    const character = this.#take('', opened);
    switch (character) {
      case '(': {
        const inner = this.choice();
        this.#expect(')', 'This ( is never closed. Write \\( for the sign itself.', opened);
        return inner;
      }
      case '[':
        return { kind: 'character', test: this.#set(opened) };
      case '.':
        return { kind: 'character', test: () => true };
      case '\\':
        return { kind: 'character', test: this.#escaped(opened) };
      case '*':
      case '+':
      case '?':
      case '{':
        return this.refuse(`There is nothing before ${character} to repeat. Write \\${character} for the sign itself, or .* for any text.`, opened, this.#at);
      default:
        return { kind: 'character', test: (found) => found === character };
    }
  }

  #escaped(opened: number): CharacterTest {
    const character = this.#take('Nothing follows this \\. Write \\\\ for the sign itself.', opened);
    const known = Object.hasOwn(classes, character) ? classes[character] : undefined;
    return known ? (found) => known.test(found) : (found) => found === character;
  }

  #set(opened: number): CharacterTest {
    const unclosed = 'This [ is never closed. Write \\[ for the sign itself.';
    const negated = this.#skip('^');
    const tests: CharacterTest[] = [];
    do tests.push(this.#setItem(unclosed, opened));
    while (this.#next !== ']');
    this.#skip(']');
    // A long set asked for every character of every term would be slow; there are few different characters.
    const answers = new Map<string, boolean>();
    return (found) => {
      const known = answers.get(found);
      if (known !== undefined) return known;
      const answer = tests.some((test) => test(found)) !== negated;
      answers.set(found, answer);
      return answer;
    };
  }

  #setItem(unclosed: string, opened: number): CharacterTest {
    const start = this.#at;
    if (this.#skip('\\')) return this.#escaped(start);
    const from = this.#take(unclosed, opened);
    if (this.#next !== '-' || this.#characters[this.#at + 1] === ']') return (found) => found === from;
    this.#at += 1;
    const [low, high] = [codeOf(from), codeOf(this.#take(unclosed, opened))];
    if (high < low) this.refuse('The range ends before it begins. Exchange its ends.', start, this.#at);
    return (found) => low <= codeOf(found) && codeOf(found) <= high;
  }

  #number(otherwise: string, opened: number): number {
    let digits = '';
    while (/^\d$/.test(this.#next ?? '')) digits += this.#take(otherwise, opened);
    if (digits === '') this.refuse(otherwise, opened, opened + 1);
    return Number(digits);
  }

  get #next(): string | undefined {
    return this.#characters[this.#at];
  }

  /** @param otherwise what is said of the sign at `opened` where the text ends here */
  #take(otherwise: string, opened: number): string {
    const character = this.#next;
    if (character === undefined) return this.refuse(otherwise, opened, opened + 1);
    this.#at += 1;
    return character;
  }

  #skip(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string, otherwise: string, opened: number): void {
    if (!this.#skip(character)) this.refuse(otherwise, opened, opened + 1);
  }
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
