/** Ranges of dates and numbers: readable, in order and not empty. */
import type { Node } from 'jsonc-parser';
import type { CheckContext, Place } from './checkContext.ts';
import { quoted } from './checkContext.ts';
import { readMoment } from './dateMath.ts';
import { itemsOf, valueAt } from './jsonTree.ts';

const dateForms = 'Dates read 2025-03-31, 2025-03-31T08:00:00Z or now, moved and rounded as in now-7d/d or 2025-01-01||+1M (units y, M, w, d, h, m, s).';

/** Empty and `*` leave the end open. */
function momentOf(node: Node | undefined, path: Place['path'], { problems, now }: CheckContext): number | 'open' | 'unread' {
  if (node === undefined || node.type === 'null' || node.value === '' || node.value === '*') return 'open';
  if (typeof node.value !== 'string') return 'unread';
  const moment = readMoment(node.value, now);
  if (moment === undefined) problems.add('error', 'date', node, path, `${quoted(node.value)} is no date. ${dateForms}`);
  return moment ?? 'unread';
}

const numberOf = (node: Node | undefined): number | 'open' | 'unread' =>
  node === undefined || node.type === 'null' ? 'open' : typeof node.value === 'number' ? node.value : 'unread';

function checkOrder({ node, path }: Place, from: number | 'open' | 'unread', to: number | 'open' | 'unread', { problems }: CheckContext): void {
  if (from === 'open' && to === 'open') problems.add('warning', 'range', node, path, 'Without a begin and an end this range holds everything.');
  if (typeof from !== 'number' || typeof to !== 'number') return;
  if (from > to) problems.add('error', 'range', node, path, 'The range ends before it begins. Exchange its ends.');
  if (from === to) problems.add('error', 'range', node, path, 'The range is empty: its end is not part of it.');
}

export function checkDateRanges({ node, path }: Place, context: CheckContext): void {
  itemsOf(node).forEach((item, at) => {
    if (item.type !== 'object') return;
    const place = [...path, at];
    const from = momentOf(valueAt(item, 'from'), [...place, 'from'], context);
    checkOrder({ node: item, path: place }, from, momentOf(valueAt(item, 'to'), [...place, 'to'], context), context);
  });
}

export function checkNumberRanges({ node, path }: Place, context: CheckContext): void {
  itemsOf(node).forEach((item, at) => {
    if (item.type !== 'object') return;
    checkOrder({ node: item, path: [...path, at] }, numberOf(valueAt(item, 'From')), numberOf(valueAt(item, 'To')), context);
  });
}

/** A single moment is one bucket here, so that only the order matters. */
export function checkBounds({ node, path }: Place, context: CheckContext): void {
  const min = momentOf(valueAt(node, 'min'), [...path, 'min'], context);
  const max = momentOf(valueAt(node, 'max'), [...path, 'max'], context);
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    context.problems.add('error', 'range', node, path, '"min" is later than "max". Exchange them.');
  }
}

/** What stands in for a missing date has to be one. */
export function checkDate({ node, path }: Place, context: CheckContext): void {
  momentOf(node, path, context);
}
