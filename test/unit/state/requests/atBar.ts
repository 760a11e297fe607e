/** Request documents in which a bar marks where somebody writes or points. */
import assert from 'node:assert/strict';
import { explanationAt } from '../../../../src/state/requests/explain.ts';
import { suggestionsAt } from '../../../../src/state/requests/suggestions.ts';
import type { Suggestion } from '../../../../src/state/requests/suggestions.ts';

interface Marked {
  readonly text: string;
  readonly at: number;
}

/** The place of the caret is marked with a bar. */
function marked(written: string): Marked {
  const at = written.indexOf('|');
  assert.ok(at >= 0);
  return { text: written.slice(0, at) + written.slice(at + 1), at };
}

interface Suggested {
  readonly isInText: boolean;
  readonly items: readonly Suggestion[];
  readonly labels: readonly string[];
  readonly take: (label: string) => string;
}

/** What is suggested at the bar, and the text once one of it was taken. */
export function suggested(written: string): Suggested {
  const { text, at } = marked(written);
  const { place, isInText, items } = suggestionsAt(text, at, ['Acme Global', 'Beta']);
  const take = (label: string): string => {
    const item = items.find((one) => one.label === label);
    assert.ok(item, label);
    return text.slice(0, place.offset) + item.text + text.slice(place.offset + place.length);
  };
  return { isInText, items, labels: items.map(({ label }) => label), take };
}

/** The piece of the text that is explained, what it is called, and all that is said. */
export function explained(written: string): [piece: string, title: string, lines: string] | undefined {
  const { text, at } = marked(written);
  const found = explanationAt(text, at);
  return found && [text.slice(found.place.offset, found.place.offset + found.place.length), found.title, found.lines.join(' ')];
}
