/** What has to be said of an answer. */
import { findAggregateField } from './fields.ts';
import { inFigures } from './inFigures.ts';
import type { AggregateQuery, AggregateResult } from './query.ts';
import { subResult } from './resultLabels.ts';

const unknownField = 'An unknown field gives an empty answer, not an error.';

export function resultNotes(query: AggregateQuery, result: AggregateResult | undefined): readonly string[] {
  if (result === undefined) return ['The server answered nothing of this name.'];
  const notes: string[] = [];
  if (result.buckets.length === 0) {
    const why = findAggregateField(query.field) ? 'No user matches, or this cannot be computed of the field. ' : '';
    notes.push(`The answer is empty. ${why}${unknownField}`);
  }
  const others = result.sum_other_doc_count ?? 0;
  const advice = query.from ? '"from" passes over some, and a greater "size" answers more' : 'ask for a greater "size"';
  if (others > 0) notes.push(`${inFigures(others)} more fall into terms that were not answered: ${advice}.`);
  for (const [index, sub] of (query.sub_aggregates ?? []).entries()) {
    const answers = result.buckets.map((bucket) => subResult(bucket, sub, index));
    const cut = answers.filter((answer) => (answer?.sum_other_doc_count ?? 0) > 0).length;
    if (cut > 0) notes.push(`In ${cut} of ${answers.length} buckets, "${sub.name || sub.field || ''}" has more terms than were answered.`);
    if (result.buckets.length > 0 && answers.every((answer) => !answer || answer.buckets.length === 0)) {
      notes.push(`"${sub.name || sub.field || ''}" is empty in every bucket. ${unknownField}`);
    }
  }
  return notes;
}
