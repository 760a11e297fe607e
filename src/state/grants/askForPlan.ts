/** Asks, for a plan, about so many CIDs or users that a guess about the others is worth something. What they tell is kept. */
import { allOrNone } from '../../api/batches.ts';
import { TenantError } from '../../core/errors.ts';
import type { Asking } from './assignmentsStage.ts';
import { questionsOf } from './fillPlan.ts';
import type { Known } from './fillPlan.ts';
import type { Within } from './scope.ts';

/** A few requests, even for a person who waits. */
const mostAsked = 10;

/** Some of many, evenly spread. */
const spread = <T>(items: readonly T[], most: number): readonly T[] =>
  items.length <= most ? items : Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)] as T);

/** One CID that the server does not talk about is no reason to know nothing of the others; a fill says why. */
async function unlessRefused(ask: Promise<unknown>): Promise<void> {
  try {
    await ask;
  } catch (error) {
    if (!(error instanceof TenantError && ['invalid', 'notFound'].includes(error.kind))) throw error;
  }
}

export async function askForPlan(known: Known, within: Within, signal: AbortSignal | undefined): Promise<void> {
  const { assignments } = known;
  const { everywhere, isOnly } = within;
  const questions = questionsOf(known, within);
  const asks = [
    ...spread(questions.places, mostAsked).map((place) => (asking: Asking) => assignments.askPlace(place, isOnly, asking)),
    ...spread(questions.users, mostAsked).map((user) => (asking: Asking) => assignments.askUser(user, everywhere, asking)),
  ];
  await allOrNone(
    asks.map((ask) => (own) => unlessRefused(ask({ priority: 'foreground', signal: own }))),
    signal,
  );
}
