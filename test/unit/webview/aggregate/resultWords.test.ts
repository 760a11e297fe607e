/** What is said of an answer below it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AggregateQuery, AggregateResult } from '../../../../src/core/aggregates/query.ts';
import type { Answered } from '../../../../src/protocol/aggregate.ts';
import { answerFor } from '../../../../src/webview/aggregate/answerFor.ts';
import { countText, runText } from '../../../../src/webview/aggregate/resultWords.ts';
import type { PageTexts } from '../../../../src/webview/kit/pageTexts.ts';

const texts: PageTexts = { locale: 'en', t: (message, ...values) => message.replaceAll(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])) };

const answered = (sent: AggregateQuery, result: Partial<AggregateResult> | undefined, at = 0): Answered => ({
  ...{ at, name: sent.name ?? '', sent, notes: [] },
  result: result && { name: sent.name ?? '', buckets: [], ...result },
});
const buckets = [{ label: 'a', count: 1200 }, { label: 'b', count: 34 }];

describe('how many were counted', () => {
  test('are users where each is in one bucket, those not answered included', () => {
    assert.equal(countText(answered({ type: 'terms', field: 'status' }, { buckets, sum_other_doc_count: 6 }), texts), '1,240 users');
    assert.equal(countText(answered({ type: 'date_histogram', field: 'created_at' }, { buckets: [{ count: 1 }] }), texts), '1 user');
  });

  test('are not called users where one may be in several, or nothing is known of the field', () => {
    for (const sent of [
      { type: 'terms', field: 'factors' },
      { type: 'terms', field: 'colour' },
      { type: 'date_range', field: 'created_at' },
      { type: 'terms', field: 'status', filters_spec: { filters: {} } },
    ] as const) {
      assert.equal(countText(answered(sent, { buckets }), texts), '1,234 counted');
    }
  });

  test('are not told of figures, and of what was not answered', () => {
    assert.equal(countText(answered({ type: 'max', field: 'created_at' }, { buckets: [{ value: 3 }] }), texts), undefined);
    assert.equal(countText(answered({ type: 'terms', field: 'status' }, undefined), texts), undefined);
  });
});

test('a run is told with its time, its trace and where it was', () => {
  const run = { kind: 'done', tenant: 'Acme', cid: 'c1', at: Date.UTC(2026, 4, 5), ms: 210, traceId: '6f' } as const;
  const text = runText(answered({ type: 'terms', field: 'status' }, { buckets }), run, (cid) => (cid === 'c1' ? 'Acme Retail' : undefined), texts);
  assert.match(text, /^1,234 users · 0\.21 s · trace 6f · Acme · Acme Retail · /);
});

describe('an answer', () => {
  const answers = [answered({ name: 'a' }, {}, 0), answered({ name: 'b' }, {}, 1), answered({}, {}, 2)];

  test('belongs to the query of its name', () => {
    assert.equal(answerFor({ queries: [{ name: 'b' }, { name: 'a' }] }, answers, 0), answers[1]);
  });

  test('belongs to the query at its place when that has another name by now', () => {
    assert.equal(answerFor({ queries: [{ name: 'renamed' }, { name: 'b' }] }, answers, 0), answers[0]);
    assert.equal(answerFor({ queries: [{ name: 'a' }, { name: 'b' }, {}] }, answers, 2), answers[2]);
  });

  test('does not belong to a query that stands where another was that is still there', () => {
    assert.equal(answerFor({ queries: [{ name: 'new' }, { name: 'a' }] }, answers, 0), undefined);
  });
});
