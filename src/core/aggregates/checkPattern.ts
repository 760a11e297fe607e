/** The regular expressions of `include` and `exclude`. */
import type { CheckContext, Place } from './checkContext.ts';
import { longestPattern, readPattern } from './patternSyntax.ts';
import { spanInString } from './stringPlaces.ts';

/**
 * What is no expression is refused with 400 by the engine behind, so it is an error. In double quotes the engine may take signs
 * for themselves, and how long an expression may be is a setting of it: these are warnings.
 */
export function checkPattern({ node, path }: Place, { text, problems }: CheckContext): void {
  const written = String(node.value);
  if (written.length > longestPattern) {
    problems.add('warning', 'pattern', node, path, `The expression is longer than ${longestPattern} characters, which is the most that the engine takes.`);
    return;
  }
  const read = readPattern(written);
  const [found, what] = 'mistake' in read ? [read.mistake, 'This is no regular expression. '] : [read.doubt, ''];
  if (!found) return;
  const severity = 'mistake' in read && !written.includes('"') ? 'error' : 'warning';
  problems.add(severity, 'pattern', spanInString(text, node, found.start, found.end), path, `${what}At character ${found.start + 1}: ${found.message}`);
}
