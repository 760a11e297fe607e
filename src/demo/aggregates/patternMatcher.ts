/**
 * Runs the regular expressions that an aggregate call carries. Not with those of JavaScript: they go back and forth, so
 * that an expression from outside could hold up the process for years, and some end it while they are being prepared.
 * Here all ways through an expression are walked at once, and the steps of a call are counted.
 */
import type { CharacterTest, Pattern } from '../../core/aggregates/patternSyntax.ts';
import { longestPattern, readPattern } from '../../core/aggregates/patternSyntax.ts';
import { Refusal } from '../server/reply.ts';

const mostStates = 2000;
/** About a second. An ordinary expression takes some tens of steps for each term. */
const mostSteps = 50_000_000;

interface State {
  /** Undefined where the way only forks, and at the end. */
  readonly test: CharacterTest | undefined;
  readonly next: readonly number[];
}

/** A state at which a character is read, or the end, with those that come behind it. */
interface Stop {
  readonly test: CharacterTest | undefined;
  readonly following: readonly Stop[];
  /** The number of the character before which the stop was entered last. */
  enteredAt: number;
}

/** One for each call: a nested aggregate asks again for every bucket above it. */
export class PatternMatcher {
  #stepsLeft = mostSteps;
  #characters = 0;
  readonly #prepared = new Map<string, (term: string) => boolean>();

  /**
   * A test for whole terms, as in the engine.
   * @throws {@link Refusal} 400 when the text is no expression; 500, also from the test, when it asks too much
   */
  prepare(text: string): (term: string) => boolean {
    const known = this.#prepared.get(text);
    if (known) return known;
    if (text.length > longestPattern) throw tooMuch();
    const states = statesOf(readWhole(text));
    // Forks may lead from every state to every other one.
    this.#stepsLeft -= states.length ** 2;
    if (this.#stepsLeft < 0) throw tooMuch();
    const starts = stopsOf(states);
    const test = (term: string): boolean => this.#matches(starts, term);
    this.#prepared.set(text, test);
    return test;
  }

  #matches(starts: readonly Stop[], term: string): boolean {
    let current = starts;
    for (const character of term) {
      // Counted over all terms, so that no stop takes the mark of an earlier one for its own.
      this.#characters += 1;
      const entered: Stop[] = [];
      for (const { test, following } of current) {
        if (test?.(character) !== true) continue;
        this.#stepsLeft -= following.length;
        for (const stop of following) {
          if (stop.enteredAt === this.#characters) continue;
          stop.enteredAt = this.#characters;
          entered.push(stop);
        }
      }
      this.#stepsLeft -= current.length;
      if (this.#stepsLeft < 0) throw tooMuch();
      if (entered.length === 0) return false;
      current = entered;
    }
    return current.some(({ test }) => test === undefined);
  }
}

const tooMuch = (): Refusal => new Refusal(500, 'pattern asks too much');

function readWhole(text: string): Pattern {
  const read = readPattern(text);
  if ('mistake' in read) throw new Refusal(400, `invalid pattern '${text}' specified`);
  return read.pattern;
}

/** The stops that a term begins at. Forks are followed once, here. */
function stopsOf(states: readonly State[]): readonly Stop[] {
  const stops = states.map(({ test }) => ({ test, following: [] as readonly Stop[], enteredAt: 0 }));
  const reached = (starts: readonly number[]): readonly Stop[] => {
    const found = new Set(starts);
    // A set also walks through what is added meanwhile.
    for (const at of found) if (states[at]?.test === undefined) for (const next of states[at]?.next ?? []) found.add(next);
    return [...found].flatMap((at) => (at === 0 || states[at]?.test !== undefined ? (stops[at] ?? []) : []));
  };
  states.forEach(({ test, next }, at) => {
    const stop = stops[at];
    if (test !== undefined && stop !== undefined) stop.following = reached(next);
  });
  return reached([states.length - 1]);
}

/** Number 0 is the end of the expression, the last one its beginning. */
function statesOf(pattern: Pattern): readonly State[] {
  const states: State[] = [{ test: undefined, next: [] }];
  const add = (test: CharacterTest | undefined, next: readonly number[]): number => states.push({ test, next }) - 1;
  let visits = 0;

  /** Writes the states of a part backwards and answers its first one. */
  const write = (part: Pattern, next: number): number => {
    // Repeats of repeats multiply, even where there is nothing in them to write.
    visits += 1;
    if (visits > mostStates) throw tooMuch();
    switch (part.kind) {
      case 'character':
        return add(part.test, [next]);
      case 'sequence':
        return part.items.reduceRight((behind, item) => write(item, behind), next);
      case 'choice':
        return add(undefined, part.items.map((item) => write(item, next)));
      case 'repeat':
        return writeRepeat(part, next);
    }
  };
  const writeRepeat = ({ inner, least, most }: Pattern & { kind: 'repeat' }, next: number): number => {
    let first = next;
    if (most === Number.POSITIVE_INFINITY) {
      first = add(undefined, []);
      states[first] = { test: undefined, next: [write(inner, first), next] };
    } else {
      for (let count = least; count < most; count += 1) first = add(undefined, [write(inner, first), next]);
    }
    for (let count = 0; count < least; count += 1) first = write(inner, first);
    return first;
  };
  add(undefined, [write(pattern, 0)]);
  return states;
}
