/** An answer as a table: nested levels become columns, so that each row can be read, sorted and exported on its own. */
import { findAggregateField } from './fields.ts';
import { percentsOf } from './query.ts';
import type { AggregateBucket, AggregateQuery, AggregateResult } from './query.ts';
import { titleOf } from './queryNames.ts';
import type { CidName } from './resultLabels.ts';
import { bucketLabel, dividesUsers, figureText, hasFilters, isDateFigure, percentOf, subResult } from './resultLabels.ts';

/** Undefined where the answer has nothing. */
export type TableCell = string | number | undefined;

export interface TableColumn {
  readonly title: string;
  /** `text`: what a bucket is called; `count`: users; `number`: a figure as answered; `date`: a figure as a date. */
  readonly kind: 'text' | 'count' | 'number' | 'date';
}

export interface ResultTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** One level: its own columns, and those of the levels in it behind them. */
interface Level {
  readonly columns: readonly TableColumn[];
  readonly rowsOf: (result: AggregateResult | undefined) => readonly (readonly TableCell[])[];
}

/**
 * A row for each bucket of the deepest level; buckets above are repeated on each, and levels beside one another follow one another.
 * Figures of a bucket stand on its rows. @param query as sent, with the names by which nested answers are found
 */
export function tableOf(query: AggregateQuery, result: AggregateResult | undefined, cidName?: CidName): ResultTable {
  const figures = query.type === 'percentiles' ? percentRows(query) : figureLevel(query);
  const { columns, rowsOf } = dividesUsers(query) ? bucketLevel(query, cidName) : figures;
  return { columns: withUniqueTitles(columns), rows: rowsOf(result) };
}

function withUniqueTitles(columns: readonly TableColumn[]): readonly TableColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { title } = column;
    for (let times = 2; taken.has(title); times += 1) title = `${column.title} (${times})`;
    taken.add(title);
    return { ...column, title };
  });
}

function bucketLevel(query: AggregateQuery, cidName: CidName | undefined): Level {
  const title = hasFilters(query) ? titleOf(query) : (query.field ?? titleOf(query));
  const withNames = cidName !== undefined && !hasFilters(query) && findAggregateField(query.field)?.holdsCids === true;
  const nameColumn: TableColumn[] = withNames ? [{ title: `Name of ${title}`, kind: 'text' }] : [];
  const own: TableColumn[] = [{ title, kind: 'text' }, ...nameColumn, { title: 'Users', kind: 'count' }];
  const levelOf = (sub: AggregateQuery): Level => (dividesUsers(sub) ? bucketLevel(sub, cidName) : figureLevel(sub));
  const subs = (query.sub_aggregates ?? []).map((sub, index) => ({ sub, index, level: levelOf(sub) }));
  const columns = [...own, ...subs.flatMap(({ level }) => level.columns)];
  const labels = (bucket: AggregateBucket): TableCell[] =>
    withNames ? [bucketLabel(query, bucket), cidName(String(bucket.label)) ?? undefined] : [bucketLabel(query, bucket)];

  const rowsOfBucket = (bucket: AggregateBucket): TableCell[][] => {
    const base = Array.from<TableCell>({ length: columns.length });
    base.splice(0, own.length, ...labels(bucket), bucket.count);
    const rows: TableCell[][] = [];
    let at = own.length;
    const blocks = subs.map(({ sub, index, level }) => {
      const block = { at, divides: dividesUsers(sub), cells: level.rowsOf(subResult(bucket, sub, index)) };
      at += level.columns.length;
      return block;
    });
    for (const { at: start, divides, cells } of blocks) if (!divides) base.splice(start, cells[0]?.length ?? 0, ...(cells[0] ?? []));
    for (const { at: start, divides, cells } of blocks) {
      if (divides) for (const part of cells) rows.push(base.toSpliced(start, part.length, ...part));
    }
    return rows.length > 0 ? rows : [base];
  };
  return { columns, rowsOf: (result) => (result?.buckets ?? []).flatMap(rowsOfBucket) };
}

/** A single figure, or several percentiles beside one another. */
function figureLevel(query: AggregateQuery): Level {
  const isDate = isDateFigure(query);
  const kind = isDate ? 'date' : 'number';
  const cell = (bucket: AggregateBucket | undefined): TableCell => figureCell(bucket, isDate);
  if (query.type !== 'percentiles') {
    return { columns: [{ title: titleOf(query), kind }], rowsOf: (result) => (result?.buckets ?? []).slice(0, 1).map((bucket) => [cell(bucket)]) };
  }
  const percents = percentsOf(query);
  return {
    columns: percents.map((percent) => ({ title: `${titleOf(query)} p${percent}`, kind })),
    rowsOf: (result) => [percents.map((percent) => cell(result?.buckets.find((bucket, at) => percentOf(bucket, at, query, result) === percent)))],
  };
}

function figureCell(bucket: AggregateBucket | undefined, isDate: boolean): TableCell {
  return bucket?.value === undefined ? undefined : isDate ? figureText(bucket, true) : bucket.value;
}

function percentRows(query: AggregateQuery): Level {
  const isDate = isDateFigure(query);
  return {
    columns: [
      { title: 'Percent', kind: 'number' },
      { title: titleOf(query), kind: isDate ? 'date' : 'number' },
    ],
    rowsOf: (result) => (result?.buckets ?? []).map((bucket, at) => [result && percentOf(bucket, at, query, result), figureCell(bucket, isDate)]),
  };
}
