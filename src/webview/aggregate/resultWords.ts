/** Puts results into words. */
import { findAggregateField } from '../../core/aggregates/fields.ts';
import { isBucketType } from '../../core/aggregates/queryFacts.ts';
import type { CidName } from '../../core/aggregates/resultLabels.ts';
import type { ChartChoice } from '../../core/aggregates/queryFile.ts';
import type { Answered, ResultTab, RunLine } from '../../protocol/aggregate.ts';
import type { PageTexts } from '../kit/pageTexts.ts';

export function tabText(tab: ResultTab, texts: PageTexts): string {
  switch (tab) {
    case 'chart':
      return texts.t('Chart');
    case 'table':
      return texts.t('Table');
    case 'json':
      return texts.t('JSON');
    case 'request':
      return texts.t('Request');
  }
}

export function chartText(chart: ChartChoice, texts: PageTexts): string {
  switch (chart) {
    case 'bars':
      return texts.t('Bars');
    case 'stacked':
      return texts.t('Stacked');
    case 'grouped':
      return texts.t('Grouped');
    case 'line':
      return texts.t('Line');
    case 'table':
      return texts.t('Table');
  }
}

/** Each once. */
export const notesOf = ({ notes }: Answered): readonly string[] => [...new Set(notes)];

/** Whether each user can be in no more than one bucket. */
const isDisjoint = ({ sent: { type, field, filters_spec } }: Answered): boolean =>
  filters_spec === undefined && (type === 'terms' || type === 'date_histogram') && findAggregateField(field)?.isList === false;

/** How many were counted; undefined where nothing was. */
export function countText(answered: Answered, texts: PageTexts): string | undefined {
  const { sent, result } = answered;
  if (!result || !(isBucketType(sent.type) || sent.filters_spec)) return undefined;
  const count = result.buckets.reduce((sum, bucket) => sum + (bucket.count ?? 0), result.sum_other_doc_count ?? 0);
  const figure = count.toLocaleString(texts.locale);
  if (!isDisjoint(answered)) return texts.t('{0} counted', figure);
  return count === 1 ? texts.t('1 user') : texts.t('{0} users', figure);
}

/** `214 users · 0.21 s · trace 6f…` */
export function runText(answered: Answered, run: RunLine, cidName: CidName, texts: PageTexts): string {
  const count = countText(answered, texts);
  const parts = count === undefined ? [] : [count];
  if (run.kind !== 'done') return parts.join(' · ');
  const seconds = (run.ms / 1000).toLocaleString(texts.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const trace = run.traceId === undefined ? [] : [texts.t('trace {0}', run.traceId)];
  const at = new Date(run.at).toLocaleString(texts.locale, { dateStyle: 'medium', timeStyle: 'short' });
  return [...parts, texts.t('{0} s', seconds), ...trace, run.cid === undefined ? run.tenant : `${run.tenant} · ${cidName(run.cid) ?? run.cid}`, at].join(' · ');
}
