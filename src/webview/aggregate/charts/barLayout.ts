/** Bars that lie: one row for each category. */
import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { BarData } from '../../../core/aggregates/chartData.ts';
import { fitted, numberText } from './drawing.ts';
import type { Drawing, Mark, Paint, RectMark, Sheet, Spot } from './drawing.ts';

/** One value as a piece of its bar. */
export interface Piece {
  readonly category: number;
  readonly series: number;
  readonly value: number;
  /** From where to where, in values. */
  readonly from: number;
  readonly to: number;
}

/** The values of each category, on top of each other when they are stacked. Absent ones give no piece. */
export function piecesOf({ kind, categories, series }: BarData): readonly Piece[] {
  const places = series.map((_, at) => at);
  if (kind === 'stacked') {
    const stacked = stack<number, number>().keys(places).value((category, at) => series[at]?.values[category] ?? 0)(categories.map((_, at) => at));
    return categories.flatMap((_, category) =>
      places.flatMap((at) => {
        const [value, span] = [series[at]?.values[category], stacked[at]?.[category]];
        return value === undefined || span === undefined ? [] : [{ category, series: at, value, from: span[0], to: span[1] }];
      }),
    );
  }
  return categories.flatMap((_, category) =>
    places.flatMap((at) => {
      const value = series[at]?.values[category];
      return value === undefined ? [] : [{ category, series: at, value, from: Math.min(0, value), to: Math.max(0, value) }];
    }),
  );
}

/** `active, TOTP: 198 Users`; figures beside the users say what they are themselves. */
export function pieceLabel({ categories, series, seriesTitle, valueTitle }: BarData, piece: Piece, sheet: Sheet): string {
  const [category = '', name = ''] = [categories[piece.category]?.label, series[piece.series]?.name];
  const value = numberText(piece.value, sheet);
  if (series.length < 2) return `${category}: ${value} ${valueTitle}`;
  return seriesTitle === undefined ? `${category}, ${name}: ${value}` : `${category}, ${name}: ${value} ${valueTitle}`;
}

/** What a series is painted with; what is left of a whole is none of its parts. */
export function paintOf(series: BarData['series'], at: number): Pick<RectMark, 'isPale'> & { readonly paint: Paint } {
  return series[at]?.isRest ? { paint: 'quiet', isPale: true } : { paint: at };
}

/** What the values reach from and to; never nothing. */
export function reach(pieces: readonly Piece[]): readonly [number, number] {
  let [least, most] = [0, 0];
  for (const { from, to } of pieces) [least, most] = [Math.min(least, from), Math.max(most, to)];
  return least === most ? [0, 1] : [least, most];
}

/** The names of the series above the chart. @returns how high they are */
export function legend({ series }: Pick<BarData, 'series'>, sheet: Sheet, top: number): { readonly marks: readonly Mark[]; readonly height: number } {
  if (series.length < 2) return { marks: [], height: 0 };
  const { width, fontSize, measure } = sheet;
  const line = fontSize * 1.7;
  let [x, y] = [0, top + line / 2];
  const marks = series.flatMap(({ name }, at): Mark[] => {
    const text = fitted(name, width / 2, measure);
    const needed = measure(text) + fontSize * 2.4;
    if (x > 0 && x + needed > width) [x, y] = [0, y + line];
    const box = fontSize * 0.85;
    const left = x;
    x += needed;
    return [
      { kind: 'rect', ...paintOf(series, at), x: left, y: y - box / 2, width: box, height: box },
      { kind: 'text', paint: 'text', x: left + box + fontSize * 0.4, y, text, anchor: 'start' },
    ];
  });
  return { marks, height: y + line / 2 - top };
}

export function layBars(data: BarData, sheet: Sheet, top: number): Drawing {
  const { width, fontSize, measure } = sheet;
  const { categories, series } = data;
  const above = legend(data, sheet, top);
  const pieces = piecesOf(data);
  const [least, most] = reach(pieces);
  const lanes = data.kind === 'grouped' ? series.length : 1;
  const bar = fontSize * (lanes > 1 ? 1 : 1.35);
  const row = bar * lanes + fontSize * 0.6;
  const start = top + above.height + fontSize * 0.3;
  const nameWidth = Math.min(width * 0.38, Math.max(0, ...categories.map(({ label }) => measure(label))));
  const valueWidth = Math.max(measure(numberText(most, sheet)), measure(numberText(least, sheet))) + fontSize * 0.8;
  const x = scaleLinear([least, most], [nameWidth + fontSize * 0.7, Math.max(nameWidth + fontSize * 3, width - valueWidth)]);
  const marks: Mark[] = [...above.marks];
  const spots: Spot[] = [];
  categories.forEach(({ label }, at) => {
    const y = start + at * row + row / 2;
    marks.push({ kind: 'text', paint: 'text', x: nameWidth, y, text: fitted(label, nameWidth + 1, measure), anchor: 'end' });
  });
  const ends = new Map<number, number>();
  for (const piece of pieces) {
    const y = start + piece.category * row + fontSize * 0.3 + (lanes > 1 ? piece.series * bar : 0);
    const [left, right] = [x(piece.from), x(piece.to)];
    const spot = spots.length;
    spots.push({ label: pieceLabel(data, piece, sheet), value: piece.value, x: (left + right) / 2, y });
    // A value that is not nothing is to be seen.
    const length = Math.max(piece.value === 0 ? 0 : 1, right - left);
    marks.push({ kind: 'rect', ...paintOf(series, piece.series), spot, x: left, y, width: length, height: bar - (lanes > 1 ? 1 : 0) });
    ends.set(piece.category, right);
    if (data.kind !== 'stacked') {
      marks.push({ kind: 'text', paint: 'text', x: right + fontSize * 0.4, y: y + bar / 2, text: numberText(piece.value, sheet), anchor: 'start' });
    }
  }
  data.totals?.forEach((total, category) => {
    if (total === undefined) return;
    const [end, y] = [ends.get(category) ?? x(0), start + category * row + row / 2];
    marks.push({ kind: 'text', paint: 'text', x: end + fontSize * 0.4, y, text: numberText(total, sheet), anchor: 'start' });
  });
  const height = start + categories.length * row + fontSize * 0.3;
  marks.push({ kind: 'line', paint: 'line', x1: x(0), x2: x(0), y1: start, y2: height });
  return { width, height, marks, spots };
}
