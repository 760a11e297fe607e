/** Bars and lines over a time axis. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { BarData } from '../../../core/aggregates/chartData.ts';
import { legend, paintOf, pieceLabel, piecesOf, reach } from './barLayout.ts';
import { numberText } from './drawing.ts';
import type { Drawing, Mark, Sheet, Spot } from './drawing.ts';

const dayMs = 86_400_000;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The longest month is longer than the shortest by less than this, a year or a day of another clock too. */
const unevenness = 1.5;

/** From when to when each bucket lasts. Where some are left out, those before do not reach over their place. @param times in order */
export function spansOf(times: readonly number[]): readonly Span[] {
  const steps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const least = steps.filter((step) => step > 0).reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const usual = Number.isFinite(least) ? least : dayMs;
  return times.map((from, at) => {
    const step = steps[Math.min(at, steps.length - 1)] ?? usual;
    return { from, to: from + Math.max(1, step > usual * unevenness ? usual : step) };
  });
}

const noSpan: Span = { from: 0, to: 0 };

const middleOf = ({ from, to }: Span = noSpan): number => (from + to) / 2;

interface Axes {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
  readonly marks: readonly Mark[];
}

interface AxisParts {
  readonly spans: readonly Span[];
  readonly labels: readonly string[];
  /** The least and the largest value. */
  readonly values: readonly [number, number];
  readonly top: number;
  readonly bottom: number;
}

/** Buckets are called as the answer calls them, since their days may begin in another time zone; as many as find room. */
function bucketTicks({ spans, labels, bottom }: AxisParts, x: (time: number) => number, { width, fontSize, measure }: Sheet): readonly Mark[] {
  let end = Number.NEGATIVE_INFINITY;
  return labels.flatMap((text, at): Mark[] => {
    const half = measure(text) / 2;
    const middle = x(middleOf(spans[at]));
    const place = Math.min(Math.max(middle, half), width - half);
    if (place - half < end + fontSize) return [];
    end = place + half;
    return [
      { kind: 'line', paint: 'line', x1: middle, x2: middle, y1: bottom, y2: bottom + fontSize * 0.4 },
      { kind: 'text', paint: 'quiet', x: place, y: bottom + fontSize * 1.2, text, anchor: 'middle' },
    ];
  });
}

function axesOf(parts: AxisParts, sheet: Sheet): Axes {
  const { width, fontSize, measure } = sheet;
  const { spans, values, top, bottom } = parts;
  const y = scaleLinear(values, [bottom, top]).nice(5);
  const steps = y.ticks(5);
  const left = Math.max(...steps.map((value) => measure(numberText(value, sheet)))) + fontSize * 0.6;
  const x = scaleLinear([spans[0]?.from ?? 0, spans.at(-1)?.to ?? 1], [left, width - fontSize * 0.3]);
  const lines = steps.flatMap((value): Mark[] => [
    { kind: 'line', paint: 'line', x1: left, x2: width, y1: y(value), y2: y(value) },
    { kind: 'text', paint: 'quiet', x: left - fontSize * 0.4, y: y(value), text: numberText(value, sheet), anchor: 'end' },
  ]);
  return { x, y, marks: [...lines, ...bucketTicks(parts, x, sheet)] };
}

/** @param data with its categories as they follow each other in time */
export function layTime(data: BarData, sheet: Sheet, top: number): Drawing {
  const { width, fontSize } = sheet;
  const { categories, series } = data;
  const above = legend(data, sheet, top);
  const box = { top: top + above.height + fontSize, bottom: top + above.height + fontSize * 17 };
  const spans = spansOf(categories.map(({ time }) => time ?? 0));
  const pieces = piecesOf(data);
  const labels = categories.map(({ label }) => label);
  const { x, y, marks: axes } = axesOf({ spans, labels, values: reach(pieces), ...box }, sheet);
  const lanes = data.kind === 'grouped' ? series.length : 1;
  const middle = (category: number): number => x(middleOf(spans[category]));
  const spots: Spot[] = pieces.map((piece) => ({ label: pieceLabel(data, piece, sheet), value: piece.value, x: middle(piece.category), y: y(piece.to) }));
  const marks: Mark[] = [...above.marks, ...axes];
  if (data.kind === 'lines') {
    series.forEach(({ values }, at) => {
      const path = line<number | undefined>().defined((value) => value !== undefined).x((_, category) => middle(category)).y((value) => y(value ?? 0));
      marks.push({ kind: 'path', paint: at, d: path([...values]) ?? '' });
    });
    pieces.forEach((piece, spot) => marks.push({ kind: 'dot', paint: piece.series, spot, x: middle(piece.category), y: y(piece.value), r: fontSize * 0.28 }));
  } else {
    pieces.forEach((piece, spot) => {
      const { from: start, to: end } = spans[piece.category] ?? noSpan;
      const [from, to] = [x(start), x(end)];
      const gap = Math.min(4, (to - from) * 0.15);
      const lane = (to - from - gap) / lanes;
      const [low, high] = [y(piece.from), y(piece.to)];
      const left = from + gap / 2 + (lanes > 1 ? piece.series * lane : 0);
      const height = Math.max(piece.value === 0 ? 0 : 1, low - high);
      marks.push({ kind: 'rect', ...paintOf(series, piece.series), spot, x: left, y: low - height, width: Math.max(0.5, lane), height });
    });
  }
  return { width, height: box.bottom + fontSize * 2, marks, spots };
}
