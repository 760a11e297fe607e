/** Charts as marks: that they stand for the numbers of the answer. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BarData, ChartData } from '../../../../src/core/aggregates/chartData.ts';
import { piecesOf } from '../../../../src/webview/aggregate/charts/barLayout.ts';
import { fitted } from '../../../../src/webview/aggregate/charts/drawing.ts';
import type { Drawing, RectMark, Sheet } from '../../../../src/webview/aggregate/charts/drawing.ts';
import { layOut } from '../../../../src/webview/aggregate/charts/layOut.ts';
import { svgText } from '../../../../src/webview/aggregate/charts/svgText.ts';
import { spansOf } from '../../../../src/webview/aggregate/charts/timeLayout.ts';

const measure = (text: string): number => text.length * 7;
const sheet: Sheet = { width: 600, fontSize: 13, measure, locale: 'en' };

const bars = (over: Partial<BarData> = {}): BarData => ({
  ...{ kind: 'bars', isTime: false, title: 'By status', valueTitle: 'Users', categoryTitle: 'status', seriesTitle: undefined },
  categories: [{ label: 'active' }, { label: 'inactive' }, { label: 'none' }],
  series: [{ name: 'Users', values: [198, 16, 0] }],
  ...{ undrawn: { categories: 0, series: 0 }, notes: [], alternative: '' },
  ...over,
});

const two = { seriesTitle: 'factor', series: [{ name: 'a', values: [10, undefined, 5] }, { name: 'b', values: [20, 30, undefined] }] };
const times = [{ label: '2026-01', time: Date.UTC(2026, 0) }, { label: '2026-02', time: Date.UTC(2026, 1) }, { label: '2026-04', time: Date.UTC(2026, 3) }];

function drawn(data: ChartData): Drawing {
  const drawing = layOut(data, sheet);
  assert.ok(drawing);
  return drawing;
}

const rects = ({ marks }: Drawing): readonly RectMark[] => marks.filter((mark) => mark.kind === 'rect' && mark.spot !== undefined) as RectMark[];

describe('bars', () => {
  test('are as long as their numbers', () => {
    const drawing = drawn(bars());
    const [active, inactive, none] = rects(drawing);
    assert.ok(active && inactive && none);
    assert.ok(Math.abs(active.width / inactive.width - 198 / 16) < 1e-6);
    assert.equal(none.width, 0);
    assert.deepEqual(drawing.spots.map(({ label, value }) => [label, value]), [['active: 198 Users', 198], ['inactive: 16 Users', 16], ['none: 0 Users', 0]]);
  });

  test('of little are not written as nothing', () => {
    const { spots } = drawn(bars({ categories: [{ label: 'mean' }], series: [{ name: 'Mean', values: [0.002_134_9] }] }));
    assert.equal(spots[0]?.label, 'mean: 0.002135 Users');
  });

  test('that are stacked stand end to end and add up', () => {
    const data = bars({ kind: 'stacked', ...two });
    assert.deepEqual(
      piecesOf(data).map(({ category, series, value, from, to }) => [category, series, value, from, to]),
      [[0, 0, 10, 0, 10], [0, 1, 20, 10, 30], [1, 1, 30, 0, 30], [2, 0, 5, 0, 5]],
    );
    const [a, b] = rects(drawn(data));
    assert.ok(a && b && Math.abs(a.x + a.width - b.x) < 1e-6 && Math.abs(b.width / a.width - 2) < 1e-6);
  });

  test('that are stacked end with what was answered for all of them, not with what their parts add up to', () => {
    const { marks } = drawn(bars({ kind: 'stacked', ...two, totals: [25, undefined, 5] }));
    const texts = marks.flatMap((mark) => (mark.kind === 'text' && /^\d+$/.test(mark.text) ? [mark.text] : []));
    assert.deepEqual(texts, ['25', '5']);
  });

  test('that are grouped lie below each other', () => {
    const [a, b] = rects(drawn(bars({ kind: 'grouped', ...two })));
    assert.ok(a && b && a.x === b.x && b.y > a.y);
    assert.equal(drawn(bars({ kind: 'grouped', ...two })).spots[1]?.label, 'active, b: 20 Users');
  });

  test('stay inside of their sheet, with negative numbers and long names too', () => {
    const data = bars({ categories: [{ label: 'x'.repeat(500) }, { label: 'y' }, { label: 'z' }], series: [{ name: 'mean', values: [-50, 20, 1e9] }] });
    const { marks, width, height } = drawn(data);
    const isInside = ({ x, y, width: wide, height: high }: RectMark): boolean => x >= 0 && x + wide <= width && y + high <= height;
    assert.ok(marks.every((mark) => mark.kind !== 'rect' || isInside(mark)));
    assert.ok(marks.every((mark) => mark.kind !== 'text' || measure(mark.text) <= width));
  });
});

describe('a time axis', () => {
  test('gives each bucket its time', () => {
    const series = [{ name: 'Users', values: [10, 20, 5] }];
    const [january, february, april] = rects(drawn(bars({ kind: 'timeBars', isTime: true, categories: times, series })));
    assert.ok(january && february && april);
    assert.ok(Math.abs(february.height / january.height - 2) < 1e-6);
    // March, which is missing, leaves a gap: no bucket lasts longer than a month.
    assert.ok(Math.abs(january.width - february.width) < 1 && Math.abs(january.width - april.width) < 1);
    assert.ok(april.x - (february.x + february.width) > 0.8 * january.width);
  });

  test('runs forward', () => {
    const series = [{ name: 'Users', values: [10, 20, 5] }];
    const { spots } = drawn(bars({ kind: 'timeBars', isTime: true, categories: times, series }));
    assert.deepEqual(spots.map(({ label }) => label), ['2026-01: 10 Users', '2026-02: 20 Users', '2026-04: 5 Users']);
    assert.ok(spots.every(({ x }, at) => at === 0 || x > (spots[at - 1]?.x ?? 0)));
  });

  test('is left out where a bucket has no time', () => {
    const categories = [...times.slice(0, 2), { label: 'others' }];
    const drawing = drawn(bars({ kind: 'timeBars', isTime: true, categories, series: [{ name: 'Users', values: [1, 2, 3] }] }));
    assert.deepEqual(drawing.spots.map(({ value }) => value), [1, 2, 3]);
    assert.ok(new Set(rects(drawing).map(({ x }) => x)).size === 1);
  });

  test('of a single bucket has a width', () => {
    assert.deepEqual(spansOf([5]), [{ from: 5, to: 5 + 86_400_000 }]);
    const [only] = rects(drawn(bars({ kind: 'timeBars', isTime: true, categories: times.slice(0, 1), series: [{ name: 'Users', values: [1] }] })));
    assert.ok(only && only.width > 100);
  });

  test('of buckets some of which are left out has their places empty', () => {
    const year = [0, 1, 3, 4].map((month) => Date.UTC(2026, month));
    const widths = spansOf(year).map(({ from, to }) => (to - from) / 86_400_000);
    assert.deepEqual(widths, [31, 30, 30, 30]);
  });

  test('of lines has a dot for each value, and a gap where there is none', () => {
    const drawing = drawn(bars({ kind: 'lines', isTime: true, categories: times, ...two }));
    assert.deepEqual(drawing.marks.filter(({ kind }) => kind === 'dot').length, 4);
    const paths = drawing.marks.flatMap((mark) => (mark.kind === 'path' ? [mark.d] : []));
    assert.equal(paths.length, 2);
    assert.equal((paths[0]?.match(/M/g) ?? []).length, 2);
  });

  test('writes no label over another', () => {
    const categories = Array.from({ length: 200 }, (_, at) => ({ label: new Date(at * 86_400_000).toISOString().slice(0, 10), time: at * 86_400_000 }));
    const { marks } = drawn(bars({ kind: 'timeBars', isTime: true, categories, series: [{ name: 'Users', values: categories.map((_, at) => at) }] }));
    const labels = marks.flatMap((mark) => (mark.kind === 'text' && /^\d{4}-/.test(mark.text) ? [mark] : []));
    assert.ok(labels.length > 2);
    for (const [at, { x, text }] of labels.entries()) {
      const next = labels[at + 1];
      if (next) assert.ok(x + measure(text) / 2 < next.x - measure(next.text) / 2);
    }
  });
});

describe('figures and percentiles', () => {
  test('show each value', () => {
    const all = [{ label: 'Greatest', value: 5, text: '5' }, { label: 'None', value: undefined, text: 'none' }];
    const figures = drawn({ kind: 'figures', title: 'Most', figures: all, notes: [], alternative: '' });
    assert.deepEqual(figures.spots.map(({ label, value }) => [label, value]), [['Greatest: 5', 5]]);
    const points = [{ percent: 50, value: 3, text: '3' }, { percent: 1, value: 3, text: '3' }];
    const strip = drawn({ kind: 'percentiles', title: 'P', isTime: false, points, notes: [], alternative: '' });
    assert.deepEqual(strip.spots.map(({ label }) => label), ['1 %: 3', '50 %: 3']);
    assert.ok(strip.marks.every((mark) => mark.kind !== 'dot' || (mark.x > 0 && mark.x < strip.width)));
  });

  test('draw nothing where there is nothing', () => {
    assert.equal(layOut({ kind: 'none', title: '', why: '', notes: [], alternative: '' }, sheet), undefined);
    assert.equal(layOut({ kind: 'percentiles', title: '', isTime: false, points: [], notes: [], alternative: '' }, sheet), undefined);
  });
});

test('a text is cut to its room, with a sign', () => {
  assert.deepEqual([fitted('active', 100, measure), fitted('inactive', 35, measure), fitted('inactive', 0, measure)], ['active', 'inac…', '…']);
});

test('a picture holds no markup of the answer, and no character that XML forbids', () => {
  const drawing = drawn(bars({ categories: [{ label: '<script>&"\u0000' }, { label: 'b' }, { label: 'c' }] }));
  const text = svgText(drawing, { font: 'sans-serif', fontSize: 13, colour: () => 'rgb(1, 2, 3)' }, { title: '<t>', description: "'d'" });
  assert.ok(text.includes('&lt;script&gt;&amp;&quot;\ufffd') && text.includes('<title>&lt;t&gt;</title>'));
  assert.doesNotMatch(text, /<script|\u0000/);
});
