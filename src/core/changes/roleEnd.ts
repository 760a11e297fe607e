/** When a role that is given ends: never, after a while, or at a moment that was chosen. */
import { longestTemporaryMs, shortestTemporaryMs } from './temporary.ts';

const hourMs = 3_600_000;

const spans = { hour: hourMs, eightHours: 8 * hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const;

export type EndSpan = keyof typeof spans;
export const endSpans = Object.keys(spans) as readonly EndSpan[];

/** A moment is RFC 3339. */
export type RoleEnd = { readonly after: EndSpan } | { readonly at: string };

/** Between choosing and sending lies a question to the person, so the shortest and the longest span get this much room. */
const roomMs = 600_000;

/** @returns undefined for a role that is held until it is taken back */
export function endMoment(end: RoleEnd | undefined, now: number): string | undefined {
  if (end === undefined) return undefined;
  if ('at' in end) return end.at;
  const span = Math.min(Math.max(spans[end.after], shortestTemporaryMs + roomMs), longestTemporaryMs - roomMs);
  return new Date(now + span).toISOString();
}
