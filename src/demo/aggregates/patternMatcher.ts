/** The regular expressions that an aggregate call carries, run so that no expression can hold up the server. */
import type { Context } from 'node:vm';
import { createContext, Script } from 'node:vm';
import { Refusal } from '../server/reply.ts';

/** For all expressions of one call together: a nested aggregate asks once for every bucket above it. */
const mostMs = 300;

// The expression alone is read first: inside the brackets, `a)|(b` would pass for one.
const script = new Script("new RegExp(pattern, 'u'); const whole = new RegExp(`^(?:${pattern})$`, 'u'); terms.map((term) => whole.test(term));");

/**
 * One for each call. An expression that goes back and forth can take longer than anybody lives, and nothing else runs
 * meanwhile, not even what ends the process. Only a script of its own can be broken off.
 */
export class PatternMatcher {
  #leftMs = mostMs;

  /**
   * Which of the terms an expression matches as a whole, as in the engine.
   * @throws {@link Refusal} 400 when it is no expression, 500 when it takes too long
   */
  matching(pattern: string, terms: readonly string[]): ReadonlySet<string> {
    const startedMs = performance.now();
    const matched = this.#run(createContext({ pattern, terms: [...terms] }), pattern);
    this.#leftMs -= performance.now() - startedMs;
    return new Set(terms.filter((_, at) => matched[at]));
  }

  #run(context: Context, pattern: string): readonly boolean[] {
    if (this.#leftMs < 1) throw new Refusal(500, 'patterns take too long');
    try {
      return script.runInContext(context, { timeout: Math.ceil(this.#leftMs) }) as readonly boolean[];
    } catch (error) {
      // The error comes from the other side, where the classes are not those of here.
      if ((error as Error).name === 'SyntaxError') throw new Refusal(400, `invalid pattern '${pattern}' specified`);
      throw new Refusal(500, 'patterns take too long');
    }
  }
}
