/** A chart as simple marks: what is put on the page, written as SVG and painted into a picture is one and the same. */
import { inFigures } from '../../../core/aggregates/inFigures.ts';

/** What a mark is painted with: the number of a series, or what it is. */
export type Paint = number | 'text' | 'quiet' | 'line' | 'ground';

interface Painted {
  readonly paint: Paint;
  /** The place in `spots` of what the mark stands for. */
  readonly spot?: number;
}

export interface RectMark extends Painted {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Pale ones are a ground for others. */
  readonly isPale?: boolean;
}

export interface LineMark extends Painted {
  readonly kind: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface PathMark extends Painted {
  readonly kind: 'path';
  readonly d: string;
}

export interface DotMark extends Painted {
  readonly kind: 'dot';
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

export interface TextMark extends Painted {
  readonly kind: 'text';
  readonly x: number;
  /** The middle of the line. */
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Times the size of the font. */
  readonly scale?: number;
}

export type Mark = RectMark | LineMark | PathMark | DotMark | TextMark;

/** A value that can be pointed at. */
export interface Spot {
  /** What is said of it. */
  readonly label: string;
  readonly value: number;
  /** Where to say it. */
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** In the order in which the arrow keys go through them. */
  readonly spots: readonly Spot[];
}

/** What a chart is laid out in. */
export interface Sheet {
  readonly width: number;
  /** In pixels. */
  readonly fontSize: number;
  /** How wide a text is, in pixels. */
  readonly measure: (text: string) => number;
  /** BCP 47. */
  readonly locale: string;
}

/** The colours repeat after so many series; from then on they are pale. */
export const seriesColours = 6;

/** Cut to a width, with a sign that it was. */
export function fitted(text: string, width: number, measure: Sheet['measure']): string {
  if (measure(text) <= width) return text;
  let [fits, least] = [0, text.length];
  while (fits < least) {
    const middle = Math.ceil((fits + least) / 2);
    if (measure(`${text.slice(0, middle)}…`) <= width) fits = middle;
    else least = middle - 1;
  }
  return `${text.slice(0, fits)}…`;
}

export const numberText = (value: number, { locale }: Pick<Sheet, 'locale'>): string => inFigures(value, locale);

/** What an element of a drawing is called after. */
export const paintClass = (paint: Paint): string => (typeof paint === 'number' ? `series-${paint % seriesColours}` : `paint-${paint}`);

/** A ground, or of a series beyond the colours that there are. */
export const isPale = (mark: Mark): boolean =>
  (mark.kind === 'rect' && mark.isPale === true) || (typeof mark.paint === 'number' && mark.paint % (2 * seriesColours) >= seriesColours);
