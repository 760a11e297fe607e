/** Reads the regular expressions of `include` and `exclude`, which know less than those of JavaScript: no assertions, no references. */

export type CharacterTest = (character: string) => boolean;

export type Pattern =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly items: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly inner: Pattern; readonly least: number; readonly most: number };

const classes: Readonly<Record<string, RegExp>> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ };

/** @throws SyntaxError when the text is no expression */
export function readPattern(text: string): Pattern {
  const reader = new PatternReader([...text]);
  const pattern = reader.choice();
  if (!reader.isAtEnd) throw new SyntaxError('unbalanced bracket');
  return pattern;
}

class PatternReader {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(characters: readonly string[]) {
    this.#characters = characters;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#characters.length;
  }

  choice(): Pattern {
    const items = [this.#sequence()];
    while (this.#skip('|')) items.push(this.#sequence());
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
    if (!this.#skip('{')) return inner;
    const least = this.#number();
    const most = !this.#skip(',') ? least : this.#next === '}' ? Number.POSITIVE_INFINITY : this.#number();
    this.#expect('}');
    if (most < least) throw new SyntaxError('numbers out of order');
    return this.#repeated({ kind: 'repeat', inner, least, most });
  }

  #single(): Pattern {
    const character = this.#take();
    switch (character) {
      case '(': {
        const inner = this.choice();
        this.#expect(')');
        return inner;
      }
      case '[':
        return { kind: 'character', test: this.#set() };
      case '.':
        return { kind: 'character', test: () => true };
      case '\\':
        return { kind: 'character', test: this.#escaped() };
      case '*':
      case '+':
      case '?':
      case '{':
        throw new SyntaxError('nothing to repeat');
      default:
        return { kind: 'character', test: (found) => found === character };
    }
  }

  #escaped(): CharacterTest {
    const character = this.#take();
    const known = Object.hasOwn(classes, character) ? classes[character] : undefined;
    return known ? (found) => known.test(found) : (found) => found === character;
  }

  #set(): CharacterTest {
    const negated = this.#skip('^');
    const tests: CharacterTest[] = [];
    do tests.push(this.#setItem());
    while (this.#next !== ']');
    this.#expect(']');
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

  #setItem(): CharacterTest {
    if (this.#skip('\\')) return this.#escaped();
    const from = this.#take();
    if (this.#next !== '-' || this.#characters[this.#at + 1] === ']') return (found) => found === from;
    this.#take();
    const [low, high] = [codeOf(from), codeOf(this.#take())];
    if (high < low) throw new SyntaxError('range out of order');
    return (found) => low <= codeOf(found) && codeOf(found) <= high;
  }

  #number(): number {
    let digits = '';
    while (/^\d$/.test(this.#next ?? '')) digits += this.#take();
    if (digits === '') throw new SyntaxError('number expected');
    return Number(digits);
  }

  get #next(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(): string {
    const character = this.#next;
    if (character === undefined) throw new SyntaxError('unexpected end');
    this.#at += 1;
    return character;
  }

  #skip(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#skip(character)) throw new SyntaxError(`"${character}" expected`);
  }
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
