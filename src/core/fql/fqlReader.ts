// The text being parsed, the place reached in it and the problems met so far.

import type { FqlProblem } from './fqlAst.ts';

/** Beyond this many problems the rest of the text tells the user nothing more. */
const mostProblems = 20;

const space = /\s*/y;
const shownLength = 40;

export class FqlReader {
  readonly text: string;
  readonly problems: FqlProblem[] = [];
  pos = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  get hasTooManyProblems(): boolean {
    return this.problems.length >= mostProblems;
  }

  /** The UTF-16 unit at the place reached; empty at the end. */
  peek(): string {
    return this.text.charAt(this.pos);
  }

  skipSpace(): void {
    this.take(space);
  }

  /** Reads what a sticky pattern matches here and moves behind it. */
  take(pattern: RegExp): string | undefined {
    const found = this.look(pattern);
    if (found !== undefined) this.pos += found.length;
    return found;
  }

  /** What a sticky pattern matches here, without moving. */
  look(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.pos;
    return pattern.exec(this.text)?.[0];
  }

  report(start: number, end: number, message: string, hint?: string): void {
    this.problems.push(hint === undefined ? { message, start, end } : { message, start, end, hint });
  }

  /** Reports something from which the parser cannot go on. */
  fail(start: number, end: number, message: string, hint?: string): undefined {
    this.report(start, end, message, hint);
    return undefined;
  }

  /** Where the character here ends: a surrogate pair is one character to the user. */
  charEnd(): number {
    const code = this.text.codePointAt(this.pos) ?? 0;
    return Math.min(this.pos + (code > 0xffff ? 2 : 1), this.text.length);
  }
}

/** A piece of the user's text for a message, cut when it is long. */
export function shown(text: string): string {
  // A cut through a surrogate pair would show a replacement sign.
  return text.length <= shownLength ? text : `${text.slice(0, shownLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
