/** A chart as plain data: what to draw, not how. */

export interface ChartCategory {
  readonly label: string;
  /** Epoch milliseconds at which a bucket of a time axis begins. */
  readonly time?: number;
}

export interface ChartSeries {
  readonly name: string;
  /** One for each category, exactly as answered; undefined where the answer has none. */
  readonly values: readonly (number | undefined)[];
  /** Not of the answer: what the other series leave of the users of each category. The last of the series. */
  readonly isRest?: true;
}

interface Described {
  readonly title: string;
  /** What is not drawn, and what a reader may take wrongly. */
  readonly notes: readonly string[];
  /** The text alternative: a few sentences. */
  readonly alternative: string;
}

export interface BarData extends Described {
  readonly kind: 'bars' | 'timeBars' | 'lines' | 'stacked' | 'grouped';
  /** The categories lie on an axis of time; always for `timeBars`. */
  readonly isTime: boolean;
  /** What the values are, such as `Users`. */
  readonly valueTitle: string;
  /** What the categories and the series are values of. */
  readonly categoryTitle: string;
  readonly seriesTitle: string | undefined;
  readonly categories: readonly ChartCategory[];
  readonly series: readonly ChartSeries[];
  /** How many users each category has, as answered: users who are in several parts are counted once. Only where parts are stacked. */
  readonly totals?: readonly (number | undefined)[];
  /** How many of the answer are not drawn. */
  readonly undrawn: { readonly categories: number; readonly series: number };
}

export interface FigureData extends Described {
  readonly kind: 'figures';
  /** `text` is what to show: a number written out, or a date. */
  readonly figures: readonly { readonly label: string; readonly value: number | undefined; readonly text: string }[];
}

export interface PercentileData extends Described {
  readonly kind: 'percentiles';
  /** Values are epoch milliseconds. */
  readonly isTime: boolean;
  readonly points: readonly { readonly percent: number; readonly value: number; readonly text: string }[];
}

export interface NoChart extends Described {
  readonly kind: 'none';
  readonly why: string;
}

export type ChartData = BarData | FigureData | PercentileData | NoChart;
