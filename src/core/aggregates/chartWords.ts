/** Sentences of charts: what is left out, and what there is to see for those who do not see it. */
import type { BarData, ChartSeries } from './chartData.ts';
import { inFigures } from './inFigures.ts';

/** So many values are read out; the table has them all. */
const mostRead = 12;

/** What the parts of a bar leave of it. */
export const restName = '(rest)';

const kindNames: Readonly<Record<BarData['kind'], string>> = {
  bars: 'Bar chart',
  timeBars: 'Bar chart over time',
  lines: 'Line chart',
  stacked: 'Stacked bar chart',
  grouped: 'Grouped bar chart',
};

export function barAlternative(chart: Omit<BarData, 'notes' | 'alternative'>): string {
  const { kind, title, valueTitle, categoryTitle, seriesTitle, categories, series, undrawn } = chart;
  const by = seriesTitle === undefined ? categoryTitle : `${categoryTitle} and ${seriesTitle}`;
  const head = `${kindNames[kind]}: ${title}. ${valueTitle} by ${by}.`;
  const [only] = series;
  const all = categories.length + undrawn.categories;
  const read = (each: ChartSeries, most: number): string => {
    const words = categories.slice(0, most).map(({ label }, at) => `${label}: ${each.values[at] === undefined ? 'none' : inFigures(each.values[at])}`);
    return `${words.join(', ')}${all > most ? `, and ${inFigures(all - most)} more` : ''}.`;
  };
  if (only && series.length === 1) return `${head} ${read(only, mostRead)}`;
  const most = Math.max(1, Math.floor(mostRead / Math.max(1, Math.min(series.length, 4))));
  const tell = (each: ChartSeries): string => `${each.name}: ${read(each, most)}`;
  const parts = series.filter(({ isRest }) => !isRest);
  const told = parts.slice(0, 4).map(tell);
  const more = parts.length + undrawn.series - told.length;
  const rest = series.filter(({ isRest }) => isRest).map(tell);
  return [head, ...told, ...rest, ...(more > 0 ? [`And ${inFigures(more)} more of ${seriesTitle ?? 'them'}.`] : [])].join(' ');
}

export function undrawnNotes({ categories, series, undrawn, isTime, seriesTitle }: Omit<BarData, 'notes' | 'alternative'>): readonly string[] {
  const drawn = { categories: categories.length, series: series.filter(({ isRest }) => !isRest).length };
  const notes: string[] = [];
  if (undrawn.categories > 0) {
    const which = isTime ? 'latest' : 'first';
    notes.push(`The ${which} ${inFigures(drawn.categories)} of ${inFigures(drawn.categories + undrawn.categories)} are drawn; the table has all.`);
  }
  if (undrawn.series > 0) {
    const all = `${inFigures(drawn.series + undrawn.series)} values of ${seriesTitle ?? 'the nested level'}`;
    notes.push(`The ${inFigures(drawn.series)} largest of ${all} are drawn; the table has all.`);
  }
  return notes;
}
