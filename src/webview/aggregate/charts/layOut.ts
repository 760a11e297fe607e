/** Lays out a chart: figures, a strip of percentiles, or bars of either kind. */
import { scaleLinear } from 'd3-scale';
import type { ChartData, FigureData, PercentileData } from '../../../core/aggregates/chartData.ts';
import { layBars } from './barLayout.ts';
import { fitted } from './drawing.ts';
import type { Drawing, Mark, Paint, Sheet, Spot } from './drawing.ts';
import { layTime } from './timeLayout.ts';

const figureScale = 2.2;

function layFigures({ figures }: FigureData, { width, fontSize, measure }: Sheet, top: number): Drawing {
  const needed = Math.max(fontSize * 12, ...figures.map(({ text, label }) => Math.max(measure(text) * figureScale, measure(label)) + fontSize * 2));
  const columns = Math.max(1, Math.min(figures.length, Math.floor(width / needed)));
  const [column, row] = [width / columns, fontSize * 5.5];
  const spots: Spot[] = [];
  const marks = figures.flatMap(({ label, value, text }, at): Mark[] => {
    const [x, y] = [(at % columns) * column, top + Math.floor(at / columns) * row];
    const spot = spots.length;
    if (value !== undefined) spots.push({ label: `${label}: ${text}`, value, x: x + fontSize, y: y + fontSize * 2 });
    // A long text is written smaller rather than cut.
    const scale = Math.min(figureScale, (column - fontSize) / Math.max(1, measure(text)));
    return [
      { kind: 'text', paint: 'quiet', x, y: y + fontSize, text: fitted(label, column - fontSize, measure), anchor: 'start' },
      { kind: 'text', paint: 'text', x, y: y + fontSize * 3.1, text, anchor: 'start', scale, ...(value !== undefined && { spot }) },
    ];
  });
  return { width, height: top + Math.ceil(figures.length / columns) * row, marks, spots };
}

/** The line on which each text finds room. @returns for each its line, from 0 */
function lines(texts: readonly { readonly middle: number; readonly width: number }[], gap: number): readonly number[] {
  const ends: number[] = [];
  return texts.map(({ middle, width }) => {
    const start = middle - width / 2;
    const free = ends.findIndex((end) => end + gap <= start);
    const at = free < 0 ? ends.length : free;
    ends[at] = start + width;
    return at;
  });
}

/** A text over lines that are not to be seen through it. */
function labelled(text: string, paint: Paint, x: number, y: number, { fontSize, measure }: Sheet): readonly Mark[] {
  const [width, height] = [measure(text) + fontSize * 0.3, fontSize * 1.3];
  return [
    { kind: 'rect', paint: 'ground', x: x - width / 2, y: y - height / 2, width, height },
    { kind: 'text', paint, x, y, text, anchor: 'middle' },
  ];
}

function layPercentiles({ points }: PercentileData, sheet: Sheet, top: number): Drawing {
  const { width, fontSize, measure } = sheet;
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const side = Math.min(width / 4, Math.max(...points.map(({ text }) => measure(text))) / 2 + fontSize);
  const x = scaleLinear(least === most ? [least - 1, most + 1] : [least, most], [side, width - side]);
  const sorted = points.toSorted((left, right) => left.value - right.value || left.percent - right.percent);
  const percents = sorted.map(({ percent }) => `${percent} %`);
  const [above, below] = [percents, sorted.map(({ text }) => text)].map((texts) =>
    lines(texts.map((text, at) => ({ middle: x(sorted[at]?.value ?? 0), width: measure(text) })), fontSize * 0.6),
  );
  const line = fontSize * 1.5;
  const axis = top + (Math.max(...(above ?? [0])) + 1) * line + fontSize * 1.6;
  const height = axis + fontSize * 1.6 + (Math.max(...(below ?? [0])) + 1) * line;
  const quarter = (percent: number): number | undefined => points.find((point) => point.percent === percent)?.value;
  const [low, high] = [quarter(25), quarter(75)];
  const spots: Spot[] = sorted.map(({ percent, value, text }) => ({ label: `${percent} %: ${text}`, value, x: x(value), y: axis - fontSize * 0.5 }));
  const marks: Mark[] = [{ kind: 'line', paint: 'line', x1: x.range()[0] ?? 0, x2: x.range()[1] ?? width, y1: axis, y2: axis }];
  if (low !== undefined && high !== undefined) {
    marks.push({ kind: 'rect', paint: 0, isPale: true, x: x(low), y: axis - fontSize * 0.8, width: Math.max(1, x(high) - x(low)), height: fontSize * 1.6 });
  }
  const places = sorted.map(({ value }, at) => ({
    ...{ x: x(value), up: axis - fontSize * 1.6 - (above?.[at] ?? 0) * line, down: axis + fontSize * 1.6 + (below?.[at] ?? 0) * line },
  }));
  for (const place of places) marks.push({ kind: 'line', paint: 'line', x1: place.x, x2: place.x, y1: place.up, y2: place.down });
  sorted.forEach(({ text }, spot) => {
    const place = places[spot];
    if (!place) return;
    marks.push(
      { kind: 'dot', paint: 0, spot, x: place.x, y: axis, r: fontSize * 0.4 },
      ...labelled(percents[spot] ?? '', 'quiet', place.x, place.up, sheet),
      ...labelled(text, 'text', place.x, place.down, sheet),
    );
  });
  return { width, height, marks, spots };
}

/** @param top how much is left free above. @returns undefined where there is nothing to draw */
export function layOut(data: ChartData, sheet: Sheet, top = 0): Drawing | undefined {
  switch (data.kind) {
    case 'none':
      return undefined;
    case 'figures':
      return layFigures(data, sheet, top);
    case 'percentiles':
      return data.points.length === 0 ? undefined : layPercentiles(data, sheet, top);
    case 'timeBars':
    case 'lines':
    case 'bars':
    case 'stacked':
    case 'grouped': {
      // A bucket without a time has no place on the axis.
      const isTime = data.isTime && data.categories.every(({ time }) => time !== undefined);
      return isTime ? layTime(data, sheet, top) : layBars(data, sheet, top);
    }
  }
}
